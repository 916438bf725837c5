package handlers_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
)

// lines counts the lines of the record on a page.
func (a answer) lines() int {
	return a.want(http.StatusOK).page().Find("table.audit tbody tr").Length()
}

func TestAnAuditorReadsWhoDidWhatAndWhatChanged(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	at := drafted(t, s.as(housing, account.Drafter))
	v := s.as(account.EveryUnit, account.Auditor)
	v.get("/desk").holds("nav", "操作记录")

	page := v.get("/desk/audit?action=consultation.create").want(http.StatusOK)
	row := page.page().Find("table.audit tbody tr").First()
	for _, words := range []string{"新人", "新建意见征集", "云溪县养犬管理办法", "共 11 项内容", "云溪县住房和城乡建设局", "重大行政决策"} {
		if !strings.Contains(row.Text(), words) {
			t.Errorf("the line lacks %q: %s", words, row.Text())
		}
	}
	if href, _ := row.Find("a").Attr("href"); href != at {
		t.Errorf("the line leads to %q, want %q", href, at)
	}
	if clock, _ := row.Find("time").Attr("datetime"); len(clock) != len("2026-11-26T10:00:00Z") {
		t.Errorf("the time is %q", clock)
	}
	v.get("/desk/audit?action=consultation.release").holds(".changes del", "待发布").holds(".changes", "公开编号")
	v.get("/desk/audit?action=comment.moderate").holds("table.audit .meta", "留言 ")
	if body := v.get("/desk/audit").body; strings.Contains(body, "%!") {
		t.Error("a message lacks a value")
	}
}

func TestTheRecordIsSearched(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	who := s.as(housing, account.Drafter)
	at := drafted(t, who)
	id := at[strings.LastIndexByte(at, '/')+1:]
	today, yesterday := dayFrom(s.env.Now(), 0), dayFrom(s.env.Now(), -1)
	v := s.as(account.EveryUnit, account.Auditor)
	for query, want := range map[string]int{
		"staff=" + itoa(s.staffID(who)):                                       3, // created, draft imported, legality recorded
		"staff=" + itoa(s.staffID(who)) + "&action=consultation.draft":        1,
		"kind=consultation&id=" + id:                                          3,
		"kind=consultation&id=" + id + "&from=" + today + "&to=" + today:      3,
		"kind=consultation&id=" + id + "&to=" + yesterday:                     0,
		"kind=comment&id=" + id:                                               0,
		"staff=program&action=sample.end":                                     1,
		"action=unit.add&staff=" + itoa(s.staffID(who)):                       0,
		"action=no_such_action&kind=consultation&id=" + id + "&after=garbage": 3,
	} {
		if got := v.get("/desk/audit?" + query).lines(); got != want {
			t.Errorf("%s finds %d lines, want %d", query, got, want)
		}
	}
	v.get("/desk/audit?staff=program").holds(`select[name=staff] option[selected]`, "程序")
}

func TestARefusedSearchSaysWhatIsWrongBesideTheField(t *testing.T) {
	t.Parallel()
	v := newCounty(t).signedIn(account.Auditor)
	for query, field := range map[string]string{"id=12": "id", "kind=comment&id=x'": "id", "from=1.12.2026": "from",
		"from=2026-12-02&to=2026-12-01": "to", "to=" + url.QueryEscape("明天"): "to"} {
		page := v.get("/desk/audit?"+query).want(http.StatusUnprocessableEntity).
			holds(".field.invalid:has(#"+field+") .field-error", "错误").holds(".error-summary", "需要修改")
		if page.page().Find("a[href*='audit.csv']").Length() != 0 {
			t.Errorf("%s can be exported", query)
		}
		v.get("/desk/audit.csv?" + query).want(http.StatusUnprocessableEntity)
	}
}

func TestTheRecordIsReadToItsEndPageByPage(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.signedIn(account.Auditor)
	var total, seen int
	if err := s.env.Repo.DB().GetContext(t.Context(), &total, `SELECT count(*) FROM audit_entries`); err != nil {
		t.Fatal(err)
	}
	next, ok := "/desk/audit", true
	for pages := 0; ok && pages < 20; pages++ {
		page := v.get(next)
		seen += page.lines()
		if newest := page.page().Find(`.pager a[href="/desk/audit"]`).Length(); (newest == 1) != (pages > 0) {
			t.Errorf("page %d leads to the newest: %d", pages, newest)
		}
		next, ok = page.page().Find(".pager a[rel=next]").Attr("href")
	}
	if seen != total {
		t.Errorf("%d lines were shown of %d", seen, total)
	}
}

// An auditor of one unit sees what concerns its objects and its people.
func TestAnAuditorOfAUnitSeesItsEntriesAlone(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafted(t, s.as(housing, account.Drafter))
	own, other := s.as(housing, account.Auditor), s.as(office, account.Auditor)
	own.get("/desk/audit?action=consultation.create").holds("main", "云溪县养犬管理办法").holds("main > .hint", "云溪县住房和城乡建设局")
	for _, page := range []string{"/desk/audit?action=consultation.create", "/desk/audit.csv?action=consultation.create"} {
		if body := other.get(page).want(http.StatusOK).body; strings.Contains(body, "云溪县养犬管理办法") || !strings.Contains(body, "文明行为倡导公约") {
			t.Errorf("%s shows an auditor another unit's entries, or not their own", page)
		}
	}
	if n := own.get("/desk/audit?staff=program&action=sample.end").lines(); n != 0 {
		t.Error("what concerns the whole county is shown to a unit's auditor")
	}
}

// plant does as a resident and as staff whatever leads from a resident's words
// to an entry.
func plant(t *testing.T, s *site) {
	t.Helper()
	typeEverywhere(s, marker)
	v, approver := s.as(account.EveryUnit, account.Drafter, account.Adjudicator, account.Host), s.as(account.EveryUnit, account.Approver)
	for _, d := range ofAnOpenDay(s) { // which 张三 books
		if d.by == account.Approver {
			d.do(approver)
		} else {
			d.do(v)
		}
	}
	var id, comment, suggestion int64
	err := s.env.Repo.DB().QueryRowxContext(t.Context(), `SELECT p.consultation_id, p.comment_id, min(x.suggestion_id)
		FROM points p JOIN suggestion_points x ON x.consultation_id = p.consultation_id AND x.comment_id = p.comment_id
		WHERE p.body LIKE '%Marker%' GROUP BY 1, 2 LIMIT 1`).Scan(&id, &comment, &suggestion)
	if err != nil {
		t.Fatal(err)
	}
	at := "/desk/consultations/" + itoa(id)
	v.post(at+"/comments", fmt.Sprintf("%s/comments/%d/visibility", at, comment), url.Values{"visibility": {"hidden"}, "code": {"insult"}}).seeOther()
	v.post(at+"/suggestions?state=all", fmt.Sprintf("%s/suggestions/%d", at, suggestion),
		url.Values{"outcome": {string(consult.OutOfScope)}, "reason": {"不属于本次征集的范围。"}, "override": {stands}}).seeOther()
}

func TestAResidentIsAReferenceInTheRecordAndNeverInClear(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	plant(t, s)
	v := s.as(account.EveryUnit, account.Auditor)
	today := "from=" + dayFrom(s.env.Now(), 0)
	page := v.get("/desk/audit?" + today).want(http.StatusOK)
	page.holds("table.audit", "审看留言").holds("table.audit", "预约签到").holds("table.audit .meta", "预约 ")
	var rows []string
	if err := s.env.Repo.DB().SelectContext(t.Context(), &rows, `SELECT to_jsonb(e)::text FROM audit_entries e`); err != nil {
		t.Fatal(err)
	}
	for _, text := range append(rows, page.body, v.get("/desk/audit.csv").want(http.StatusOK).body) {
		for _, secret := range []string{"Marker", "不可外传", "张三", "19900000999", "199000312"} {
			if at := strings.Index(text, secret); at >= 0 {
				t.Errorf("the record holds %q: …%s…", secret, text[max(0, at-200):min(len(text), at+100)])
			}
		}
	}
}

func TestTheRecordIsExportedForASpreadsheet(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafter := s.as(housing, account.Drafter)
	form := newConsultation(s.env.Now())
	form.Set("title", `=HYPERLINK("http://evil.example";"公告")`)
	form.Set("contact", "+86 0000-5550100")
	drafter.post("/desk/consultations/new", "/desk/consultations", form).seeOther()

	v := s.as(account.EveryUnit, account.Auditor)
	link, _ := v.get("/desk/audit?action=consultation.create").page().Find("a[href*='audit.csv']").Attr("href")
	got := v.get(link).want(http.StatusOK)
	name := "操作记录-" + s.env.Now().In(i18n.Zone).Format("2006-01-02") + ".csv"
	if head := got.header.Get("Content-Disposition"); !strings.Contains(head, url.PathEscape(name)) {
		t.Errorf("the file is called %q, want %q", head, name)
	}
	body, bom := strings.CutPrefix(got.body, "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || !bom || len(rows) < 3 {
		t.Fatalf("%d rows, mark %v: %v", len(rows), bom, err)
	}
	if rows[0][1] != "时间" || rows[1][3] != "新建意见征集" || rows[1][2] != "新人" {
		t.Errorf("the table begins with %q", rows[:2])
	}
	if _, err := time.Parse(time.DateTime, rows[1][1]); err != nil {
		t.Error(err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
				t.Errorf("a spreadsheet takes %q for a formula", cell)
			}
		}
	}
	if !slices.ContainsFunc(rows[1], func(cell string) bool { return strings.HasPrefix(cell, "'=HYPERLINK") }) {
		t.Errorf("the title is lost: %q", rows[1])
	}
	v.get("/desk/audit?action=audit.export").holds("table.audit", "导出操作记录").holds(".changes", "新建意见征集")
}
