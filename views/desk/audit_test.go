package desk_test

import (
	"encoding/json"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/audit"
	"nayan/views/desk"
	"nayan/views/viewtest"
)

func record(t *testing.T, kind, id string, changes ...audit.Change) desk.AuditLine {
	t.Helper()
	return desk.AuditLine{ID: 5, At: viewtest.At(t, "2026-11-22 10:30"), StaffID: 1, Action: "consultation.update", Kind: kind, ObjectID: id, Changes: changes}
}

func TestALineOfTheRecordLeadsToItsObject(t *testing.T) {
	t.Parallel()
	for object, want := range map[[2]string]string{
		{"consultation", "12"}: "/desk/consultations/12", {"comment", "12/345"}: "/desk/consultations/12/comments",
		{"suggestion", "12/9"}: "/desk/consultations/12/suggestions?state=all#suggestion-9",
		{"open_day", "3"}:      "/desk/open-days/3", {"booking", "3/7"}: "/desk/open-days/3", {"staff", "1"}: "", {"audit", ""}: "",
	} {
		doc := viewtest.Document(t, desk.Audit(desk.AuditPage{Page: frame(t, account.Auditor), First: true, Lines: []desk.AuditLine{record(t, object[0], object[1])}}))
		if href := doc.Find("table.audit .meta a").AttrOr("href", ""); href != want {
			t.Errorf("%v leads to %q, want %q", object, href, want)
		}
	}
}

func TestALongValueIsShortenedOnThePageAndWholeInTheTable(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("长", 1000)
	line := record(t, "open_day", "3", audit.Change{Field: "content", Before: "短", After: long})
	doc := viewtest.Document(t, desk.Audit(desk.AuditPage{Page: frame(t, account.Auditor), First: true, Lines: []desk.AuditLine{line}}))
	if n := strings.Count(viewtest.Text(doc, ".changes"), "长"); n != 300 {
		t.Errorf("the page shows %d characters", n)
	}
	cells := desk.AuditRecord(t.Context(), line, desk.AuditNames{})
	if !strings.Contains(cells[len(cells)-1], "短 → "+long) {
		t.Error("the table does not have the whole value")
	}
}

func TestTheRecordWritesNamesForIdsAndWordsForValues(t *testing.T) {
	t.Parallel()
	names := desk.AuditNames{Staff: map[int64]string{1: "甲"}, Units: map[int64]string{4: "水利局"}}
	line := record(t, "thing", "9",
		audit.Change{Field: "unit_id", Before: json.Number("4"), After: json.Number("0")},
		audit.Change{Field: "publish_while_open", Before: false, After: true},
		audit.Change{Field: "opens_at", After: viewtest.At(t, "2026-12-01 00:00").UTC()},
		audit.Change{Field: "made_up", Before: "x", After: nil},
		audit.Change{Field: "units", After: []any{json.Number("4"), json.Number("8")}})
	cells := desk.AuditRecord(t.Context(), line, names)
	want := "单位：水利局 → 各单位\n征集期间公开留言：否 → 是\n开始时间：2026年12月1日 00:00:00\nmade_up：x → （空）\n单位：水利局；8"
	if got := cells[len(cells)-1]; got != want {
		t.Errorf("the changes read %q, want %q", got, want)
	}
	if cells[2] != "甲" || cells[4] != "thing" {
		t.Errorf("the row is %q", cells)
	}
}
