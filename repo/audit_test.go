package repo_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"nayan/repo"
	"nayan/repo/repotest"
)

// audited is a database with many entries, seven to the second, of ten people,
// five units and every kind.
func audited(t *testing.T, entries int) (*repo.Repo, *sqlx.DB) {
	t.Helper()
	db := repotest.DB(t)
	for _, statement := range []string{
		`INSERT INTO units (name, position) SELECT 'Unit ' || i, i FROM generate_series(1, 5) i`,
		`INSERT INTO staff (unit_id, name_sealed, email_sealed, email_index, password_hash, created_at)
			SELECT 1, '', '', int4send(i), '', now() FROM generate_series(1, 10) i`,
		fmt.Sprintf(`INSERT INTO audit_entries (at, staff_id, action, object_kind, object_id, unit_id)
			SELECT timestamptz '2026-11-26 10:00Z' - (i / 7) * interval '1 second', 1 + i %% 10,
				(ARRAY['comment.moderate', 'suggestion.decide', 'staff.sign_in'])[1 + i %% 3], (ARRAY['comment', 'suggestion', 'staff'])[1 + i %% 3],
				(1 + i %% 1000)::text, nullif(i %% 6, 0) FROM generate_series(1, %d) i`, entries),
		`ANALYZE audit_entries`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	return repo.New(db, true), db
}

// plan is what EXPLAIN tells about a part of a statement.
type plan struct {
	Node    string  `json:"Node Type"`
	Index   string  `json:"Index Name"`
	Rows    float64 `json:"Actual Rows"`
	Dropped float64 `json:"Rows Removed by Filter"`
	Parts   []plan  `json:"Plans"`
}

// walk visits a plan and its parts.
func (p plan) walk(visit func(plan)) {
	visit(p)
	for _, part := range p.Parts {
		part.walk(visit)
	}
}

func explain(ctx context.Context, t *testing.T, db *sqlx.DB, f repo.AuditFilter) plan {
	t.Helper()
	query, args := f.SQL()
	var text string
	if err := db.GetContext(ctx, &text, `EXPLAIN (ANALYZE, FORMAT JSON) `+query, args...); err != nil {
		t.Fatal(err)
	}
	var explained []struct{ Plan plan }
	if err := json.Unmarshal([]byte(text), &explained); err != nil {
		t.Fatal(err)
	}
	return explained[0].Plan
}

// The thousandth page is one step down an index, as the first is: nothing is
// counted, sorted or read over to come to it.
func TestEveryFilterOfTheAuditReadsItsPageFromAnIndex(t *testing.T) {
	t.Parallel()
	const page = 50
	_, db := audited(t, 60_000)
	deep := repo.AuditMark{At: time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC), ID: 30_000}
	day := time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)
	for name, f := range map[string]repo.AuditFilter{
		"audit_entries_by_time":   {Units: repo.EveryUnit, From: day, Until: day.AddDate(0, 0, 1)},
		"audit_entries_by_staff":  {Units: repo.EveryUnit, StaffID: 3},
		"audit_entries_by_action": {Units: repo.EveryUnit, Action: "staff.sign_in"},
		"audit_entries_by_kind":   {Units: repo.EveryUnit, ObjectKind: "comment"},
		"audit_entries_by_object": {Units: repo.EveryUnit, ObjectKind: "comment", ObjectID: "4"},
		"audit_entries_by_unit":   {Units: repo.Units{IDs: []int64{2, 4}}},
	} {
		for _, mark := range []repo.AuditMark{{}, deep} {
			f.After, f.Limit = mark, page
			used := ""
			explain(t.Context(), t, db, f).walk(func(p plan) {
				used += p.Node + " " + p.Index + "\n"
				if p.Node == "Seq Scan" || p.Rows+p.Dropped > 20*page {
					t.Errorf("%s after %v: %s reads %.0f rows and drops %.0f", name, mark, p.Node, p.Rows, p.Dropped)
				}
			})
			if !strings.Contains(used, "audit_entries_by_") {
				t.Errorf("%s after %v is read by\n%s", name, mark, used)
			}
		}
	}
}

func TestTheAuditIsReadOnceFromMarkToMark(t *testing.T) {
	t.Parallel()
	r, _ := audited(t, 1000)
	for name, units := range map[string]repo.Units{"all": repo.EveryUnit, "two units": {IDs: []int64{2, 4}}, "none": {}} {
		seen, last := map[int64]bool{}, repo.AuditMark{}
		for {
			list, err := r.Audited(t.Context(), repo.AuditFilter{Units: units, After: last, Limit: 13})
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range list {
				if seen[l.ID] || !last.At.IsZero() && l.At.After(last.At) {
					t.Fatalf("%s: entry %d comes twice or too late", name, l.ID)
				}
				seen[l.ID], last = true, l.Mark()
			}
			if len(list) < 13 {
				break
			}
		}
		if want := map[string]int{"all": 1000, "two units": 334, "none": 0}[name]; len(seen) != want {
			t.Errorf("%s: %d entries, want %d", name, len(seen), want)
		}
	}
}

func TestAnEntryKnowsTheUnitOfItsObject(t *testing.T) {
	t.Parallel()
	r, db := audited(t, 1)
	if _, err := db.ExecContext(t.Context(), `INSERT INTO open_days (id, unit_id, theme, place, audience, meeting_point, bring, cautions, contact,
		content_md, content_html, state, author_id, created_at, updated_at) OVERRIDING SYSTEM VALUE
		VALUES (77, 4, 'T', 'P', 'A', '', '', '', 'C', '', '', 'drafting', 1, now(), now())`); err != nil {
		t.Fatal(err)
	}
	for object, want := range map[[2]string]int64{
		{"open_day", "77"}: 4, {"booking", "77/5"}: 4, {"staff", "1"}: 1, {"unit", "3"}: 3,
		{"open_day", "78"}: 0, {"booking", "77"}: 0, {"staff", "x"}: 0, {"consultation", ""}: 0, {"message", "77"}: 0,
	} {
		err := r.Write(t.Context(), func(tx *repo.Tx) error {
			return tx.Audit(t.Context(), repo.AuditEntry{At: time.Now(), Action: "a", ObjectKind: object[0], ObjectID: object[1]})
		})
		var got int64
		if err == nil {
			err = db.GetContext(t.Context(), &got, `SELECT coalesce(unit_id, 0) FROM audit_entries ORDER BY id DESC LIMIT 1`)
		}
		if err != nil || got != want {
			t.Errorf("%v is of unit %d, want %d: %v", object, got, want, err)
		}
		if _, err := r.Audited(t.Context(), repo.AuditFilter{Units: repo.EveryUnit, Limit: 1}); err != nil {
			t.Errorf("%v cannot be read: %v", object, err)
		}
	}
}
