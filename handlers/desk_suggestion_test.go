package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
)

// opinionsIn gives the suggestions of the consultation at an address of the desk.
func (s *site) opinionsIn(at string) (ids []int64) {
	s.t.Helper()
	err := s.env.Repo.DB().SelectContext(s.t.Context(), &ids, `SELECT id FROM suggestions WHERE consultation_id = $1 ORDER BY id`,
		at[strings.LastIndex(at, "/")+1:])
	if err != nil || len(ids) < 3 {
		s.t.Fatalf("%d suggestions: %v", len(ids), err)
	}
	return ids
}

// oneAt is the address of the page of a suggestion.
func oneAt(at string, id int64) string { return at + "/suggestions/" + strconv.FormatInt(id, 10) }

// stepForm finds the form on a page that has a button or a hidden field for what to do.
func stepForm(page *goquery.Document, op string) *goquery.Selection {
	return page.Find(`form:has([name=op][value=` + op + `])`).First()
}

// send fills a form in and sends it.
func (v *visitor) send(form *goquery.Selection, with url.Values) answer {
	v.t.Helper()
	if form.Length() == 0 {
		v.t.Fatal("there is no such form")
	}
	action, values := formOf(form)
	for name, list := range with {
		values[name] = list
	}
	return v.postRaw(action, values)
}

// beginning are the first characters of the first opinion on a page.
func beginning(page *goquery.Document, n int) string {
	return string([]rune(strings.TrimSpace(page.Find(".redactable").First().Text()))[:n])
}

func TestAPartOfAnOpinionIsCutOffAndTheStepTakenBack(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	one := oneAt(at, s.opinionsIn(at)[0])
	page := v.get(one).want(http.StatusOK).page()
	words := beginning(page, 5)

	absent := v.send(stepForm(page, "split"), url.Values{"words": {"没有说过的话"}, "keep": {"point"}}).want(http.StatusUnprocessableEntity)
	absent.holds(".field-error", "要点里没有这段文字")
	form := stepForm(absent.page(), "split")
	if got := form.Find("textarea").Text(); got != "没有说过的话" {
		t.Errorf("the words came back as %q", got)
	}
	link, _ := absent.page().Find(".error-summary a").Attr("href")
	if absent.page().Find(link).Length() != 1 {
		t.Errorf("the summary leads to %q, which is not on the page", link)
	}
	v.send(stepForm(page, "split"), url.Values{"words": {""}, "keep": {"point"}}).want(http.StatusUnprocessableEntity).holds(".field-error", "请填写要拆出的文字")
	v.send(stepForm(page, "split"), url.Values{"words": {words}, "keep": {"nothing"}}).want(http.StatusUnprocessableEntity).holds(".field-error", "只有这一个要点")

	cut := v.get(v.send(stepForm(page, "split"), url.Values{"words": {words}, "keep": {"point"}}).seeOther())
	cut.holds("[role=status]", "已拆出一条").holds(".history", "拆出 #").holds("main", "这个要点还归入")
	other, _ := cut.page().Find(".to-go a[href*=suggestions]").First().Attr("href")
	if got := v.get(other).want(http.StatusOK).page().Find("mark.cut").Text(); got != words {
		t.Errorf("the new one is about %q, want %q", got, words)
	}
	v.send(stepForm(page, "split"), url.Values{"words": {words}, "keep": {"point"}}).want(http.StatusConflict).holds("#problem", "不必再拆")

	back := v.send(cut.page().Find(".history form").First(), nil).seeOther()
	v.get(back).holds("[role=status]", "已撤销").holds(".history", "已撤销")
	if to := v.get(other).seeOther(); !strings.HasPrefix(to, one+"?merged=") {
		t.Errorf("what was taken back leads to %s", to)
	}
	v.send(cut.page().Find(".history form").First(), nil).want(http.StatusConflict).holds("#problem", "已经撤销过")
	v.get(at+"/suggestions/history").want(http.StatusOK).holds(".history", "撤销")
}

func TestWordsThatOccurTwiceAskWhichOfThem(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	id, _ := strconv.ParseInt(at[strings.LastIndex(at, "/")+1:], 10, 64)
	var one int64
	err := s.env.Repo.DB().GetContext(t.Context(), &one, `WITH m AS (SELECT id FROM comments WHERE consultation_id = $1 ORDER BY id LIMIT 1),
		p AS (INSERT INTO points (consultation_id, comment_id, position, body) SELECT $1, id, 9, '东街要装灯，西街也要装灯。' FROM m RETURNING comment_id),
		s AS (INSERT INTO suggestions (consultation_id, created_at) VALUES ($1, now()) RETURNING id),
		l AS (INSERT INTO suggestion_points (consultation_id, suggestion_id, comment_id, position) SELECT $1, s.id, p.comment_id, 9 FROM s, p)
		SELECT id FROM s`, id)
	if err != nil {
		t.Fatal(err)
	}
	page := v.get(oneAt(at, one)).page()
	asked := v.send(stepForm(page, "split"), url.Values{"words": {"要装灯"}, "keep": {"rest"}}).want(http.StatusUnprocessableEntity)
	asked.holds(".field-error", "出现了 2 次")
	if n := asked.page().Find(`[name=nth]`).Length(); n != 2 {
		t.Fatalf("%d places are offered", n)
	}
	v.send(stepForm(asked.page(), "split"), url.Values{"words": {"要装灯"}, "keep": {"rest"}, "nth": {"1"}}).want(http.StatusUnprocessableEntity).holds(".field-error", "连不成一段")
	back := v.get(v.send(stepForm(asked.page(), "split"), url.Values{"words": {"西街也要装灯。"}, "keep": {"rest"}}).seeOther()).page()
	if got := back.Find("mark.cut").Text(); got != "东街要装灯，" {
		t.Errorf("what is left is %q", got)
	}
}

func TestAPointGoesToAnotherSuggestionByItsNumber(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	ids := s.opinionsIn(at)
	one, other := oneAt(at, ids[0]), "＃"+strconv.FormatInt(ids[1], 10)
	page := v.get(one).page()
	for into, words := range map[string]string{"": "请填写意见编号", "第三条": "请填写意见编号", "#999999": "没有 #999999"} {
		got := v.send(stepForm(page, "move"), url.Values{"op": {"move"}, "into": {into}}).want(http.StatusUnprocessableEntity).holds(".field-error", words)
		if back, _ := got.page().Find(".field.invalid input").Attr("value"); back != into {
			t.Errorf("the number came back as %q", back)
		}
	}
	v.send(stepForm(page, "move"), url.Values{"op": {"move"}, "into": {other}, "words": {beginning(page, 3)}}).want(http.StatusUnprocessableEntity)
	v.send(stepForm(page, "move"), url.Values{"op": {"move"}, "into": {strconv.FormatInt(ids[0], 10)}}).want(http.StatusUnprocessableEntity).holds(".field-error", "这就是本条意见")
	v.send(stepForm(page, "move"), url.Values{"op": {"open"}}).want(http.StatusUnprocessableEntity)

	both := v.get(v.send(stepForm(page, "attach"), url.Values{"op": {"attach"}, "into": {other}}).seeOther()).page()
	v.send(stepForm(both, "attach"), url.Values{"op": {"attach"}, "into": {other}}).want(http.StatusConflict).holds("#problem", "已经包含")
	merged := v.send(stepForm(both, "detach"), url.Values{"op": {"detach"}}).seeOther()
	there := v.get(merged).seeOther()
	v.get(there).want(http.StatusOK).holds("[role=status]", "已移出").holds(".note", "已并入").holds(".meta", "2 个要点")
	v.send(stepForm(both, "detach"), url.Values{"op": {"detach"}}).want(http.StatusConflict).holds("#problem", "已并入别的意见")
}

func TestSuggestionsBecomeOneOnceThatIsConfirmed(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	ids := s.opinionsIn(at)
	word := func(id int64) string { return strconv.FormatInt(id, 10) }
	page := v.get(oneAt(at, ids[0])).page()
	merge := page.Find(`form[action$="/suggestions/merge"]`)
	v.send(merge, url.Values{"into": {"#999999"}}).want(http.StatusUnprocessableEntity).holds(".field-error", "没有 #999999")
	v.send(merge, url.Values{"into": {word(ids[0])}}).want(http.StatusUnprocessableEntity).holds(".field-error", "这就是本条意见")
	look := v.send(merge, url.Values{"into": {"#" + word(ids[1])}}).want(http.StatusOK)
	look.holds(".footing", "合并后").holds(".merging", "#"+word(ids[0]))
	if chosen, _ := look.page().Find("input[name=into]:checked").Attr("value"); chosen != word(ids[1]) {
		t.Errorf("#%s is chosen", chosen)
	}
	if got := s.opinionsIn(at); len(got) != len(ids) || v.get(oneAt(at, ids[0])).status != http.StatusOK {
		t.Error("looking has merged them")
	}
	form := look.page().Find("main form")
	many := url.Values{"ids": {word(ids[0]), word(ids[1]), word(ids[2])}}
	v.send(form, url.Values{"ids": many["ids"], "into": {"0"}}).want(http.StatusUnprocessableEntity).holds(".field-error", "请选择并入哪一条")
	v.send(form, url.Values{"ids": {word(ids[0])}, "confirm": {""}}).want(http.StatusUnprocessableEntity).holds(".empty", "不到两条")
	done := v.get(v.send(form, url.Values{"ids": many["ids"], "into": {word(ids[1])}}).seeOther())
	done.want(http.StatusOK).holds("[role=status]", "已合并为一条").holds(".history", "#"+word(ids[0])+"、#"+word(ids[2])+" 并入 #"+word(ids[1])).holds(".meta", "3 个要点")
	v.send(form, url.Values{"ids": many["ids"], "into": {word(ids[1])}}).want(http.StatusConflict).holds("#problem", "已并入别的意见")
	v.send(form, url.Values{"ids": many["ids"], "into": {word(ids[1])}, "confirm": {""}}).want(http.StatusUnprocessableEntity).holds(".note", "不参加合并")
	v.get(at + "/suggestions?state=all").want(http.StatusOK)
}

func TestADecisionOnThePageOfOneComesBackThere(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	one := oneAt(at, s.opinionsIn(at)[0])
	form := v.get(one).page().Find("aside form:has([name=outcome])")
	v.send(form, url.Values{"outcome": {""}, "reason": {"正在研究"}}).want(http.StatusUnprocessableEntity).holds("aside .field.invalid", "采纳").holds("h2", "意见 #")
	back := v.send(form, url.Values{"outcome": {string(consult.Adopted)}, "reason": {"予以采纳，写入第二条。"}}).seeOther()
	if !strings.HasPrefix(back, one) {
		t.Errorf("after an answer the browser goes to %s", back)
	}
	v.get(back).holds("[role=status]", "已保存")
	long := strings.Repeat("归", consult.MaxSummaryRunes+1)
	summary := v.get(one).page().Find(`form[action$="/summary"]`)
	v.send(summary, url.Values{"summary": {long}}).want(http.StatusUnprocessableEntity).holds(".field-error", "归纳请不要超过")
	v.get(v.send(summary, url.Values{"summary": {"几位都建议装灯。"}}).seeOther()).holds(".opinion", "几位都建议装灯。")
}

func TestAReviewerReadsASuggestionAndTouchesNothing(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	at := s.closedCall(true)
	id, _ := strconv.ParseInt(at[strings.LastIndex(at, "/")+1:], 10, 64)
	ids := s.opinionsIn(at)
	actor := app.Actor{StaffID: s.member(account.Adjudicator).ID}
	if err := s.env.App.Merge(t.Context(), actor, id, ids[:2], ids[0]); err != nil {
		t.Fatal(err)
	}
	for _, role := range []account.Role{account.Reviewer, account.Auditor} {
		v := s.as(account.EveryUnit, role)
		for _, page := range []string{oneAt(at, ids[0]), at + "/suggestions/history"} {
			doc := v.get(page).want(http.StatusOK).page()
			if n := doc.Find("main form:not([action$='/notes']), main button[formaction]").Not(".check-panel *").Length(); n != 0 {
				t.Errorf("%s has %d forms and buttons for the %s", page, n, role)
			}
		}
	}
	if n := s.as(account.EveryUnit, account.Reviewer).get(oneAt(at, ids[0])).page().Find(`a[href*="/comments/"]`).Length(); n != 0 {
		t.Errorf("%d links lead a reviewer to comments, which are not theirs to read", n)
	}
}
