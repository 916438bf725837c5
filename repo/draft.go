package repo

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// DraftPage is what the 草案内容 tab shows.
type DraftPage struct {
	consult.Consultation
	DraftTitle string           `db:"draft_title"`
	ShownID    int64            `db:"shown_id"` // the version shown; DraftID is the current one
	Version    int              `db:"version"`  // as the public counts
	Versions   int              `db:"versions"` // how many the public has seen
	Clauses    []consult.Clause `db:"-"`        // in document order
}

// Current reports whether the version shown is the current one.
func (p DraftPage) Current() bool { return p.ShownID == p.DraftID }

// Written out, and not by the function public_version, which costs a page that is
// read often a tenth of its speed.
const draftPage = `SELECT ` + consultationColumns + `, d.title AS draft_title, d.id AS shown_id, greatest(1, r.version) AS version,
    greatest(1, r.versions) AS versions
FROM ` + consultationTables + ` JOIN drafts d ON d.consultation_id = c.id
CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE e.id <= d.id) AS version, count(*) FILTER (WHERE e.id <= c.draft_id) AS versions
    FROM drafts e WHERE e.consultation_id = c.id AND e.published_at IS NOT NULL) r `

const (
	sqlDraftByNo    = draftPage + `WHERE d.id = c.draft_id AND c.no = $1 AND c.state = 'released'`
	sqlDraftVersion = draftPage + `WHERE (d.published_at IS NOT NULL OR d.id = c.draft_id) AND greatest(1, r.version) = $2 AND c.no = $1 AND c.state = 'released'`
	sqlPublicDraft  = draftPage + `WHERE d.id = $2 AND d.published_at IS NOT NULL AND c.no = $1 AND c.state = 'released'`
)

const sqlClauses = `SELECT id, parent_id, depth, kind, number, heading, text, label, published_points
FROM clauses WHERE consultation_id = $1 AND draft_id = $2 ORDER BY position`

// DraftByNo gives the draft of a released consultation with its clauses. Errors: NotFound.
func (r *Repo) DraftByNo(ctx context.Context, no string) (p DraftPage, err error) {
	defer fault.Wrap(&err, "repo.DraftByNo(%q)", no)
	if err := r.get(ctx, &p, sqlDraftByNo, no); err != nil {
		return DraftPage{}, err
	}
	return p, r.list(ctx, &p.Clauses, sqlClauses, p.ID, p.ShownID)
}

// DraftVersionByNo gives an earlier version of the draft, as the public counts
// them; 0 is the current one. Errors: NotFound.
func (r *Repo) DraftVersionByNo(ctx context.Context, no string, number int) (p DraftPage, err error) {
	if number == 0 {
		return r.DraftByNo(ctx, no)
	}
	defer fault.Wrap(&err, "repo.DraftVersionByNo(%q, %d)", no, number)
	if err := r.get(ctx, &p, sqlDraftVersion, no, number); err != nil {
		return DraftPage{}, err
	}
	return p, r.list(ctx, &p.Clauses, sqlClauses, p.ID, p.ShownID)
}

// PublicDraft gives a public version by its id. Errors: NotFound.
func (r *Repo) PublicDraft(ctx context.Context, no string, draftID int64) (p DraftPage, err error) {
	defer fault.Wrap(&err, "repo.PublicDraft(%q, %d)", no, draftID)
	if err := r.get(ctx, &p, sqlPublicDraft, no, draftID); err != nil {
		return DraftPage{}, err
	}
	return p, r.list(ctx, &p.Clauses, sqlClauses, p.ID, p.ShownID)
}

// DraftWarning tells a drafter what the import was not sure of, and where.
type DraftWarning struct {
	Place   string `json:"place"`
	Message string `json:"message"`
}

// DraftWarnings are stored as one JSON array.
type DraftWarnings []DraftWarning

// Scan implements sql.Scanner.
func (w *DraftWarnings) Scan(value any) error { return scanJSON(value, w) }

// Draft is the current draft of a consultation as the desk shows it.
type Draft struct {
	ID        int64            `db:"id"`
	Version   int              `db:"version"`
	Title     string           `db:"title"`
	FileName  string           `db:"file_name"`
	Warnings  DraftWarnings    `db:"warnings"`
	CreatedAt time.Time        `db:"created_at"`
	Clauses   []consult.Clause `db:"-"` // in document order
}

const sqlCurrentDraft = `SELECT d.id, d.version, d.title, d.file_name, d.warnings::text AS warnings, d.created_at
FROM consultations c JOIN drafts d ON d.consultation_id = c.id AND d.id = c.draft_id
WHERE c.id = $1`

// DraftByID gives the current draft of a consultation in any state, for the
// desk. Errors: NotFound, also when no draft was imported yet.
func (r *Repo) DraftByID(ctx context.Context, consultationID int64) (d Draft, err error) {
	defer fault.Wrap(&err, "repo.DraftByID(%d)", consultationID)
	if err := r.get(ctx, &d, sqlCurrentDraft, consultationID); err != nil {
		return Draft{}, err
	}
	return d, r.list(ctx, &d.Clauses, sqlClauses, consultationID, d.ID)
}
