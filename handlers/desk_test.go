package handlers_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
)

// upload sends a file with the CSRF token that the page at from carries.
func (v *visitor) upload(from, path, name string, content []byte) answer {
	v.t.Helper()
	token, ok := v.get(from).page().Find("input[name=_csrf]").First().Attr("value")
	if !ok {
		v.t.Fatalf("%s carries no CSRF token", from)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = file.Write(content)
	}
	if err == nil {
		err = form.WriteField("_csrf", token)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		v.t.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPost, path, &body)
	req.Header.Set("Content-Type", form.FormDataContentType())
	return v.do(req)
}

// seeOther fails the test unless the answer leads on, and gives where to.
func (a answer) seeOther() string {
	a.t.Helper()
	return a.want(http.StatusSeeOther).header.Get("Location")
}

// holds fails the test unless the element's text contains the words.
func (a answer) holds(selector, words string) answer {
	a.t.Helper()
	if text := a.page().Find(selector).Text(); !strings.Contains(text, words) {
		a.t.Fatalf("%q holds %q, want %q in it", selector, text, words)
	}
	return a
}

func sampleDraft(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "internal", "sample", "data", "drafts", "ebike-charging.docx"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func dayFrom(now time.Time, days int) string {
	return now.In(i18n.Zone).AddDate(0, 0, days).Format("2006-01-02")
}

// newConsultation fills in the drafter's form for a call of 30 days and more.
func newConsultation(now time.Time) url.Values {
	return url.Values{"title": {"关于公开征求《云溪县养犬管理办法（征求意见稿）》意见的公告"}, "unit_id": {"2"},
		"kind": {string(consult.MajorDecision)}, "audience": {string(consult.Public)}, "contact": {"法规股"},
		"opens_at": {dayFrom(now, 1)}, "closes_at": {dayFrom(now, 60)}, "notice": {"公告正文"}, "explanation": {"起草说明"}}
}

// drafted makes a consultation with a draft and gives its address.
func drafted(t *testing.T, drafter *visitor) string {
	t.Helper()
	at := drafter.post("/desk/consultations/new", "/desk/consultations", newConsultation(drafter.env.Now())).seeOther()
	at, _, _ = strings.Cut(at, "?")
	preview := drafter.upload(at+"/draft", at+"/draft", "办法.docx", sampleDraft(t)).want(http.StatusOK)
	drafter.postRaw(at+"/draft/confirm", hiddenFields(preview)).seeOther()
	drafter.post(at, at+"/legality", lawful()).seeOther()
	return at
}

// lawful is the record of a legality review, which major decisions ask for.
func lawful() url.Values {
	return url.Values{"office": {"县司法局"}, "opinion_no": {"云司审〔2026〕1号"}, "reviewed_on": {"2026-01-05"}, "opinion": {"未见抵触。"}}
}

// hiddenFields are what the preview's form carries.
func hiddenFields(a answer) url.Values {
	form := url.Values{}
	for _, name := range []string{"_csrf", "payload", "seal"} {
		value, _ := a.page().Find("form[action$=confirm] input[name=" + name + "]").Attr("value")
		form.Set(name, value)
	}
	return form
}

// step takes a step from the consultation's page.
func (v *visitor) step(at string, action consult.Action, reason string) answer {
	v.t.Helper()
	return v.post(at, at+"/steps", url.Values{"action": {string(action)}, "reason": {reason}})
}

func TestThreePeopleBringAWordFileToThePublic(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafter, reviewer, approver := s.signedIn(account.Drafter), s.signedIn(account.Reviewer), s.signedIn(account.Approver)
	at := drafted(t, drafter)
	drafter.get(at).holds(".checklist", "已齐备").holds(".draft-text", "第一条")

	drafter.step(at, consult.Submit, "").seeOther()
	reviewer.get("/desk").holds(".work", "云溪县养犬管理办法")
	reviewer.step(at, consult.ReviewPass, "").seeOther()
	approver.get("/desk").holds(".work", "云溪县养犬管理办法")
	approver.step(at, consult.Approve, "").seeOther()
	released := approver.get(approver.step(at, consult.Release, "").seeOther())
	released.want(http.StatusOK).holds("[role=status]", "已发布").holds(".history", "审核通过")

	public, _ := released.page().Find(".states a").Attr("href")
	s.visitor().get(public).want(http.StatusOK).holds("h1", "云溪县养犬管理办法")
}

func TestWhatIsSentBackReturnsToItsAuthorWithTheReason(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafter, reviewer := s.signedIn(account.Drafter), s.signedIn(account.Reviewer)
	at := drafted(t, drafter)
	drafter.step(at, consult.Submit, "").seeOther()

	reviewer.step(at, consult.ReviewSendBack, "").want(http.StatusUnprocessableEntity).
		holds(".back[open] .field-error", "理由")
	reviewer.step(at, consult.ReviewSendBack, "第三条缺依据").seeOther()
	drafter.get("/desk").holds(".work", "第三条缺依据")
	drafter.get(at).holds(".history", "第三条缺依据")
}

func TestAStepNeedsItsRoleAndAnotherPerson(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	both := s.as(2, account.Drafter, account.Reviewer)
	at := drafted(t, both)
	both.step(at, consult.Approve, "").want(http.StatusForbidden)
	both.step(at, "no_such_step", "").want(http.StatusUnprocessableEntity)
	both.step(at, consult.Submit, "").seeOther()

	both.get(at).holds(".refused", "审核通过").holds(".refused", "您现在不能这样做")
	both.step(at, consult.ReviewPass, "").want(http.StatusForbidden).holds("#problem", "没有办成")
	if both.get(at).page().Find(".next form").Length() != 0 {
		t.Error("the author is offered a step that will be refused")
	}
}

func TestNothingIsStoredBeforeThePreviewIsConfirmed(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafter := s.signedIn(account.Drafter)
	at, _, _ := strings.Cut(drafter.post("/desk/consultations/new", "/desk/consultations", newConsultation(s.env.Now())).seeOther(), "?")
	preview := drafter.upload(at+"/draft", at+"/draft", "办法.docx", sampleDraft(t)).want(http.StatusOK)
	preview.holds(".draft-text", "第一条")
	drafter.get(at).holds("section:has(#draft)", "还没有导入草案")

	forged := hiddenFields(preview)
	forged.Set("payload", forged.Get("payload")+"A")
	drafter.postRaw(at+"/draft/confirm", forged).want(http.StatusUnprocessableEntity).holds(".field-error", "重新上传")

	other, _, _ := strings.Cut(drafter.post("/desk/consultations/new", "/desk/consultations", newConsultation(s.env.Now())).seeOther(), "?")
	drafter.postRaw(other+"/draft/confirm", hiddenFields(preview)).want(http.StatusUnprocessableEntity)
	drafter.postRaw(at+"/draft/confirm", hiddenFields(preview)).seeOther()
}

func TestARefusedFormComesBackWithWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafter := s.signedIn(account.Drafter)
	form := newConsultation(s.env.Now())
	form.Set("closes_at", dayFrom(s.env.Now(), 10))
	form.Set("contact", "")
	back := drafter.post("/desk/consultations/new", "/desk/consultations", form).want(http.StatusUnprocessableEntity)
	back.holds(".error-summary", "有 2 处需要修改").holds(".field:has(#closes_at) .field-error", "30")
	for name, want := range map[string]string{"title": form.Get("title"), "closes_at": form.Get("closes_at")} {
		if got, _ := back.page().Find("#" + name).Attr("value"); got != want {
			t.Errorf("%s came back as %q, want %q", name, got, want)
		}
	}
	if got := back.page().Find("#notice").Text(); got != "公告正文" {
		t.Errorf("the notice came back as %q", got)
	}
}

func TestAFileThatIsNoDraftIsRefusedBesideTheField(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafter := s.signedIn(account.Drafter)
	at, _, _ := strings.Cut(drafter.post("/desk/consultations/new", "/desk/consultations", newConsultation(s.env.Now())).seeOther(), "?")
	drafter.upload(at+"/draft", at+"/draft", "办法.pdf", []byte("%PDF-1.7")).want(http.StatusUnprocessableEntity).
		holds(".field.invalid", ".docx")
	drafter.upload(at, at+"/attachments", "程序.exe", []byte("MZ")).want(http.StatusUnprocessableEntity).
		holds(".field.invalid:has(#attachment)", "错误")
	drafter.upload(at, at+"/attachments", "说明.txt", []byte("说明")).seeOther()
	page := drafter.get(at).holds(".files", "说明.txt")
	file, _ := page.page().Find(".files a").Attr("href")
	if got := s.signedIn(account.Reviewer).get(file).want(http.StatusOK); got.body != "说明" {
		t.Errorf("the attachment reads %q", got.body)
	}
}
