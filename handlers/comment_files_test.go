package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/limit"
)

const (
	photo  = "\x89PNG\r\n\x1a\n照片"
	letter = "%PDF-1.7 材料"
)

// commentForm is the form of a call as its page gives it.
func (v *visitor) commentForm(no string) url.Values {
	v.t.Helper()
	_, form := formOf(v.get("/consultations/" + no + "/comments").want(http.StatusOK).page().Find("form.comment-form"))
	return form
}

// comment sends the form with an opinion and files, as a browser without a script.
func (v *visitor) comment(no string, form url.Values, files map[string]string) answer {
	v.t.Helper()
	return v.multipartAs("attachments", "/consultations/"+no+"/comments", form, files)
}

// written is a form with an opinion in it.
func (v *visitor) written(no string) url.Values {
	form := v.commentForm(no)
	form.Set("points[0].body", "建议增加收集点。")
	return form
}

// sentAgain is a form that came back, as a browser sends it.
func sentAgain(a answer) url.Values {
	form := a.page().Find("form.comment-form")
	_, values := formOf(form)
	values["files"] = form.Find("input[name=files]").Map(func(_ int, in *goquery.Selection) string { return in.AttrOr("value", "") })
	values.Set("points[0].body", form.Find("textarea").First().Text())
	return values
}

// codesOn reads number and secret from an acknowledgement.
func codesOn(a answer) (no, secret string) {
	codes := a.page().Find(".slip .big .code")
	return codes.First().Text(), codes.Last().Text()
}

func (s *site) sentFiles() int {
	return s.count(`SELECT count(*) FROM comment_files WHERE comment_id <> 0`)
}

func TestFilesComeWithACommentAndAreSeenByTheirSenderAndTheDeskOnly(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, no := s.visitor(), s.firstOpen()
	sent := v.comment(no, v.written(no), map[string]string{"现场照片.png": photo, "材料.pdf": letter}).want(http.StatusCreated).
		holds(".slip .files", "现场照片.png").holds(".slip .files", "材料.pdf").holds(".slip .files", "SHA-256")
	receipt, secret := codesOn(sent)
	v.post("/receipts", "/receipts", url.Values{"no": {receipt}, "secret": {secret}}).want(http.StatusOK).holds(".slip .files", "现场照片.png")
	api := v.json(http.MethodGet, "/api/v1/receipts/"+receipt, "", "Receipt-Secret", secret).want(http.StatusOK)
	if !strings.Contains(api.body, `"name":"现场照片.png"`) || !strings.Contains(api.body, `"sha256":"`) {
		t.Errorf("the API tells of no file: %s", api.body)
	}
	v.json(http.MethodGet, "/api/v1/receipts/"+receipt, "", "Receipt-Secret", "wrong").want(http.StatusNotFound)

	at := s.openCall()
	adjudicator := s.signedIn(account.Adjudicator)
	link, _ := adjudicator.get(at+"/comments").holds(".items", "材料.pdf").page().Find(".items a[href*='/files/']:contains('现场照片')").Attr("href")
	adjudicator.get(at+"/suggestions?state=all").holds(".items", "材料.pdf")
	one, _, _ := strings.Cut(link, "/files/")
	adjudicator.get(one).holds("main", "材料.pdf")
	file := adjudicator.get(link).want(http.StatusOK)
	for name, want := range map[string]string{"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
		"Content-Length": fmt.Sprint(len(photo)), "Content-Security-Policy": "default-src 'none'; sandbox"} {
		if got := file.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if file.body != photo || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the file is given as %q, %v", file.body, file.header)
	}
	s.signedIn(account.Auditor).get(link).want(http.StatusOK)
	s.visitor().get(link).want(http.StatusSeeOther)
	s.signedIn(account.Drafter).get(link).want(http.StatusForbidden)
	clerk := s.signedIn(account.Clerk)
	clerk.get(link).want(http.StatusForbidden)
	clerk.get(strings.Replace(link, "/comments/", "/intake/", 1)).want(http.StatusNotFound)
	if s.execute(`UPDATE comments SET visibility = 'published' WHERE receipt_no = '` + receipt + `'`); strings.Contains(v.get("/consultations/"+no+"/comments").body, "材料.pdf") {
		t.Error("the name of a file is public")
	}
}

func TestARejectedCommentKeepsWhatWasTypedAndUploaded(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, no := s.visitor(), s.firstOpen()
	form := v.written(no)
	form.Set("phone", "12")
	again := v.comment(no, form, map[string]string{"材料.pdf": letter, "照片.png": photo}).want(http.StatusUnprocessableEntity).
		holds(".comment-files .files", "材料.pdf").holds("textarea", "建议增加收集点。")
	form = sentAgain(again)
	form.Set("phone", "19900001234")
	if len(form["files"]) != 2 {
		t.Fatalf("the form carries %d files", len(form["files"]))
	}
	form.Set("action", "add_point")
	more := v.comment(no, form, nil).want(http.StatusOK).holds(".comment-files .files", "照片.png")
	if n := more.page().Find("textarea[name$='.body']").Length(); n != 2 {
		t.Errorf("%d places to write, want 2", n)
	}
	form.Del("action")
	form.Set("drop", form["files"][0])
	stale := url.Values{}
	for name, values := range form {
		stale[name] = slices.Clone(values)
	}
	stale.Set("_csrf", "x")
	if n := v.comment(no, stale, nil).want(http.StatusForbidden).page().Find(".comment-files .files li").Length(); n != 1 {
		t.Errorf("a stale form keeps %d files, want 1", n)
	}
	v.comment(no, form, nil).want(http.StatusCreated)
	if n := s.sentFiles(); n != 1 {
		t.Errorf("%d files came with it, want the one that was not removed", n)
	}
}

func TestOnlyFilesThatMayComeAreTaken(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, no := s.visitor(), s.firstOpen()
	large := strings.Repeat("长", app.MaxAttachment/3+1)
	six := map[string]string{}
	for i := range app.MaxCommentFiles + 1 {
		six[fmt.Sprint(i, ".pdf")] = letter
	}
	for name, c := range map[string]struct {
		files map[string]string
		says  string
		kept  int
	}{
		"a program named otherwise": {map[string]string{"程序.pdf": "MZ\x90"}, "文件", 0},
		"a page":                    {map[string]string{"页面.html": "<!DOCTYPE html><script>"}, "文件", 0},
		"a file too large":          {map[string]string{"长.txt": large}, "20 MB", 0},
		"one too many":              {six, "最多 5 个", app.MaxCommentFiles},
		"an empty one":              {map[string]string{"空.pdf": ""}, "空", 0},
	} {
		got := v.comment(no, v.written(no), c.files).want(http.StatusUnprocessableEntity).holds(".comment-files.invalid .field-error", c.says).holds("textarea", "收集点")
		if n := got.page().Find("input[name=files]").Length(); n != c.kept {
			t.Errorf("%s: %d files stay, want %d", name, n, c.kept)
		}
	}
	if n := s.sentFiles(); n != 0 {
		t.Errorf("%d files were sent", n)
	}
}

func TestABodyOverTheBoundGivesTheFormBack(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, no := s.visitor(), s.firstOpen()
	files, large := map[string]string{}, letter+strings.Repeat("x", app.MaxAttachment-100)
	for i := range app.MaxCommentFiles + 1 {
		files[fmt.Sprint(i, ".pdf")] = large
	}
	v.comment(no, v.written(no), files).want(http.StatusUnprocessableEntity).holds(".comment-files.invalid .field-error", "100 MB").holds("textarea", "收集点")
}

func TestTheSameCommentWithTheSameFilesIsOne(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, no := s.visitor(), s.firstOpen()
	form := v.written(no)
	first, _ := codesOn(v.comment(no, form, map[string]string{"材料.pdf": letter}).want(http.StatusCreated))
	second, _ := codesOn(v.comment(no, form, map[string]string{"材料.pdf": letter}).want(http.StatusCreated).holds(".slip .files", "材料.pdf"))
	other, _ := codesOn(v.comment(no, form, map[string]string{"照片.png": photo}).want(http.StatusCreated))
	if first != second || other == first {
		t.Errorf("receipts %s, %s and with another file %s", first, second, other)
	}
}

func TestAFileOfAnotherConsultationDoesNotComeWithAComment(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, no := s.visitor(), s.firstOpen()
	var other int64
	if err := s.env.Repo.DB().Get(&other, `SELECT min(id) FROM consultations WHERE no <> $1`, no); err != nil {
		t.Fatal(err)
	}
	token, err := s.env.App.UploadCommentFile(t.Context(), other, "材料.pdf", strings.NewReader(letter))
	if err != nil {
		t.Fatal(err)
	}
	form := v.written(no)
	form.Set("files", token)
	v.comment(no, form, nil).want(http.StatusUnprocessableEntity).holds(".comment-files.invalid .field-error", "失效")
}

func TestAnAddressUploadsWithinItsQuotaAndCommentsAllTheSame(t *testing.T) {
	t.Parallel()
	for name, tighten := range map[string]func(*handlers.Limits){
		"files":     func(l *handlers.Limits) { l.Files = limit.Rate{Count: 1, Period: time.Hour, Burst: 1} },
		"megabytes": func(l *handlers.Limits) { l.FileMegabytes = limit.Rate{Count: 1, Period: time.Hour, Burst: 1} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newCounty(t, func(e *handlers.Env) { tighten(&e.Limits) })
			v, no := s.visitor(), s.firstOpen()
			over := v.comment(no, v.written(no), map[string]string{"材料.pdf": letter, "照片.png": photo}).want(http.StatusTooManyRequests).
				holds(".comment-files.invalid .field-error", "有限").holds("textarea", "收集点")
			if over.header.Get("Retry-After") == "" {
				t.Error("it does not say when to come back")
			}
			v.comment(no, sentAgain(over), nil).want(http.StatusCreated)
			if n := s.sentFiles(); n != 1 {
				t.Errorf("%d files came with it, want the one within the quota", n)
			}
		})
	}
}
