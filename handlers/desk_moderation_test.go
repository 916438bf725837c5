package handlers_test

import (
	"archive/zip"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/repo"
)

const covered = "〔已遮盖：个人信息〕"

// sent is a comment that somebody has just sent.
type sent struct {
	ReceiptNo string `json:"receipt_no"`
	Secret    string `json:"secret"`
	id        int64
	desk      string // the desk's address of it
}

// sendTo sends a comment to an open call through the API.
func (s *site) sendTo(no, body string) sent {
	s.t.Helper()
	v := s.visitor()
	out := decode[sent](v.json(http.MethodPost, "/api/v1/consultations/"+no+"/comments", `{"body":`+strconv.Quote(body)+`}`).want(http.StatusCreated))
	out.id = int64(s.count(`SELECT comment_id FROM receipts WHERE no = $1`, out.ReceiptNo))
	con, err := s.env.Repo.ConsultationByNo(s.t.Context(), no)
	if err != nil {
		s.t.Fatal(err)
	}
	out.desk = "/desk/consultations/" + itoa(con.ID) + "/comments/" + itoa(out.id)
	return out
}

func ofModeration(s *site) []deed {
	at := s.closedCall(true) + "/comments"
	first := func(v *visitor) string {
		link, _ := v.get(at + "?visibility=published").page().Find(".item-actions > a").First().Attr("href")
		return link
	}
	return []deed{
		{"/desk/consultations/:id/comments/:cid/redactions", "comment.redact", account.Adjudicator, false, false, func(v *visitor) answer {
			page := first(v)
			action, values := formOf(v.get(page).page().Find("details[data-redact] form"))
			values.Set("words", firstWords(v.get(page)))
			values.Set("code", string(consult.ReasonPersonalData))
			return v.postRaw(action, values)
		}},
		{"/desk/consultations/:id/comments/:cid/redactions/undo", "comment.unredact", account.Adjudicator, false, false, func(v *visitor) answer {
			action, values := formOf(v.get(first(v)).page().Find(".redacted form"))
			return v.postRaw(action, values)
		}},
		{"/desk/consultations/:id/comments/visibility", "comment.moderate", account.Adjudicator, false, false, func(v *visitor) answer {
			sent := s.sendTo(s.firstOpen(), "点击领取优惠券")
			list, _, _ := strings.Cut(sent.desk, "/comments/")
			values := url.Values{"pick": {itoa(sent.id) + ":0"}, "visibility": {"hidden"}, "code": {"spam"}}
			return v.post(list+"/comments", list+"/comments/visibility", values)
		}},
	}
}

// firstWords are the first characters of the comment on a page.
func firstWords(a answer) string {
	return string([]rune(strings.TrimSpace(a.page().Find(".redactable").First().Text()))[:2])
}

func TestTheQueueGoesFromTheOldestToTheNewestAndEnds(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.as(account.EveryUnit, account.Adjudicator)
	waiting := s.count(`SELECT count(*) FROM comments WHERE visibility = 'pending'`)
	if waiting < 3 {
		t.Fatalf("only %d of the samples wait", waiting)
	}
	at, last := "/desk/moderation", ""
	for left := waiting; left > 0; left-- {
		page := v.get(at).want(http.StatusOK).holds(".head", "还有 "+strconv.Itoa(left)+" 件").page()
		form := page.Find("form:has([data-key=p])")
		if left == 1 { // the last one is skipped
			next, _ := page.Find("a[data-key=j]").Attr("href")
			v.get(next).want(http.StatusOK).holds(".empty", "前面还有 1 件跳过的").holds(".empty a[href='/desk/moderation']", "从头看")
			break
		}
		action, values := formOf(form)
		if action == last {
			t.Fatalf("%s comes twice", action)
		}
		at, last = v.postRaw(action, values).seeOther(), action
		if !strings.Contains(at, "after=") || !strings.Contains(at, "done=published") {
			t.Fatalf("after a decision the browser goes to %s", at)
		}
	}
	action, values := formOf(v.get("/desk/moderation").page().Find("form:has([data-key=p])"))
	v.get(v.postRaw(action, values).seeOther()).holds(".empty", "没有待审看的留言")
}

func TestTheQueueHoldsOnlyWhatIsTheModeratorsOwn(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	no := s.firstOpen()
	s.sendTo(no, "等待审看的意见")
	con, err := s.env.Repo.ConsultationByNo(t.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	s.as(con.UnitID, account.Adjudicator).get("/desk/moderation?consultation="+itoa(con.ID)).holds(".board", con.Title)
	// An adjudicator elsewhere who reads this unit's work in another role.
	other := s.as(con.UnitID%2+1, account.Adjudicator)
	other.get("/desk/moderation?consultation="+itoa(con.ID)).holds(".empty", "没有待审看的留言")
	s.as(con.UnitID, account.Drafter).get("/desk/moderation").want(http.StatusForbidden)
}

func TestOneGoesBackInTheQueueToWhatWasSkipped(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.as(account.EveryUnit, account.Adjudicator)
	first := v.get("/desk/moderation").page()
	if first.Find("a[data-key=k]").Length() != 0 {
		t.Error("something comes before the first")
	}
	next, _ := first.Find("a[data-key=j]").Attr("href")
	second := v.get(next).page()
	back, _ := second.Find("a[data-key=k]").Attr("href")
	if again := v.get(back).page(); again.Find("#comment").Text() != first.Find("#comment").Text() || second.Find("#comment").Text() == first.Find("#comment").Text() {
		t.Errorf("%q, %q, %q", first.Find("#comment").Text(), second.Find("#comment").Text(), again.Find("#comment").Text())
	}
}

// Every page, feed and document that a stranger can open, before and after the
// results: none holds what is covered.
func TestNoPublicPageShowsWhatIsCovered(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	no := s.firstOpen()
	con, err := s.env.Repo.ConsultationByNo(t.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	comment := s.sendTo(no, "请找遮盖某甲，电话遮盖13900001234，谢谢。")
	v := s.as(account.EveryUnit, account.Adjudicator)
	v.redact(comment, url.Values{"words": {"遮盖某甲\n遮盖13900001234"}, "publish": {"1"}}).want(http.StatusSeeOther)
	s.noStranger(no, "before the release")
	s.closeAndRelease(v, con.ID)
	s.noStranger(no, "after the release")
	v.redact(comment, url.Values{"words": {"谢谢"}}).want(http.StatusSeeOther)
	for place, text := range s.opened(no) {
		if strings.Contains(text, "，谢谢。") {
			t.Errorf("covered after the release, %s still shows it", place)
		}
	}
	v.get(comment.desk).holds(".redactable", "遮盖某甲") // staff read it whole
}

// redact sends the form of a comment's page.
func (v *visitor) redact(c sent, form url.Values) answer {
	v.t.Helper()
	action, values := formOf(v.get(c.desk).page().Find("details[data-redact] form"))
	for name, list := range form {
		values[name] = list
	}
	if !values.Has("code") {
		values.Set("code", string(consult.ReasonPersonalData))
	}
	return v.postRaw(action, values)
}

// opened is every address that a stranger can open, with what stands there.
func (s *site) opened(no string) map[string]string {
	s.t.Helper()
	out, v := map[string]string{}, s.visitor()
	for _, r := range s.env.Routes() {
		if r.Method != http.MethodGet || r.Access.Realm != handlers.Open {
			continue
		}
		path := strings.Replace(r.Path, "/consultations/:no", "/consultations/"+no, 1)
		if strings.HasSuffix(path, "/results/:sid") {
			for _, line := range s.lines(no) {
				at := strings.Replace(path, ":sid", itoa(line.SuggestionID), 1)
				out[at] = v.get(at).want(http.StatusOK).body
			}
			continue
		}
		for _, query := range []string{"", "?view=clauses", "?page=2", "?q=遮盖"} {
			out[exampleOf(path)+query] = unpacked(s.t, v.get(exampleOf(path)+query).body)
		}
	}
	return out
}

// lines are the released lines of a call.
func (s *site) lines(no string) []consult.ResultRow {
	s.t.Helper()
	r, err := s.env.Repo.ResultsByNo(s.t.Context(), no, repo.ResultFilter{PerPage: 1000})
	if err != nil {
		s.t.Fatal(err)
	}
	return r.Rows
}

// unpacked is what stands in a Word or Excel file; anything else is as it is.
func unpacked(t *testing.T, body string) string {
	t.Helper()
	if !strings.HasPrefix(body, "PK") {
		return body
	}
	packed, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, file := range packed.File {
		part, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&b, part); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func (s *site) noStranger(no, when string) {
	s.t.Helper()
	marked := 0
	for place, text := range s.opened(no) {
		for _, word := range []string{"遮盖某甲", "遮盖13900001234"} {
			if strings.Contains(text, word) {
				s.t.Errorf("%s, %s shows %q", when, place, word)
			}
		}
		if strings.Contains(text, covered) {
			marked++
		}
	}
	if marked == 0 {
		s.t.Errorf("%s, the comment is shown nowhere, so nothing is proved", when)
	}
}

// closeAndRelease ends a call now, answers all of it and releases the results.
func (s *site) closeAndRelease(v *visitor, id int64) {
	s.t.Helper()
	s.exec(`ALTER TABLE consultations DISABLE TRIGGER consultations_published`) // which lets no call become shorter
	s.exec(`UPDATE consultations SET closes_at = $2, intake_closed_at = $2 WHERE id = $1`, id, s.env.Now())
	s.exec(`ALTER TABLE consultations ENABLE TRIGGER consultations_published`)
	list, err := s.env.Repo.Suggestions(s.t.Context(), id, repo.SuggestionFilter{Page: 1, PerPage: 1000})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, x := range list.Items {
		if err := s.env.App.Decide(s.t.Context(), app.Actor{StaffID: s.staffID(v)}, id, x.ID, consult.Decision{Outcome: consult.Adopted, Reason: "予以采纳。", Override: stands}); err != nil {
			s.t.Fatal(err)
		}
	}
	s.checkAll(id)
	if err := s.env.App.ReleaseResults(s.t.Context(), app.Actor{StaffID: s.staffID(v)}, id); err != nil {
		s.t.Fatal(err)
	}
}

func TestTheReceiptSaysWhatWasDoneAndWhereAPetitionGoes(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) { e.Site.Petitions = "县信访局 https://xinfang.example ，电话 12345" })
	v, no := s.as(account.EveryUnit, account.Adjudicator), s.firstOpen()
	petition, partly := s.sendTo(no, "我要举报某单位"), s.sendTo(no, "找遮盖某甲")
	action, values := formOf(v.get(petition.desk).page().Find("details[data-hide] form"))
	values.Set("code", string(consult.ReasonPetition))
	v.postRaw(action, values).want(http.StatusSeeOther)
	v.redact(partly, url.Values{"words": {"遮盖某甲"}, "publish": {"1"}}).want(http.StatusSeeOther)

	page := s.visitor().post("/receipts", "/receipts", url.Values{"no": {petition.ReceiptNo}, "secret": {petition.Secret}}).want(http.StatusOK)
	page.holds(".note", "信访、投诉或者举报").holds(".note a[href='https://xinfang.example']", "xinfang").holds(".note", "同样计入总数").holds(".note", "征集单位")
	answer := s.visitor().json(http.MethodGet, "/api/v1/receipts/"+petition.ReceiptNo, "", "Receipt-Secret", petition.Secret).want(http.StatusOK)
	for _, part := range []string{`"hidden_code":"petition"`, `"hidden_reason":"内容属于信访`, `"petition_channels":"县信访局`, `"moderated_at":"`} {
		if !strings.Contains(answer.body, part) {
			t.Errorf("the API does not say %s: %s", part, answer.body)
		}
	}
	page = s.visitor().post("/receipts", "/receipts", url.Values{"no": {partly.ReceiptNo}, "secret": {partly.Secret}}).want(http.StatusOK)
	page.holds(".answers mark", "遮盖某甲").holds(".answers", "公开时遮盖了 1 处").holds(".answers", "含个人信息")
	answer = s.visitor().json(http.MethodGet, "/api/v1/receipts/"+partly.ReceiptNo, "", "Receipt-Secret", partly.Secret).want(http.StatusOK)
	if !strings.Contains(answer.body, `"redactions":[{"start":1,"end":5,"code":"personal_data"`) || !strings.Contains(answer.body, "找遮盖某甲") {
		t.Errorf("the API says %s", answer.body)
	}
}

func TestWithoutAConfiguredWayAPetitionGoesTheCountrysOwn(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, c := s.as(account.EveryUnit, account.Adjudicator), s.sendTo(s.firstOpen(), "我要投诉")
	action, values := formOf(v.get(c.desk).page().Find("details[data-hide] form"))
	values.Set("code", string(consult.ReasonPetition))
	v.postRaw(action, values).want(http.StatusSeeOther)
	s.visitor().post("/receipts", "/receipts", url.Values{"no": {c.ReceiptNo}, "secret": {c.Secret}}).
		holds(".note a[href='https://www.gjxfj.gov.cn']", "gjxfj").holds(".note", "12345")
}

func TestTheSecondOfTwoModeratorsSeesWhatTheFirstDecided(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	c := s.sendTo(s.firstOpen(), "两人同时审看的意见")
	one, two := s.as(account.EveryUnit, account.Adjudicator), s.as(account.EveryUnit, account.Adjudicator)
	form := func(v *visitor, selector string) (string, url.Values) {
		return formOf(v.get(c.desk).page().Find(selector))
	}
	publish, published := form(one, "form:has([data-key=p])")
	hide, hidden := form(two, "details[data-hide] form")
	hidden.Set("code", string(consult.ReasonInsult))
	hidden.Set("from", "queue")
	answers := make([]answer, 2)
	var wg sync.WaitGroup
	wg.Go(func() { answers[0] = one.postRaw(publish, published) })
	wg.Go(func() { answers[1] = two.postRaw(hide, hidden) })
	wg.Wait()
	if answers[0].status+answers[1].status != http.StatusSeeOther+http.StatusConflict {
		t.Fatalf("statuses %d and %d", answers[0].status, answers[1].status)
	}
	for _, a := range answers {
		if a.status == http.StatusConflict {
			a.holds("#problem", "刚刚有人处理过").holds(".texts", "两人同时审看的意见")
		}
	}
	if n := s.count(`SELECT count(*) FROM audit_entries WHERE action = 'comment.moderate' AND object_id LIKE '%/' || $1`, itoa(c.id)); n != 1 {
		t.Errorf("%d decisions are on record", n)
	}
	two.get(c.desk).page() // and may decide anew on what they see now
	again, values := form(two, "details[data-hide] form")
	values.Set("code", string(consult.ReasonInsult))
	two.postRaw(again, values).want(http.StatusSeeOther)
}

func TestAFloodIsHiddenAtOnce(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	var picked []string
	var list string
	for range 5 {
		c := s.sendTo(s.firstOpen(), "点击领取优惠券")
		picked = append(picked, itoa(c.id)+":0")
		list, _, _ = strings.Cut(c.desk, "/comments/")
	}
	list += "/comments"
	v := s.as(account.EveryUnit, account.Adjudicator)
	form := url.Values{"pick": picked, "visibility": {"hidden"}, "filter": {"pending"}, "page": {"1"}}
	page := v.post(list, list+"/visibility", form).want(http.StatusUnprocessableEntity).holds("#bulk .field-error", "请选择不公开的理由")
	if n := page.page().Find("input[name=pick][checked]").Length(); n != 5 {
		t.Errorf("%d of 5 stay ticked", n)
	}
	v.post(list, list+"/visibility", url.Values{"visibility": {"published"}}).want(http.StatusUnprocessableEntity).holds("#pick .field-error", "请先勾选")
	form.Set("code", string(consult.ReasonSpam))
	if at := v.post(list, list+"/visibility", form).seeOther(); !strings.Contains(at, "visibility=pending") || !strings.Contains(at, "done=moderated") {
		t.Errorf("the browser goes to %s", at)
	}
	if n := s.count(`SELECT count(*) FROM comments WHERE hidden_code = 'spam' AND received_at > now() - interval '1 hour'`); n != 5 {
		t.Errorf("%d are hidden", n)
	}
	form.Set("code", string(consult.ReasonInsult))
	v.post(list, list+"/visibility", form).want(http.StatusConflict).holds("#problem", "一件也没有改")
}

func TestARefusedRedactionKeepsWhatWasTypedAndSaysWhichLine(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, c := s.as(account.EveryUnit, account.Adjudicator), s.sendTo(s.firstOpen(), "找遮盖某甲")
	page := v.redact(c, url.Values{"words": {"遮盖某甲\n不在文中"}}).want(http.StatusUnprocessableEntity).holds(".field-error", "第 2 行")
	doc := page.page()
	if got := doc.Find("#words").Text(); got != "遮盖某甲\n不在文中" {
		t.Errorf("the words came back as %q", got)
	}
	for _, id := range []string{"#words", "#redact-code"} {
		if doc.Find(id).Length() != 1 {
			t.Errorf("%s is on the page %d times", id, doc.Find(id).Length())
		}
	}
	v.redact(c, url.Values{"place": {"1:1:5"}}).want(http.StatusSeeOther) // what a check box sends
	v.get(c.desk).holds("mark.covered", "遮盖某甲")
}
