package repo

import (
	"context"
	"encoding/json"
	"fmt"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// consultationColumns are the columns of consult.Consultation.
const consultationColumns = `c.id, coalesce(c.no, '') AS no, c.state, c.unit_id, u.name AS unit_name, c.kind, c.audience, c.title,
c.opens_at, c.closes_at, c.results_at, c.withdrawn_at, ` + termColumns + `, c.legal_basis, c.contact, c.publish_while_open, c.draft_id, c.author_id,
coalesce(c.reviewer_id, 0) AS reviewer_id, coalesce(c.approver_id, 0) AS approver_id, c.released_at, c.first_results_at,
n.comments AS comment_count, n.published AS published_count, ` + surveyBrief

// termColumns are the columns of consult.Terms.
const termColumns = `c.minimum, c.minimum_in, c.minimum_source, c.minimum_last_on, c.minimum_awaits, c.short_reason, c.results_days,
c.results_due_on, c.results_due_awaits, c.results_delayed_to`

// consultationTables is where they come from. The counters are slotted; their
// sum reads a handful of rows, never a comment.
const consultationTables = `consultations c JOIN units u ON u.id = c.unit_id
CROSS JOIN LATERAL (SELECT coalesce(sum(k.comments), 0) AS comments, coalesce(sum(k.published), 0) AS published
    FROM comment_counts k WHERE k.consultation_id = c.id) n`

// attachmentList is the attachments of c as one JSON array in the order they were added.
const attachmentList = `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'media_type', a.media_type,
    'size', a.size) ORDER BY a.id), '[]')::text FROM attachments a WHERE a.consultation_id = c.id)`

const sqlConsultationByNo = `SELECT ` + consultationColumns + ` FROM ` + consultationTables + `
WHERE c.no = $1 AND c.state = 'released'`

// ConsultationByNo gives a released consultation. Errors: NotFound.
func (r *Repo) ConsultationByNo(ctx context.Context, no string) (c consult.Consultation, err error) {
	defer fault.Wrap(&err, "repo.ConsultationByNo(%q)", no)
	return c, r.get(ctx, &c, sqlConsultationByNo, no)
}

// Progress is a consultation with what became of the decision.
type Progress struct {
	consult.Consultation
	Milestones Milestones `db:"milestones"`
}

const sqlProgressByNo = `SELECT ` + consultationColumns + `, ` + milestoneList + ` AS milestones FROM ` + consultationTables + `
WHERE c.no = $1 AND c.state = 'released'`

// ProgressByNo gives a released consultation and what became of the decision. Errors: NotFound.
func (r *Repo) ProgressByNo(ctx context.Context, no string) (p Progress, err error) {
	defer fault.Wrap(&err, "repo.ProgressByNo(%q)", no)
	return p, r.get(ctx, &p, sqlProgressByNo, no)
}

// Notice is what the 征集公告 tab shows. HTML was sanitised when it was stored.
type Notice struct {
	consult.Consultation
	HTML        string      `db:"notice_html"`
	Addressing  Addressing  `db:"addressing"`
	Attachments Attachments `db:"attachments"`
	Changes     Changes     `db:"changes"`
	Milestones  Milestones  `db:"milestones"`
}

const sqlNoticeByNo = `SELECT ` + consultationColumns + `, c.notice_html, ` + addressees + ` AS addressing, ` + attachmentList + ` AS attachments, ` + changeList + ` AS changes, ` + milestoneList + ` AS milestones
FROM ` + consultationTables + ` WHERE c.no = $1 AND c.state = 'released'`

// NoticeByNo gives the notice of a released consultation with its attachments.
// Errors: NotFound.
func (r *Repo) NoticeByNo(ctx context.Context, no string) (n Notice, err error) {
	defer fault.Wrap(&err, "repo.NoticeByNo(%q)", no)
	return n, r.get(ctx, &n, sqlNoticeByNo, no)
}

// Explanation is what the 起草说明 tab shows. HTML was sanitised when it was stored.
type Explanation struct {
	consult.Consultation
	HTML string `db:"explanation_html"`
}

const sqlExplanationByNo = `SELECT ` + consultationColumns + `, c.explanation_html FROM ` + consultationTables + `
WHERE c.no = $1 AND c.state = 'released'`

// ExplanationByNo gives the explanation of a released consultation. Errors: NotFound.
func (r *Repo) ExplanationByNo(ctx context.Context, no string) (e Explanation, err error) {
	defer fault.Wrap(&err, "repo.ExplanationByNo(%q)", no)
	return e, r.get(ctx, &e, sqlExplanationByNo, no)
}

// Attachments are the files beside a notice, read from the one JSON array that
// attachmentList gives.
type Attachments []consult.Attachment

// Scan implements sql.Scanner.
func (a *Attachments) Scan(value any) error { return scanJSON(value, a) }

// scanJSON reads a JSON column selected as text.
func scanJSON(value any, dst any) error {
	switch text := value.(type) {
	case string:
		return json.Unmarshal([]byte(text), dst)
	case []byte:
		return json.Unmarshal(text, dst)
	}
	return fmt.Errorf("repo: a JSON column came as %T", value)
}
