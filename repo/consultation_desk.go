package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// DeskFilter chooses a page of the desk's list. Zero values choose everything;
// the first page is 1.
type DeskFilter struct {
	State   consult.State
	Phase   consult.Phase // of released ones, as in what waits for its results
	Units   Units         // that may be seen
	UnitID  int64
	Query   string
	Page    int
	PerPage int // 0: DefaultPerPage
	Now     time.Time
}

// DeskItem is one line of the desk's list.
type DeskItem struct {
	consult.Consultation
	UpdatedAt time.Time `db:"updated_at"`
}

// DeskList is one page of the desk's list. Total counts what the whole filter
// chooses; Counts leaves its state and phase aside.
type DeskList struct {
	Items  []DeskItem
	Total  int
	Counts StateCounts
}

// StateCounts counts consultations by state, and the released ones by phase.
type StateCounts struct {
	Drafting   int `db:"drafting"`
	InReview   int `db:"in_review"`
	InApproval int `db:"in_approval"`
	Approved   int `db:"approved"`
	Released   int `db:"released"`
	PhaseCounts
}

// Of gives the count of one state, or of all for the empty one.
func (n StateCounts) Of(s consult.State) int {
	switch s {
	case consult.Drafting:
		return n.Drafting
	case consult.InReview:
		return n.InReview
	case consult.InApproval:
		return n.InApproval
	case consult.Approved:
		return n.Approved
	case consult.Released:
		return n.Released
	case "":
		return n.Drafting + n.InReview + n.InApproval + n.Approved + n.Released
	}
	return 0
}

// deskOrder puts first what was promised for a day that is over.
const deskOrder = pastDueSQL + ` DESC, c.updated_at DESC, c.id DESC`

// pastDueSQL is consult.Consultation.PastDue in SQL.
const pastDueSQL = `(c.state = 'released' AND c.results_at IS NULL AND c.withdrawn_at IS NULL
AND coalesce(c.results_due_on < (now.instant AT TIME ZONE 'Asia/Shanghai')::date, false))`

// deskPhaseSQL is phaseSQL for a consultation in any state.
const deskPhaseSQL = `CASE WHEN c.state = 'released' THEN ` + phaseSQL + ` ELSE '' END`

const stateCounts = `SELECT count(*) FILTER (WHERE p.state = 'drafting') AS drafting,
count(*) FILTER (WHERE p.state = 'in_review') AS in_review, count(*) FILTER (WHERE p.state = 'in_approval') AS in_approval,
count(*) FILTER (WHERE p.state = 'approved') AS approved, count(*) FILTER (WHERE p.state = 'released') AS released,
count(*) FILTER (WHERE p.phase = 'open') AS open, count(*) FILTER (WHERE p.phase = 'scheduled') AS scheduled,
count(*) FILTER (WHERE p.phase = 'closed') AS closed, count(*) FILTER (WHERE p.phase = 'answered') AS answered,
count(*) FILTER (WHERE p.phase = 'withdrawn') AS withdrawn
FROM (SELECT c.state, ` + deskPhaseSQL + ` AS phase FROM ` + listTables

// DeskConsultations gives a page of all consultations: those whose results are late first, then the latest change.
func (r *Repo) DeskConsultations(ctx context.Context, f DeskFilter) (l DeskList, err error) {
	defer fault.Wrap(&err, "repo.DeskConsultations(page %d)", f.Page)
	w := &where{args: []any{f.Now}}
	if !f.Units.All {
		w.and("c.unit_id = ANY(?)", pq.Array(f.Units.IDs))
	}
	if f.UnitID != 0 {
		w.and("c.unit_id = ?", f.UnitID)
	}
	w.search(f.Query)
	if err := r.get(ctx, &l.Counts, stateCounts+w.sql()+`) p`, w.args...); err != nil {
		return DeskList{}, err
	}
	l.Total = f.choose(w, l.Counts)
	p := page{number: f.Page, size: f.PerPage}
	if p.beyond(l.Total) {
		return l, nil
	}
	return l, r.list(ctx, &l.Items, p.query(w, consultationColumns+", c.updated_at", deskOrder), w.args...)
}

// choose adds the state and the phase and gives the number they choose.
func (f DeskFilter) choose(w *where, n StateCounts) int {
	if f.State != "" {
		w.and("c.state = ?", string(f.State))
	}
	if f.Phase == consult.Unreleased {
		return n.Of(f.State)
	}
	w.and(deskPhaseSQL+" = ?", string(f.Phase))
	if f.State != "" && f.State != consult.Released {
		return 0
	}
	return n.PhaseCounts.Of(f.Phase)
}

// DeskConsultation is everything the desk edits and shows of one consultation.
type DeskConsultation struct {
	consult.Consultation
	IntakeDays          int         `db:"intake_days"`
	IntakeClosedAt      *time.Time  `db:"intake_closed_at"`
	NoticeMarkdown      string      `db:"notice_md"`
	NoticeHTML          string      `db:"notice_html"`
	ExplanationMarkdown string      `db:"explanation_md"`
	ExplanationHTML     string      `db:"explanation_html"`
	Clauses             int         `db:"clauses"` // of the current draft
	CreatedAt           time.Time   `db:"created_at"`
	UpdatedAt           time.Time   `db:"updated_at"`
	Attachments         Attachments `db:"attachments"`
	Changes             Changes     `db:"changes"`
}

// Fields gives what its author fills in.
func (c DeskConsultation) Fields() consult.Fields {
	return consult.Fields{Title: c.Title, LegalBasis: c.LegalBasis, Contact: c.Contact, UnitID: c.UnitID, Kind: c.Kind,
		Audience: c.Audience, OpensAt: c.OpensAt, ClosesAt: c.ClosesAt, NoticeMarkdown: c.NoticeMarkdown,
		Explanation: c.ExplanationMarkdown, PublishWhileOpen: c.PublishWhileOpen, IntakeDays: c.IntakeDays,
		ShortReason: c.ShortReason, ResultsDays: c.ResultsDays}
}

const sqlConsultationByID = `SELECT ` + consultationColumns + `, c.intake_days, c.intake_closed_at, c.notice_md, c.notice_html, c.explanation_md, c.explanation_html,
(SELECT count(*) FROM clauses x WHERE x.consultation_id = c.id AND x.draft_id = c.draft_id) AS clauses,
(SELECT count(*) FROM similar_groups g WHERE g.consultation_id = c.id AND g.state = 'open') AS open_groups,
c.created_at, c.updated_at, ` + attachmentList + ` AS attachments, ` + changeList + ` AS changes
FROM ` + consultationTables + ` WHERE c.id = $1`

// ConsultationByID gives a consultation in any state, for the desk. Errors: NotFound.
func (r *Repo) ConsultationByID(ctx context.Context, id int64) (c DeskConsultation, err error) {
	defer fault.Wrap(&err, "repo.ConsultationByID(%d)", id)
	return c, r.get(ctx, &c, sqlConsultationByID, id)
}

const sqlReviewSteps = `SELECT at, staff_id, action, from_state, to_state, reason
FROM review_steps WHERE consultation_id = $1 ORDER BY id`

// ReviewSteps gives the review's history, oldest first; the names of staff are
// sealed and left to the caller.
func (r *Repo) ReviewSteps(ctx context.Context, id int64) (steps []consult.ReviewStep, err error) {
	defer fault.Wrap(&err, "repo.ReviewSteps(%d)", id)
	return steps, r.list(ctx, &steps, sqlReviewSteps, id)
}
