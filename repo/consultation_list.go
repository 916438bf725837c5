package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// DefaultPerPage is the length of a page of any list.
const DefaultPerPage = 20

// Filter chooses a page of the public list. Zero values choose everything; the
// first page is 1.
type Filter struct {
	Phase    consult.Phase
	Kind     consult.Kind
	UnitID   int64
	Audience consult.Audience
	Query    string // words that title, unit or draft must contain
	Page     int
	PerPage  int // 0: DefaultPerPage
	Now      time.Time
}

// List is one page of the public list. Total counts what the whole filter
// chooses; Counts leaves its phase aside, for the filter's tabs.
type List struct {
	Items  []consult.Consultation
	Total  int
	Counts PhaseCounts
	Kinds  []consult.Kind // that are switched on
}

// PhaseCounts counts consultations by phase.
type PhaseCounts struct {
	Open      int `db:"open"`
	Scheduled int `db:"scheduled"`
	Closed    int `db:"closed"`
	Answered  int `db:"answered"`
	Withdrawn int `db:"withdrawn"`
}

// Of gives the count of one phase, or of all for the empty one.
func (n PhaseCounts) Of(p consult.Phase) int {
	switch p {
	case consult.Open:
		return n.Open
	case consult.Scheduled:
		return n.Scheduled
	case consult.Closed:
		return n.Closed
	case consult.Answered:
		return n.Answered
	case consult.Withdrawn:
		return n.Withdrawn
	case consult.Unreleased:
		return n.Open + n.Scheduled + n.Closed + n.Answered + n.Withdrawn
	}
	return 0
}

// listTables is what lists choose from; their first argument is now.
const listTables = `consultations c CROSS JOIN (SELECT $1::timestamptz AS instant) now`

// phaseSQL is consult.Times.PhaseAt in SQL.
const phaseSQL = `CASE WHEN c.withdrawn_at <= now.instant THEN 'withdrawn' WHEN c.results_at <= now.instant THEN 'answered' WHEN c.closes_at <= now.instant THEN 'closed'
WHEN c.opens_at <= now.instant THEN 'open' ELSE 'scheduled' END`

// publicOrder puts what one can still act on first: open calls by the time they
// have left, then those to come, then the latest closed and answered.
const publicOrder = `array_position(ARRAY['open', 'scheduled', 'closed', 'answered', 'withdrawn'], ` + phaseSQL + `),
CASE WHEN c.opens_at > now.instant THEN c.opens_at WHEN c.closes_at > now.instant THEN c.closes_at END,
coalesce(c.withdrawn_at, c.results_at, c.closes_at) DESC, c.id DESC`

const phaseCounts = `SELECT (SELECT array_agg(r.kind) FROM kind_rules r WHERE r.enabled) AS kinds, count(*) FILTER (WHERE p.phase = 'open') AS open, count(*) FILTER (WHERE p.phase = 'scheduled') AS scheduled,
count(*) FILTER (WHERE p.phase = 'closed') AS closed, count(*) FILTER (WHERE p.phase = 'answered') AS answered,
count(*) FILTER (WHERE p.phase = 'withdrawn') AS withdrawn
FROM (SELECT ` + phaseSQL + ` AS phase FROM ` + listTables

// Consultations gives a page of the released consultations, open ones first.
func (r *Repo) Consultations(ctx context.Context, f Filter) (l List, err error) {
	defer fault.Wrap(&err, "repo.Consultations(page %d)", f.Page)
	w := f.where()
	var head struct {
		PhaseCounts
		Kinds pq.StringArray `db:"kinds"`
	}
	if err := r.get(ctx, &head, phaseCounts+w.sql()+`) p`, w.args...); err != nil {
		return List{}, err
	}
	l.Counts = head.PhaseCounts
	for _, k := range head.Kinds {
		l.Kinds = append(l.Kinds, consult.Kind(k))
	}
	l.Total = l.Counts.Of(f.Phase)
	if f.Phase != consult.Unreleased {
		w.and(phaseSQL+" = ?", string(f.Phase))
	}
	p := page{number: f.Page, size: f.PerPage}
	if p.beyond(l.Total) {
		return l, nil
	}
	return l, r.list(ctx, &l.Items, p.query(w, consultationColumns, publicOrder), w.args...)
}

func (f Filter) where() *where {
	w := &where{args: []any{f.Now}, conditions: []string{"c.state = 'released'"}}
	if f.Kind != "" {
		w.and("c.kind = ?", string(f.Kind))
	}
	if f.UnitID != 0 {
		w.and("c.unit_id = ?", f.UnitID)
	}
	if f.Audience != "" {
		w.and("c.audience = ?", string(f.Audience))
	}
	w.search(f.Query)
	return w
}

// page is a page of a list of consultations; numbers below 1 mean the first.
type page struct{ number, size int }

func (p page) limit() int {
	if p.size < 1 {
		return DefaultPerPage
	}
	return p.size
}

// before is how many pages precede it.
func (p page) before() int { return max(p.number, 1) - 1 }

// beyond reports whether nothing of total is on the page. It divides: a page
// number out of a URL may be too large to multiply.
func (p page) beyond(total int) bool { return total == 0 || p.before() > (total-1)/p.limit() }

// query chooses the page's rows by the condition first and only then reads what
// a row shows, counters included.
func (p page) query(w *where, columns, order string) string {
	return `WITH page AS (SELECT c.id, row_number() OVER (ORDER BY ` + order + `) AS place FROM ` + listTables + w.sql() +
		` ORDER BY place LIMIT ` + w.arg(p.limit()) + ` OFFSET ` + w.arg(p.before()*p.limit()) + `)
SELECT ` + columns + ` FROM ` + consultationTables + ` JOIN page p ON p.id = c.id ORDER BY p.place`
}
