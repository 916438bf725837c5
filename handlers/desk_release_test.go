package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
)

// proposeCorrection sends the form that corrects the first line.
func (v *visitor) proposeCorrection(at string, outcome consult.Outcome, reason string) answer {
	v.t.Helper()
	action, values := formOf(v.get(at + "/results/corrections?line=1").want(http.StatusOK).page().Find("main form[method=post]").First())
	values.Set("outcome", string(outcome))
	values.Set("reason", reason)
	values.Set("why", "核对时发现写错了。")
	return v.postRaw(action, values)
}

// settle confirms or drops the correction that waits.
func (v *visitor) settle(at, step string) answer {
	v.t.Helper()
	form := v.get(at + "/results/corrections").want(http.StatusOK).page().Find(`main form[action$="/` + step + `"]`).First()
	return v.postRaw(formOf(form))
}

// callAt reads the consultation of a page of the desk.
func (s *site) callAt(at string) (id int64, con consult.Consultation) {
	s.t.Helper()
	id, err := strconv.ParseInt(strings.TrimPrefix(at, "/desk/consultations/"), 10, 64)
	if err != nil {
		s.t.Fatal(err)
	}
	found, err := s.env.Repo.ConsultationByID(s.t.Context(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return id, found.Consultation
}

// answerFirst decides the first open suggestion and lets a second person check it.
func (s *site) answerFirst(v *visitor, at string, outcome consult.Outcome, reason string) {
	s.t.Helper()
	action, values := v.firstDecision(at+"/suggestions", outcome, reason)
	values.Set("override", stands)
	v.postRaw(action, values).seeOther()
	id, _ := s.callAt(at)
	s.checkAll(id)
}

func TestAFirstBatchIsPublicAndSaysWhatIsStillToCome(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	if v.get(at+"/results").page().Find(`form[action$="/results/first"]`).Length() != 0 {
		t.Error("a first batch is offered though nothing is ready")
	}
	v.post(at+"/results", at+"/results/first", url.Values{}).want(http.StatusConflict).holds("#problem", "没有可以先公布的答复")
	s.answerFirst(v, at, consult.Adopted, "已写入第三条。")
	v.get(at+"/results").holds(".first", "6 条现在公布，还有 9 条继续办理")
	page := v.get(v.post(at+"/results", at+"/results/first", url.Values{}).seeOther()).want(http.StatusOK)
	page.holds("[role=status]", "这一批答复已经公布").holds("main", "公布批次").holds("main", "没有联系方式的")
	public, _ := page.page().Find(".note a").Attr("href")
	shown := s.visitor().get(public).want(http.StatusOK)
	shown.holds("main", "已写入第三条。").holds(".lead", "6 条").holds("main", "9 条")
	api := s.visitor().get("/api/v1" + public).want(http.StatusOK)
	if body := api.body; !strings.Contains(body, `"batches":1`) || !strings.Contains(body, `"released":true`) || !strings.Contains(body, `"left_open":9`) {
		t.Errorf("the API says %s", body)
	}
	if s.signedIn(account.Approver).get(at+"/withdraw").page().Find(`form[action$="/withdraw"]`).Length() != 0 {
		t.Error("it can be withdrawn after the first answers")
	}
}

// In the second of the release the receipt has the answer, on its page and by the API.
func TestAReceiptHasItsAnswerAtOnce(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	id, con := s.callAt(at)
	receipt, err := s.env.App.At(con.ClosesAt.Add(-time.Hour)).SubmitComment(t.Context(), app.SubmitInput{ConsultationNo: con.No, Channel: "web",
		Submission: consult.Submission{Points: []consult.Point{{Body: "开放时间太短。"}}}})
	if err != nil {
		t.Fatal(err)
	}
	var suggestion int64
	if err := s.env.Repo.DB().Get(&suggestion, `SELECT max(id) FROM suggestions WHERE consultation_id = $1`, id); err != nil {
		t.Fatal(err)
	}
	err = s.env.App.Decide(t.Context(), app.Actor{StaffID: s.staffID(v)}, id, suggestion, consult.Decision{Outcome: consult.Explained, Reason: "开放时间由街道另行公布。", Override: stands})
	if err != nil {
		t.Fatal(err)
	}
	s.checkAll(id)
	no, secret := receipt.No, receipt.Secret
	look := func() (html string, api answer) {
		got := s.visitor().post("/receipts", "/receipts", url.Values{"no": {no}, "secret": {secret}}).want(http.StatusOK)
		return got.page().Find("main").Text(), s.visitor().json(http.MethodGet, "/api/v1/receipts/"+no, "", "Receipt-Secret", secret).want(http.StatusOK)
	}
	if html, api := look(); strings.Contains(html, "开放时间由街道") || strings.Contains(api.body, "开放时间由街道") {
		t.Error("a draft of an answer is read before its release")
	}
	v.post(at+"/results", at+"/results/first", url.Values{}).seeOther()
	html, api := look()
	if !strings.Contains(html, "开放时间由街道另行公布。") || !strings.Contains(api.body, "开放时间由街道另行公布。") || !strings.Contains(api.body, `"state":"decided"`) {
		t.Errorf("page %s, API %s", html, api.body)
	}
}

func TestEachFigureOfTheFootingLeadsToWhatItCounts(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	s.answerFirst(v, at, consult.Adopted, "已写入第三条。")
	doc := v.get(at + "/results").want(http.StatusOK).page()
	if n := doc.Find(".footing tbody tr").Length(); n != 7 || doc.Find(".footing .off").Length() != 0 {
		t.Fatalf("%d lines, %d are off: %s", n, doc.Find(".footing .off").Length(), doc.Find(".footing").Text())
	}
	lists := 0
	doc.Find(".footing a").Each(func(_ int, a *goquery.Selection) {
		href, _ := a.Attr("href")
		if !strings.HasPrefix(href, at) {
			return // the public's page
		}
		lists++
		list := v.get(href).want(http.StatusOK).page()
		if n, _ := strconv.Atoi(a.Text()); list.Find("main li.item").Length() != n {
			t.Errorf("%s lists %d, the figure is %s", href, list.Find("main li.item").Length(), a.Text())
		}
	})
	if lists < 8 {
		t.Errorf("%d figures lead to a list", lists)
	}
}

func TestACorrectionIsProposedConfirmedAndReadInPublic(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	s.answerFirst(v, at, consult.Adopted, "已写入第三条。")
	page := v.get(v.post(at+"/results", at+"/results/first", url.Values{}).seeOther())
	public, _ := page.page().Find(".note a").Attr("href")
	v.get(at+"/results/corrections?line=99").want(http.StatusOK).holds("main", "没有公布过这个序号的答复")
	now := v.get(at + "/results/corrections?line=1").want(http.StatusOK).page()
	v.proposeCorrection(at, consult.Outcome(now.Find("#outcome option[selected]").AttrOr("value", "")), now.Find("#reason").Text()).want(http.StatusUnprocessableEntity).holds(".error-summary", "和现在公布的一样").holds("#why", "核对时发现写错了。")
	v.proposeCorrection(at, consult.PartlyAdopted, "只写入前半部分。").seeOther()
	if s.visitor().get(public).page().Find(".correction").Length() != 0 {
		t.Error("a proposal alone is public")
	}
	if v.get(at+"/results/corrections").page().Find(`form[action$="/confirm"]`).Length() != 0 {
		t.Error("who proposed it is asked to confirm it")
	}
	reviewer := s.signedIn(account.Reviewer)
	reviewer.get(reviewer.settle(at, "confirm").seeOther()).holds("[role=status]", "已经生效")
	shown := s.visitor().get(public).want(http.StatusOK)
	shown.holds(".results .correction", "原为").holds(".results .correction", "核对时发现写错了。").holds("#corrections", "更正记录")
	s.visitor().get(strings.TrimSuffix(public, "/results")).holds("#changes", "更正采纳情况")
	for _, extension := range []string{".xlsx", ".docx"} {
		if text := unpacked(t, s.visitor().get(public+extension).want(http.StatusOK).body); !strings.Contains(text, "核对时发现写错了。") {
			t.Errorf("the %s does not say what was corrected", extension)
		}
	}
}
