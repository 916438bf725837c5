package app_test

import (
	"slices"
	"strings"
	"testing"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
)

func TestWhatADrafterFillsInIsStoredRenderedAndFound(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	f := d.fields()
	f.Title = "  关于\n公告 "
	f.NoticeMarkdown = "## 一\r\n\r\n<script>x</script>正文"
	id, err := d.CreateConsultation(t.Context(), d.wang, f)
	if err != nil {
		t.Fatal(err)
	}
	c := d.state(t, id)
	if c.Title != "关于 公告" || c.State != consult.Drafting || c.AuthorID != d.wang.StaffID || c.No != "" || !c.CreatedAt.Equal(d.morning) {
		t.Errorf("stored: %+v", c)
	}
	if c.NoticeMarkdown != "## 一\n\n<script>x</script>正文" || strings.Contains(c.NoticeHTML, "script") || !strings.Contains(c.NoticeHTML, "<h2>一</h2>") {
		t.Errorf("notice: %q as %q", c.NoticeMarkdown, c.NoticeHTML)
	}
	if got := c.Fields(); !got.OpensAt.Equal(f.OpensAt) || got.Contact != f.Contact || got.Explanation != f.Explanation || got.Kind != f.Kind {
		t.Errorf("the form shows %+v", got)
	}
}

func TestFieldsThatBreakARuleAreRefusedAndNothingIsStored(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	f := d.fields()
	f.ClosesAt = d.opens.AddDate(0, 0, 29)
	if _, err := d.CreateConsultation(t.Context(), d.wang, f); !fault.Is(err, fault.Invalid) {
		t.Errorf("too short a period: %v", err)
	}
	f = d.fields()
	f.UnitID = 999
	_, err := d.CreateConsultation(t.Context(), d.wang, f)
	if fields := fault.Of(err).Fields; len(fields) != 1 || fields[0].Name != "unit_id" {
		t.Errorf("a unit that does not exist: %v", err)
	}
	if got := d.audited(t); len(got) != 0 {
		t.Errorf("refused writes left %v", got)
	}
}

func TestOnlyTheAuthorChangesADraftingConsultation(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	f := d.fields()
	f.Title = "新标题"
	if err := d.UpdateConsultation(t.Context(), d.wang, id, f); err != nil {
		t.Fatal(err)
	}
	if got := d.state(t, id).Title; got != "新标题" {
		t.Errorf("title %q", got)
	}
	for name, write := range d.edits(t, id) {
		if err := write(d.li); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s by somebody else: %v", name, err)
		}
	}
	d.step(t, id, d.wang, consult.Submit, "")
	for name, write := range d.edits(t, id) {
		if err := write(d.wang); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s after submission: %v", name, err)
		}
	}
	for name, write := range d.edits(t, id+100) {
		if err := write(d.wang); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s of nothing: %v", name, err)
		}
	}
}

// edits are the writes that only the author may do, and only while drafting.
func (d *desk) edits(t testing.TB, id int64) map[string]func(app.Actor) error {
	ctx := t.Context()
	return map[string]func(app.Actor) error{
		"update": func(by app.Actor) error { return d.UpdateConsultation(ctx, by, id, d.fields()) },
		"draft": func(by app.Actor) error {
			_, err := d.SaveDraft(ctx, by, id, "x.md", parsed(t))
			return err
		},
		"attach": func(by app.Actor) error {
			_, err := d.AddAttachment(ctx, by, id, "x.txt", strings.NewReader("表"))
			return err
		},
		"detach": func(by app.Actor) error { return d.RemoveAttachment(ctx, by, id, 1) },
	}
}

// Invariant 8: every state change by staff leaves an audit entry in the same transaction.
func TestInvariant8EveryWriteOnAConsultationLeavesItsAuditEntry(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	want := []string{}
	id := int64(0)
	for _, w := range d.writes(&id) {
		if err := w.do(t); err != nil {
			t.Fatalf("%s: %v", w.action, err)
		}
		want = append(want, "consultation."+w.action)
		if got := d.audited(t); !slices.Equal(got, want) {
			t.Fatalf("after %s the audit holds %v", w.action, got)
		}
	}
	var entry struct {
		StaffID int64  `db:"staff_id"`
		Before  string `db:"before"`
		After   string `db:"after"`
	}
	err := d.db.Get(&entry, `SELECT staff_id, before::text, after::text FROM audit_entries WHERE action = 'consultation.release'`)
	if err != nil || entry.StaffID != d.zhao.StaffID || !strings.Contains(entry.Before, "approved") || !strings.Contains(entry.After, "2026-0001") {
		t.Errorf("release: %+v, %v", entry, err)
	}
}

// Invariant 8, the other way round: without its audit entry there is no change.
func TestInvariant8AWriteWhoseAuditFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := int64(0)
	for _, w := range d.writes(&id) {
		before := d.everything(t)
		d.exec(t, `CREATE TRIGGER no_audit BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_change()`)
		if err := w.do(t); err == nil {
			t.Errorf("%s went through without its audit entry", w.action)
		}
		d.exec(t, `DROP TRIGGER no_audit ON audit_entries`)
		if after := d.everything(t); after != before {
			t.Errorf("%s left something:\n%s\n%s", w.action, before, after)
		}
		if err := w.do(t); err != nil {
			t.Fatalf("%s: %v", w.action, err)
		}
	}
}

func (d *desk) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := d.db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

type deskWrite struct {
	action string
	do     func(testing.TB) error
}

// writes are all the writes on a consultation in an order that works; the first
// sets the id.
func (d *desk) writes(id *int64) []deskWrite {
	var file int64
	step := func(by app.Actor, action consult.Action, reason string) deskWrite {
		return deskWrite{string(action), func(t testing.TB) error { return d.Step(t.Context(), by, *id, action, reason) }}
	}
	return []deskWrite{
		{"create", func(t testing.TB) (err error) {
			*id, err = d.CreateConsultation(t.Context(), d.wang, d.fields())
			return err
		}},
		{"update", func(t testing.TB) error { return d.UpdateConsultation(t.Context(), d.wang, *id, d.fields()) }},
		{"draft", func(t testing.TB) error {
			_, err := d.SaveDraft(t.Context(), d.wang, *id, "draft.md", parsed(t))
			return err
		}},
		{"attach", func(t testing.TB) (err error) {
			file, err = d.AddAttachment(t.Context(), d.wang, *id, "表.txt", strings.NewReader("表"))
			return err
		}},
		{"detach", func(t testing.TB) error { return d.RemoveAttachment(t.Context(), d.wang, *id, file) }},
		{"legality", func(t testing.TB) error { return d.RecordLegality(t.Context(), d.wang, *id, d.lawfulness()) }},
		step(d.wang, consult.Submit, ""),
		step(d.li, consult.ReviewSendBack, "请补充"),
		step(d.wang, consult.Submit, ""),
		step(d.li, consult.ReviewPass, ""),
		step(d.zhao, consult.ApproveBack, "请再核"),
		step(d.wang, consult.Submit, ""),
		step(d.li, consult.ReviewPass, ""),
		step(d.zhao, consult.Approve, ""),
		step(d.zhao, consult.ReleaseBack, "暂缓"),
		step(d.wang, consult.Submit, ""),
		step(d.li, consult.ReviewPass, ""),
		step(d.zhao, consult.Approve, ""),
		step(d.zhao, consult.Release, ""),
	}
}
