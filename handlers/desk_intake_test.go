package handlers_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
)

// form is a page's form as a browser sends it with files.
func (v *visitor) multipart(path string, fields url.Values, files map[string]string) answer {
	v.t.Helper()
	return v.multipartAs("scans", path, fields, files)
}

// multipartAs sends files in a field of any name.
func (v *visitor) multipartAs(field, path string, fields url.Values, files map[string]string) answer {
	v.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, values := range fields {
		for _, value := range values {
			if err := form.WriteField(name, value); err != nil {
				v.t.Fatal(err)
			}
		}
	}
	for name, content := range files {
		file, err := form.CreateFormFile(field, name)
		if err != nil {
			v.t.Fatal(err)
		}
		if _, err := file.Write([]byte(content)); err != nil {
			v.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		v.t.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPost, path, &body)
	req.Header.Set("Content-Type", form.FormDataContentType())
	return v.do(req)
}

// openCall is the desk's address of the first open consultation.
func (s *site) openCall() string {
	s.t.Helper()
	con, err := s.env.Repo.ConsultationByNo(s.t.Context(), s.firstOpen())
	if err != nil {
		s.t.Fatal(err)
	}
	return "/desk/consultations/" + itoa(con.ID)
}

// daysAgo is a day as forms and tables write it.
func (s *site) daysAgo(n int) string {
	return s.env.Now().In(i18n.Zone).AddDate(0, 0, -n).Format(time.DateOnly)
}

// letterForm is the form of the intake filled in for a letter.
func (v *visitor) letterForm(at string) url.Values {
	v.t.Helper()
	_, form := formOf(v.get(at + "/intake/new").want(http.StatusOK).page().Find("main form"))
	for name, value := range map[string]string{"channel": "letter", "received_on": v.daysAgo(1), "postmarked_on": v.daysAgo(3),
		"points[0].body": "建议增加收集点。", "identity": "resident", "name": "朱国强", "phone": "19900001234"} {
		form.Set(name, value)
	}
	return form
}

func TestAClerkRecordsALetterAndItsSenderFindsItByTheSlip(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Clerk), s.openCall()
	got := v.multipart(at+"/intake", v.letterForm(at), map[string]string{"来信.pdf": "%PDF-1.7 信"}).want(http.StatusCreated)
	if got.header.Get("Cache-Control") != "no-store" {
		t.Error("a page with a secret may be cached")
	}
	slip := got.page().Find(".query-slip")
	codes := slip.Find(".query-codes dd").Map(func(_ int, dd *goquery.Selection) string { return dd.Text() })
	if slip.Length() != 1 || len(codes) != 2 || !strings.Contains(slip.Text(), "云溪县住房和城乡建设局") || slip.Find("svg.qr").Length() != 1 {
		t.Fatalf("the slip: %s", slip.Text())
	}
	if strings.Contains(got.body, "?no="+codes[0]+"&") || strings.Count(got.body, codes[1]) != 1 {
		t.Error("the secret stands in an address, or twice")
	}
	s.visitor().get("/receipts?no="+codes[0]).holds("h1", "查")
	if no, _ := s.visitor().get("/receipts?no=" + codes[0]).page().Find("#no").Attr("value"); no != codes[0] {
		t.Errorf("the address on the slip fills in %q", no)
	}
	resident := s.visitor()
	resident.post("/receipts", "/receipts", url.Values{"no": {codes[0]}, "secret": {codes[1]}}).want(http.StatusOK).holds("main", "建议增加收集点。")

	list := v.get(at+"/intake").holds("tbody", codes[0]).holds("tbody", "来信").holds("tbody", "朱**").holds("tbody", "邮戳")
	link, _ := list.page().Find("tbody a[href*=files]").First().Attr("href")
	file := v.get(link).want(http.StatusOK)
	if file.body != "%PDF-1.7 信" || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the scan is given as %q, %v", file.body, file.header)
	}
	s.visitor().get(link).want(http.StatusSeeOther)
	action, values := formOf(list.page().Find("tbody form").First())
	v.postRaw(action, values).want(http.StatusOK).holds(".query-codes", codes[1])
	s.signedIn(account.Adjudicator).get(at+"/comments").holds(".items", "来信")
	s.signedIn(account.Adjudicator).get(at+"/suggestions").holds(".items", "来信")
}

func TestARejectedIntakeKeepsWhatWasTypedAndUploaded(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Clerk), s.openCall()
	form := v.letterForm(at)
	form.Set("received_on", s.daysAgo(-1))
	got := v.multipart(at+"/intake", form, map[string]string{"来信.pdf": "%PDF-1.7 信"}).want(http.StatusUnprocessableEntity)
	got.holds(".field.invalid:has(#received_on)", "还没有到").holds(".files", "来信.pdf").holds("textarea", "建议增加收集点。")
	if name, _ := got.page().Find("#name").Attr("value"); name != "朱国强" {
		t.Errorf("the name came back as %q", name)
	}
	token, _ := got.page().Find("input[name=files]").Attr("value")
	form.Add("files", token)
	form.Set("action", "upload")
	second := v.multipart(at+"/intake", form, map[string]string{"背面.png": "\x89PNG\r\n\x1a\n"}).want(http.StatusOK).holds(".files", "背面.png").holds(".files", "来信.pdf")
	form["files"] = second.page().Find("input[name=files]").Map(func(_ int, in *goquery.Selection) string { value, _ := in.Attr("value"); return value })
	form.Set("drop", form["files"][1])
	form.Del("action")
	bad := v.multipart(at+"/intake", form, map[string]string{"程序.pdf": "MZ"}).want(http.StatusUnprocessableEntity)
	if n := bad.page().Find("input[name=files]").Length(); n != 1 {
		t.Errorf("%d files stay, want the one that was not dropped", n)
	}
	bad.holds(".field.invalid:has(#files)", "文件")
	form.Set("received_on", s.daysAgo(1))
	v.multipart(at+"/intake", form, nil).want(http.StatusCreated)
	if n := s.count(`SELECT count(*) FROM comment_files WHERE comment_id <> 0`); n != 1 {
		t.Errorf("%d scans came with it, want 1", n)
	}
	v.multipart(at+"/intake", form, nil).want(http.StatusCreated) // a double click
	form.Set("points[0].body", "别的意见。")
	v.multipart(at+"/intake", form, nil).want(http.StatusUnprocessableEntity).holds(".error-summary", "已经登记过")
}

func TestAFurtherPointIsAskedForWithoutAScript(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Clerk), s.openCall()
	form := v.letterForm(at)
	form.Set("action", "add_point")
	more := v.multipart(at+"/intake", form, nil).want(http.StatusOK)
	if n := more.page().Find("textarea").Length(); n != 2 {
		t.Fatalf("%d places to write, want 2", n)
	}
	form.Del("action")
	form.Set("points[1].body", "第二条意见。")
	clause, _ := more.page().Find(`input[name="points[1].clauses"]`).First().Attr("value")
	form.Set("points[1].clauses", clause)
	v.multipart(at+"/intake", form, nil).want(http.StatusCreated)
	if n := s.count(`SELECT count(*) FROM point_clauses WHERE position = 2 AND clause_id = ` + clause); n == 0 {
		t.Error("the clause of the second point is lost")
	}
}

// sheetOf is the template with rows filled in, by the headings of their columns.
func (v *visitor) sheetOf(at string, rows ...map[string]any) []byte {
	v.t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(v.get(at + "/intake/template.xlsx").want(http.StatusOK).body))
	if err != nil {
		v.t.Fatal(err)
	}
	name := f.GetSheetName(0)
	head, err := f.GetRows(name)
	if err != nil {
		v.t.Fatal(err)
	}
	for n, row := range rows {
		for i, title := range head[0] {
			cell, err := excelize.CoordinatesToCellName(i+1, n+3)
			if value, given := row[strings.TrimSuffix(title, "*")]; given && err == nil {
				err = f.SetCellValue(name, cell, value)
			}
			if err != nil {
				v.t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		v.t.Fatal(err)
	}
	return out.Bytes()
}

// heard is a row of a table.
func (s *site) heard(name string) map[string]any {
	return map[string]any{"来源": "座谈会", "收到日期": s.daysAgo(2), "地点和场次": "城关镇", "姓名": name, "联系电话": "19900001234",
		"涉及条款": "第三条", "意见内容": "建议公布开放时间。"}
}

func TestATableIsCheckedCellByCellThenLookedAtThenRecorded(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Clerk), s.openCall()
	wrong := s.heard("朱国强")
	wrong["来源"], wrong["联系电话"], wrong["涉及条款"] = "传真", "1.38E+10", "第九百条"
	late := s.heard("李小红")
	late["收到日期"], late["涉及条款"] = s.daysAgo(300), "第九百条"
	page := at + "/intake/import"
	v.upload(page, page, "意见.xlsx", v.sheetOf(at, s.heard("王大明"), wrong)).want(http.StatusUnprocessableEntity).
		holds("tbody", "B4").holds("tbody", "H4").holds("tbody", "电话、来信").holds(".error-summary", "2 处").holds(".error-summary", "其他 1 行")
	v.upload(page, page, "意见.xlsx", v.sheetOf(at, s.heard("王大明"), late)).want(http.StatusUnprocessableEntity).
		holds("tbody", "C4").holds("tbody", "还没有开始").holds("tbody", "L4")
	v.upload(page, page, "意见.xlsx", []byte("序号")).want(http.StatusUnprocessableEntity).holds(".field.invalid:has(#file)", "打不开")
	if n := s.count(`SELECT count(*) FROM intake_batches`); n != 0 {
		t.Fatal("something of a wrong table is kept")
	}
	before := s.count(`SELECT count(*) FROM comments`)
	batch := v.upload(page, page, "意见.xlsx", v.sheetOf(at, s.heard("王大明"), s.heard("朱国强"))).seeOther()
	v.get(batch).want(http.StatusOK).holds("tbody", "朱**").holds("h2", "2 行")
	other := s.as(account.EveryUnit, account.Clerk) // on any instance, by any clerk
	other.post(batch, batch+"/confirm", url.Values{}).want(http.StatusSeeOther)
	token, _ := other.get(at + "/intake/import").page().Find("input[name=_csrf]").Attr("value")
	other.postRaw(batch+"/confirm", url.Values{"_csrf": {token}}).want(http.StatusSeeOther) // twice records once
	if n := s.count(`SELECT count(*) FROM comments`); n != before+2 {
		t.Errorf("%d comments came in, want 2", n-before)
	}
	slips := v.post(batch, batch+"/slips", url.Values{"page": {"1"}}).want(http.StatusOK)
	if n := slips.page().Find(".query-slip").Length(); n != 2 {
		t.Errorf("%d slips, want 2", n)
	}
	receipts := v.post(batch, batch+"/receipts", url.Values{}).want(http.StatusOK)
	f, err := excelize.OpenReader(strings.NewReader(receipts.body))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil || len(rows) != 3 || rows[2][3] != "朱**" {
		t.Fatalf("%v, %v", rows, err)
	}
	s.visitor().post("/receipts", "/receipts", url.Values{"no": {rows[2][4]}, "secret": {rows[2][5]}}).want(http.StatusOK).holds("main", "建议公布开放时间。")
}

func TestTheIntakeOfAClosedCallHoldsBackItsResultsUntilItIsEnded(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	clerk, adjudicator, at := s.signedIn(account.Clerk), s.signedIn(account.Adjudicator), s.closedCall(false)
	s.execute(`UPDATE consultations SET intake_days = 30 WHERE id = ` + at[strings.LastIndexByte(at, '/')+1:])
	adjudicator.get(at+"/results").holds(".warnings", "线下登记期尚未结束")
	adjudicator.post(at+"/intake", at+"/results", url.Values{}).want(http.StatusConflict).holds("#problem", "提前结束")
	clerk.get(at + "/intake/new").want(http.StatusOK)
	adjudicator.post(at+"/intake", at+"/intake/close", url.Values{}).want(http.StatusSeeOther)
	clerk.get(at + "/intake/new").want(http.StatusGone)
	clerk.get(at+"/intake").holds(".note", "提前结束")
	adjudicator.post(at+"/results", at+"/results", url.Values{}).want(http.StatusSeeOther)
}

func TestTheDraftersFormAsksForTheDaysOfIntake(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.signedIn(account.Drafter)
	if days, _ := v.get("/desk/consultations/new").page().Find("#intake_days").Attr("value"); days != fmt.Sprint(consult.DefaultIntakeDays) {
		t.Errorf("a new call begins with %q days", days)
	}
	form := newConsultation(s.env.Now())
	for typed, status := range map[string]int{"31": http.StatusUnprocessableEntity, "x": http.StatusUnprocessableEntity, "-1": http.StatusUnprocessableEntity} {
		form.Set("intake_days", typed)
		v.post("/desk/consultations/new", "/desk/consultations", form).want(status).holds(".field.invalid:has(#intake_days)", "30")
	}
	form.Set("intake_days", "7")
	at := bare(v.post("/desk/consultations/new", "/desk/consultations", form))
	if days, _ := v.get(at + "/edit").page().Find("#intake_days").Attr("value"); days != "7" {
		t.Errorf("saved as %q days", days)
	}
}

func ofIntakes(s *site) []deed {
	at, closed := s.openCall(), s.closedCall(true)
	var batch string
	return []deed{
		{"/desk/consultations/:id/intake", "intake.record", account.Clerk, true, false, func(v *visitor) answer {
			return v.multipart(at+"/intake", v.letterForm(at), nil)
		}},
		{"/desk/consultations/:id/intake/:cid/slip", "intake.reprint", account.Clerk, true, false, func(v *visitor) answer {
			action, values := formOf(v.get(at + "/intake").page().Find("tbody form").First())
			return v.postRaw(action, values)
		}},
		{"/desk/consultations/:id/intake/import", "intake.upload", account.Clerk, true, false, func(v *visitor) answer {
			got := v.upload(at+"/intake/import", at+"/intake/import", "意见.xlsx", v.sheetOf(at, s.heard("王大明")))
			batch = got.seeOther()
			return got
		}},
		{"/desk/consultations/:id/intake/batches/:bid/confirm", "intake.import", account.Clerk, true, false, func(v *visitor) answer {
			return v.post(batch, batch+"/confirm", url.Values{})
		}},
		{"/desk/consultations/:id/intake/batches/:bid/slips", "intake.reprint", account.Clerk, true, false, func(v *visitor) answer {
			return v.post(batch, batch+"/slips", url.Values{})
		}},
		{"/desk/consultations/:id/intake/batches/:bid/receipts", "intake.reprint", account.Clerk, true, false, func(v *visitor) answer {
			return v.post(batch, batch+"/receipts", url.Values{})
		}},
		{"/desk/consultations/:id/intake/close", "intake.close", account.Clerk, false, false, func(v *visitor) answer {
			s.execute(`UPDATE consultations SET intake_days = 30 WHERE id = ` + closed[strings.LastIndexByte(closed, '/')+1:])
			return v.post(closed+"/intake", closed+"/intake/close", url.Values{})
		}},
	}
}
