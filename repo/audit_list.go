package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
)

// AuditFilter chooses entries of the audit. Zero values choose everything.
type AuditFilter struct {
	Units      Units // whose entries may be seen
	StaffID    int64
	ByProgram  bool // what no member of staff did
	Action     string
	ObjectKind string
	ObjectID   string
	From       time.Time
	Until      time.Time // the first instant that is too late
	After      AuditMark // goes on behind this entry
	Limit      int
}

// AuditMark is the place of an entry in the list, newest first; the zero value is
// before the first.
type AuditMark struct {
	At time.Time
	ID int64
}

// AuditLine is an entry as it is read. Subject is the title of the consultation
// or the theme of the open day that it is about; Before and After are JSON.
type AuditLine struct {
	ID         int64     `db:"id"`
	At         time.Time `db:"at"`
	StaffID    int64     `db:"staff_id"` // 0: the program itself
	Action     string    `db:"action"`
	ObjectKind string    `db:"object_kind"`
	ObjectID   string    `db:"object_id"`
	Subject    string    `db:"subject"`
	Before     []byte    `db:"before"`
	After      []byte    `db:"after"`
}

// Mark gives the place of the line.
func (l AuditLine) Mark() AuditMark { return AuditMark{At: l.At, ID: l.ID} }

const auditOrder = ` ORDER BY e.at DESC, e.id DESC LIMIT `

const auditColumns = `SELECT e.id, e.at, coalesce(e.staff_id, 0) AS staff_id, e.action, e.object_kind, e.object_id, e.before, e.after,
coalesce(CASE WHEN e.object_kind IN ('consultation', 'comment', 'suggestion') THEN
        (SELECT c.title FROM consultations c WHERE c.id = substring(e.object_id from '^[0-9]{1,18}')::bigint)
    WHEN e.object_kind = 'open_day' OR e.object_kind = 'booking' AND e.object_id LIKE '%/%' THEN
        (SELECT d.theme FROM open_days d WHERE d.id = substring(e.object_id from '^[0-9]{1,18}')::bigint) END, '') AS subject
FROM `

// Audited lists entries, newest first. It goes on from a mark, never from a
// number of pages: the thousandth page takes what the first does.
func (r *Repo) Audited(ctx context.Context, f AuditFilter) (list []AuditLine, err error) {
	defer fault.Wrap(&err, "repo.Audited")
	query, args := f.sql()
	return list, r.list(ctx, &list, query, args...)
}

// sql gives the statement. Each unit's entries are looked up by themselves, so
// that several units keep the order of their index.
func (f AuditFilter) sql() (query string, args []any) {
	w := f.where()
	limit := w.arg(f.Limit)
	if f.Units.All {
		return auditColumns + `(SELECT * FROM audit_entries e` + w.sql() + auditOrder + limit + `) e` + auditOrder + limit, w.args
	}
	units := w.arg(pq.Array(f.Units.IDs))
	w.and("e.unit_id = u.id")
	return auditColumns + `unnest(` + units + `::bigint[]) AS u (id) CROSS JOIN LATERAL (SELECT * FROM audit_entries e` +
		w.sql() + auditOrder + limit + `) e` + auditOrder + limit, w.args
}

func (f AuditFilter) where() *where {
	w := &where{}
	switch {
	case f.ByProgram:
		w.and("e.staff_id IS NULL")
	case f.StaffID != 0:
		w.and("e.staff_id = ?", f.StaffID)
	}
	for _, is := range []struct{ condition, value string }{
		{"e.action = ?", f.Action}, {"e.object_kind = ?", f.ObjectKind}, {"e.object_id = ?", f.ObjectID},
	} {
		if is.value != "" {
			w.and(is.condition, is.value)
		}
	}
	if !f.From.IsZero() {
		w.and("e.at >= ?", f.From)
	}
	if !f.Until.IsZero() {
		w.and("e.at < ?", f.Until)
	}
	if f.After.ID != 0 {
		w.and("(e.at, e.id) < (?, ?)", f.After.At, f.After.ID)
	}
	return w
}
