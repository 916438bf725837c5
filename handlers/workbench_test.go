package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/repo"
	"nayan/repo/repotest"
)

// crowd adds suggestions to a consultation.
func (s *site) crowd(consultation int64, n int, assignee int64) {
	s.t.Helper()
	repotest.Crowd(s.t, s.env.Repo.DB(), consultation, n, assignee)
}

// callID is the id at the end of a consultation's address.
func callID(at string) int64 {
	id, _ := strconv.ParseInt(at[strings.LastIndex(at, "/")+1:], 10, 64)
	return id
}

// asked makes another unit ask this one about its first suggestion, as it would.
func (s *site) asked(unit int64) (id int64) {
	s.t.Helper()
	var of struct {
		Call       int64 `db:"consultation_id"`
		Suggestion int64 `db:"id"`
	}
	err := s.env.Repo.DB().GetContext(s.t.Context(), &of, `SELECT s.consultation_id, s.id FROM suggestions s JOIN consultations c ON c.id = s.consultation_id
		WHERE c.unit_id <> $1 AND c.results_at IS NULL AND c.withdrawn_at IS NULL ORDER BY s.id LIMIT 1`, unit)
	if err != nil {
		s.t.Fatal(err)
	}
	q := consult.Question{UnitID: unit, Text: "请提出意见。", DueOn: consult.DayOf(s.env.Now().AddDate(0, 0, 7))}
	actor := app.Actor{StaffID: s.member(account.Adjudicator).ID}
	if _, err := s.env.App.AskUnit(s.t.Context(), actor, of.Call, app.Selection{IDs: []int64{of.Suggestion}}, q); err != nil {
		s.t.Fatal(err)
	}
	return int64(s.count(`SELECT max(id) FROM unit_opinions`))
}

// firstIDs are the suggestions that stand first on a page.
func firstIDs(a answer, n int) (ids []string) {
	a.t.Helper()
	a.page().Find("input[name=ids]").Each(func(i int, box *goquery.Selection) {
		if i < n {
			ids = append(ids, box.AttrOr("value", ""))
		}
	})
	if len(ids) < n {
		a.t.Fatalf("only %d suggestions can be ticked, want %d", len(ids), n)
	}
	return ids
}

func ofTheWorkbench(s *site) []deed {
	at := s.closedCall(true)
	list, asked := at+"/suggestions", s.asked(housing)
	one := func(v *visitor) string { return firstIDs(v.get(list), 1)[0] }
	return []deed{
		{"/desk/consultations/:id/suggestions/assign", "suggestion.assign", account.Adjudicator, true, false, func(v *visitor) answer {
			return v.post(list, list+"/assign", url.Values{"ids": {one(v)}, "assignee": {itoa(s.staffID(v))}})
		}},
		{"/desk/consultations/:id/suggestions/ask", "suggestion.ask", account.Adjudicator, true, false, func(v *visitor) answer {
			return v.post(list, list+"/ask", url.Values{"ids": {one(v)}, "unit": {itoa(askable(v.get(list)))}, "question": {"请研究。"}, "ask-due": {dayFrom(s.env.Now(), 7)}})
		}},
		{"/desk/consultations/:id/suggestions/opinions/:oid/withdraw", "suggestion.unask", account.Adjudicator, false, true, func(v *visitor) answer {
			action, values := formOf(v.get(list).page().Find("form[action$='/withdraw']").First())
			return v.postRaw(action, values)
		}},
		{"/desk/consultations/:id/suggestions/:sid/notes", "suggestion.note", account.Reviewer, true, false, func(v *visitor) answer {
			return v.post(list, list+"/"+strconv.Itoa(s.count(`SELECT min(id) FROM suggestions WHERE consultation_id = $1`, callID(at)))+"/notes", url.Values{"note": {"请核实。"}})
		}},
		{"/desk/opinions/:id", "suggestion.opinion", account.Adjudicator, false, false, func(v *visitor) answer {
			page := "/desk/opinions/" + itoa(asked)
			return v.post(page, page, url.Values{"answer": {"没有不同意见。"}})
		}},
	}
}

// askable is the first unit that the list offers to ask.
func askable(a answer) int64 {
	id, _ := strconv.ParseInt(a.page().Find("#unit option[value!='']").First().AttrOr("value", ""), 10, 64)
	return id
}

func TestTheListIsNarrowedByEveryFilterAndKeepsThem(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.as(account.EveryUnit, account.Adjudicator), s.closedCall(true)
	list, before := at+"/suggestions", s.count(`SELECT count(*) FROM suggestions WHERE consultation_id = $1`, callID(s.closedCall(true)))
	s.crowd(callID(at), 100, s.staffID(v))
	shown := func(query string) string {
		return strings.TrimSpace(v.get(list + "?state=all&" + query).want(http.StatusOK).page().Find(".bench-line span").First().Text())
	}
	for query, want := range map[string]string{
		"q=" + url.QueryEscape("增设消防通道"): "共 1 条", "q=" + url.QueryEscape("老舊小區 第77号"): "共 1 条", "q=" + url.QueryEscape("没有这样的话"): "共 0 条",
		"assignee=" + itoa(s.staffID(v)): "共 5 条", "unit=1": "共 2 条", "channel=phone&q=" + url.QueryEscape("物业服务企业"): "共 10 条",
		"identity=enterprise&q=" + url.QueryEscape("统筹建设"): "共 14 条", "clause=-1&q=" + url.QueryEscape("统筹建设"): "共 33 条", "": "共 " + strconv.Itoa(before+100) + " 条",
		"channel=nonsense&identity=x&clause=x&page=x": "共 " + strconv.Itoa(before+100) + " 条",
	} {
		if got := shown(query); got != want {
			t.Errorf("%s leaves %q, want %q", query, got, want)
		}
	}
	page := v.get(list + "?state=unchecked&clause=-1&q=" + url.QueryEscape("统筹建设") + "&view=table").page()
	next, _ := page.Find(".chips a").First().Attr("href")
	for _, part := range []string{"clause=-1", "view=table", "q=" + url.QueryEscape("统筹建设"), "state=undecided"} {
		if !strings.Contains(next, part) {
			t.Errorf("the chips lose %s: %s", part, next)
		}
	}
	if got := page.Find("#selection input[name=filter]").AttrOr("value", ""); !strings.Contains(got, "state=unchecked") || !strings.Contains(got, "clause=-1") {
		t.Errorf("the form carries %q", got)
	}
	first := firstIDs(v.get(list), 1)[0]
	if one := v.get(list + "?n=" + first).page(); one.Find(".item").Length() != 1 || one.Find("#suggestion-"+first).Length() != 1 {
		t.Error("a number does not lead to its suggestion")
	}
}

func TestTenThousandSuggestionsTakeAsManyStatementsAsTen(t *testing.T) {
	t.Parallel()
	plain := newCounty(t)
	at := plain.closedCall(true)
	s, counter := plain.counting()
	v := s.as(account.EveryUnit, account.Adjudicator)
	plain.crowd(callID(at), 10_000, s.staffID(v))
	for query, want := range map[string]struct{ rows, pages string }{
		"?state=all": {"20", "501"}, "?state=all&view=table&page=101": {"", "101"}, "?state=all&page=99999": {"", "501"},
	} {
		var got answer
		if n := counter.Of(func() { got = v.get(at + "/suggestions" + query).want(http.StatusOK) }); n > 13 {
			t.Errorf("%s takes %d statements", query, n)
		}
		doc := got.page()
		if rows := doc.Find("[data-row]").Length(); rows == 0 || want.rows != "" && strconv.Itoa(rows) != want.rows {
			t.Errorf("%s has %d rows", query, rows)
		}
		if text := doc.Find(".pager").Text(); !strings.Contains(text, want.pages) {
			t.Errorf("%s: %q, want page %s in it", query, text, want.pages)
		}
	}
}

func TestSuggestionsAreAssignedAndShowOnTheHomeOfWhoHasThem(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	colleague := s.as(account.EveryUnit, account.Adjudicator)
	list := at + "/suggestions"
	ids := firstIDs(v.get(list), 2)
	form := url.Values{"ids": ids, "assignee": {itoa(s.staffID(colleague))}, "due": {dayFrom(s.env.Now(), -1)}, "filter": {"state=all&view=table"}}
	back := v.post(list, list+"/assign", form).want(http.StatusUnprocessableEntity)
	back.holds("#selection .field:has(#due) .field-error", "期限已经过了")
	if back.page().Find("input[name=ids][checked]").Length() != 2 || back.page().Find(".bench-table").Length() != 1 || back.page().Find("#selection details[open]").Length() != 1 {
		t.Error("what was chosen is lost")
	}
	form.Set("due", dayFrom(s.env.Now(), 3))
	if to := v.post(list, list+"/assign", form).seeOther(); !strings.Contains(to, "view=table") || !strings.Contains(to, "done=assigned") {
		t.Errorf("it comes back to %s", to)
	}
	home := colleague.get("/desk").holds(".work", "我承办的").holds(".work", "2 条，最早期限")
	href, _ := home.page().Find(".work a[href*='assignee=']").First().Attr("href")
	if n := colleague.get(href).want(http.StatusOK).page().Find("[data-row]").Length(); n != 2 {
		t.Errorf("%d rows are one's own, want 2", n)
	}
	form.Set("assignee", itoa(s.member(account.Drafter).ID))
	v.post(list, list+"/assign", form).want(http.StatusUnprocessableEntity).holds("#selection .field-error", "没有答复本单位意见的权限")
	form.Set("assignee", "")
	v.post(list, list+"/assign", form).want(http.StatusUnprocessableEntity).holds("#selection .field-error", "请选择承办人")
	form.Set("assignee", "0")
	v.post(list, list+"/assign", form).seeOther()
	if text := colleague.get("/desk").page().Find(".work").Text(); strings.Contains(text, "我承办的") {
		t.Error("what was taken back is still there")
	}
}

func TestAllThatAFilterLeavesIsMeantAsItWasSeen(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.as(account.EveryUnit, account.Adjudicator), s.closedCall(true)
	list := at + "/suggestions"
	s.crowd(callID(at), 300, s.staffID(v))
	page := v.get(list + "?state=all&channel=phone&q=" + url.QueryEscape("统筹"))
	values := url.Values{"all": {"30"}, "assignee": {itoa(s.staffID(v))}, "filter": {page.page().Find("#selection input[name=filter]").AttrOr("value", "")}}
	if got := page.page().Find("#selection input[name=all]").AttrOr("value", ""); got != "30" {
		t.Fatalf("the page says %s", got)
	}
	v.post(list, list+"/assign", values).seeOther()
	if n := s.count(`SELECT count(*) FROM suggestion_assignments a JOIN suggestion_points o USING (consultation_id, suggestion_id)
		JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id WHERE m.channel = 'phone' AND m.receipt_no LIKE 'crowd%'`); n != 30 {
		t.Errorf("%d are assigned, want 30", n)
	}
	if n := s.count(`SELECT count(*) FROM audit_entries WHERE action = 'suggestion.assign'`); n != 15 { // every second one was somebody's already
		t.Errorf("%d entries, want 15", n)
	}
	values.Set("all", "31")
	v.post(list, list+"/assign", values).want(http.StatusConflict).holds("#problem", "刚才是 31 条，现在是 30 条")
	v.post(list, list+"/assign", url.Values{"assignee": {itoa(s.staffID(v))}}).want(http.StatusUnprocessableEntity).holds("#selection", "请先勾选意见")
	v.post(list, list+"/assign", url.Values{"ids": {"999999"}, "assignee": {itoa(s.staffID(v))}}).want(http.StatusConflict)
}

func TestAUnitThatIsAskedReadsWhatItIsAskedAboutAndNothingElse(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	asking, at := s.as(housing, account.Adjudicator), "/desk/consultations/"+itoa(s.objectsOf(housing).consultation)
	list := at + "/suggestions"
	expert, stranger := s.as(office, account.Adjudicator), s.as(3, account.Adjudicator)
	ids := firstIDs(asking.get(list+"?state=all"), 2)
	form := url.Values{"ids": ids[:1], "unit": {itoa(housing)}, "question": {""}, "ask-due": {""}, "filter": {"state=all"}}
	asking.post(list, list+"/ask", form).want(http.StatusUnprocessableEntity).holds(".error-summary", "3 处")
	form.Set("unit", itoa(office))
	form.Set("question", "请从消防角度提出意见。")
	form.Set("ask-due", asking.get(list).page().Find("#ask-due").AttrOr("value", ""))
	asking.post(list, list+"/ask", form).seeOther()
	asking.post(list, list+"/ask", form).want(http.StatusConflict).holds("#problem", "正在等待答复")

	expert.get("/desk").holds(".work", "请答复部门意见")
	href, _ := expert.get("/desk/opinions").holds("tbody tr", "消防角度").page().Find("tbody a").First().Attr("href")
	page := expert.get(href).want(http.StatusOK).holds("h2#question + p", "消防角度")
	body := asking.get(list + "?n=" + ids[0]).page().Find(".opinion .plain").First().Text()
	page.holds(".opinion .plain", strings.TrimSpace(body))
	for _, closed := range []string{at, list, list + "/" + ids[0], at + "/comments"} {
		if got := expert.get(closed); got.status != http.StatusForbidden && got.status != http.StatusMethodNotAllowed && got.status != http.StatusNotFound {
			t.Errorf("%s: status %d for who is only asked", closed, got.status)
		}
	}
	stranger.get(href).want(http.StatusForbidden)
	stranger.get("/desk/opinions").want(http.StatusOK).holds(".empty, main", "没有这样的征求")

	expert.post(href, href, url.Values{"answer": {" "}}).want(http.StatusUnprocessableEntity).holds(".field-error", "请写贵单位的意见")
	expert.post(href, href, url.Values{"answer": {strings.Repeat("长", 2001)}}).want(http.StatusUnprocessableEntity).holds("#answer", "长长")
	expert.post(href, href, url.Values{"answer": {"建议预留消防车道。"}}).seeOther()
	asking.get(list+"?n="+ids[0]).holds(".bench-asides", "建议预留消防车道。").holds(".bench-asides summary", "答复 1 家，共征求 1 家")
	if expert.get(href).page().Find("main form").Length() != 0 {
		t.Error("an answer can be given twice")
	}
	expert.get("/desk/opinions?state=answered").holds("tbody", "已于")
}

func TestANoteStaysWithStaffAndReturnsToWhereItWasWritten(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	list := at + "/suggestions"
	id := firstIDs(v.get(list+"?state=all"), 1)[0]
	action, values := formOf(v.get(list + "?state=all").page().Find(".bench-asides form[action$='/notes']").First())
	for _, bad := range []string{" \n ", strings.Repeat("长", 2001)} {
		values.Set("note", bad)
		back := v.postRaw(action, values).want(http.StatusUnprocessableEntity)
		if back.page().Find("textarea#note").Length() != 1 || back.page().Find(".error-summary a[href='#note']").Length() != 1 {
			t.Error("the note does not come back to be mended")
		}
	}
	values.Set("note", "与第三条重复，\r\n请一并研究。")
	to := v.postRaw(action, values).seeOther()
	if !strings.Contains(to, "state=all") || !strings.HasSuffix(to, "#suggestion-"+id) {
		t.Errorf("it comes back to %s", to)
	}
	v.get(to).holds("#suggestion-"+id+" .bench-list", "请一并研究。").holds("#suggestion-"+id+" summary", "内部备注 1 条")
	values.Set("back", "https://evil.example/")
	if to := v.postRaw(action, values).seeOther(); !strings.HasPrefix(to, list) {
		t.Errorf("a note leads to %s", to)
	}
}

// said is what staff confide to each other in the test below.
var said = []string{"只说给同事的话", "只问单位的话", "只答单位的话"}

func TestWhatStaffSayToEachOtherStandsOnNoPublicPage(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	actor, no := app.Actor{StaffID: s.member(account.Adjudicator).ID}, s.firstOpen()
	con, err := s.env.Repo.ConsultationByNo(t.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	sent := s.sendTo(no, "请多设充电桩")
	list, err := s.env.Repo.Suggestions(t.Context(), con.ID, repo.SuggestionFilter{Query: "请多设充电桩"})
	if err != nil || len(list.Items) != 1 {
		t.Fatal(len(list.Items), err)
	}
	id := list.Items[0].ID
	if err := s.env.App.AddNote(t.Context(), actor, con.ID, id, said[0]); err != nil {
		t.Fatal(err)
	}
	unit := int64(1)
	if con.UnitID == unit {
		unit = 2
	}
	due := consult.DayOf(s.env.Now().AddDate(0, 0, 9))
	if _, err := s.env.App.AskUnit(t.Context(), actor, con.ID, app.Selection{IDs: []int64{id}}, consult.Question{UnitID: unit, Text: said[1], DueOn: due}); err != nil {
		t.Fatal(err)
	}
	if err := s.env.App.AnswerOpinion(t.Context(), actor, int64(s.count(`SELECT max(id) FROM unit_opinions`)), said[2]); err != nil {
		t.Fatal(err)
	}
	s.publishNewest(con.ID)
	stranger, places := s.visitor(), map[string]string{"log": s.log.String(), "audit": s.dump("audit_entries"), "jobs": s.dump("river_job")}
	for _, r := range s.env.Routes() {
		if r.Method == http.MethodGet && r.Access.Realm == handlers.Open {
			path := exampleOf(strings.Replace(r.Path, ":no", no, 1))
			places[path] = stranger.get(path).body
		}
	}
	places["receipt"] = stranger.post("/receipts", "/receipts", url.Values{"no": {sent.ReceiptNo}, "secret": {sent.Secret}}).want(http.StatusOK).body
	if !strings.Contains(places["receipt"], "请多设充电桩") {
		t.Fatal("the receipt is not shown, so nothing is")
	}
	for place, text := range places {
		if slices.ContainsFunc(said, func(words string) bool { return strings.Contains(text, words) }) {
			t.Errorf("%s holds what staff said to each other", place)
		}
	}
}

func TestALateAssignmentIsMarked(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.as(account.EveryUnit, account.Adjudicator), s.closedCall(true)
	id := firstIDs(v.get(at+"/suggestions"), 1)[0]
	if _, err := s.env.Repo.DB().ExecContext(t.Context(), `INSERT INTO suggestion_assignments VALUES ($1, $2, $3, $4::timestamptz::date, $3, $4)`,
		callID(at), id, s.staffID(v), s.env.Now().Add(-72*time.Hour)); err != nil {
		t.Fatal(err)
	}
	v.get("/desk").holds(".work .late", "其中 1 条已逾期")
	v.get(at+"/suggestions").holds("#suggestion-"+id+" .late", "已逾期")
	v.get(at+"/suggestions?view=table").holds("#suggestion-"+id+" .late", "已逾期")
}

func TestThePageOfOneSuggestionHasWhatStandsBesideIt(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	list := at + "/suggestions"
	ids := firstIDs(v.get(list), 2)
	one := list + "/" + ids[0]
	action, values := formOf(v.get(one).page().Find("form[action$='/notes']"))
	values.Set("note", "请核实。")
	if to := v.postRaw(action, values).seeOther(); !strings.HasPrefix(to, one+"?") {
		t.Errorf("a note written there leads to %s", to)
	}
	v.get(one).holds("section:has(#aside)", "请核实。")
	more, _ := v.get(one).page().Find("section:has(#aside) .to-go a").Attr("href")
	if n := v.get(more).want(http.StatusOK).page().Find("[data-row]").Length(); n != 1 {
		t.Errorf("%d suggestions are there to assign, want the one", n)
	}
	merge, _ := v.get(list).page().Find("#selection button[formaction$='/merge']").Attr("formaction")
	v.post(list, merge, url.Values{"ids": ids}).want(http.StatusOK).holds("main", "#"+ids[0])
}
