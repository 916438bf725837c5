package repo

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// CommentList is one page of comments and how many there are on all pages.
type CommentList struct {
	Items []consult.Comment
	Total int
}

// commentRow is one point with the comment it belongs to.
type commentRow struct {
	consult.Comment
	Position int        `db:"position"`
	Body     string     `db:"body"`
	Clauses  clauseRefs `db:"clauses"`
}

// commentPoints reads the comments chosen in page, newest first, each with its
// points and their clauses in the order of the current version: one row per point.
// publicPoints does the same with the text as the public reads it.
const (
	commentPoints = commentHead + `points` + commentBody
	publicPoints  = commentHead + `public_points` + commentBody
	commentHead   = `SELECT m.id, m.receipt_no, m.channel, m.identity, m.public_name, m.visibility, m.hidden_code, m.hidden_reason, m.revision, m.received_at,
    z.at AS superseded_at, (SELECT count(*) FROM trade_secrets x WHERE x.consultation_id = m.consultation_id AND x.comment_id = m.id) AS secrets,
    p.position, p.body, ` + pointClauses + ` AS clauses
FROM page m
LEFT JOIN superseded_comments z ON z.consultation_id = m.consultation_id AND z.comment_id = m.id
JOIN `
	commentBody = ` p ON p.consultation_id = m.consultation_id AND p.comment_id = m.id
ORDER BY m.id DESC, p.position`
)

// The public sees no receipt number, nothing of how it came in nor of how moderation went.
const sqlPublishedComments = `WITH page AS (
    SELECT consultation_id, id, '' AS receipt_no, '' AS channel, identity, public_name, visibility, '' AS hidden_code, '' AS hidden_reason,
        0 AS revision, received_at
    FROM comments WHERE consultation_id = $1 AND visibility = 'published' ORDER BY id DESC LIMIT $2 OFFSET $3
) ` + publicPoints

const sqlPublishedCount = `SELECT coalesce(sum(published), 0) FROM comment_counts WHERE consultation_id = $1`

// PublishedComments gives a page of what the public can read of a consultation,
// newest first. Whether it may be shown now is [consult.Consultation.ShowsCommentsAt].
func (r *Repo) PublishedComments(ctx context.Context, consultationID int64, number, perPage int) (l CommentList, err error) {
	defer fault.Wrap(&err, "repo.PublishedComments(%d, page %d)", consultationID, number)
	if err := r.get(ctx, &l.Total, sqlPublishedCount, consultationID); err != nil {
		return CommentList{}, err
	}
	p := page{number: number, size: perPage}
	if p.beyond(l.Total) {
		return l, nil
	}
	var rows []commentRow
	err = r.list(ctx, &rows, sqlPublishedComments, consultationID, p.limit(), p.before()*p.limit())
	l.Items = groupPoints(rows)
	return l, err
}

// CommentFilter narrows the desk's list; zero values do not narrow.
type CommentFilter struct {
	Visibility    consult.Visibility
	Narrow        consult.CommentNarrow
	ClauseID      int64
	Page, PerPage int
}

// visibilityConditions are literals, so that the partial indexes serve them.
var visibilityConditions = map[consult.Visibility]string{
	consult.Pending:   "m.visibility = 'pending'",
	consult.Published: "m.visibility = 'published'",
	consult.Hidden:    "m.visibility = 'hidden'",
}

// narrowConditions are those of consult.CommentNarrow, by its words.
var narrowConditions = map[string]string{
	"web": "m.channel = 'web'", "api": "m.channel = 'api'", "offline": "m.channel NOT IN ('web', 'api')",
	"superseded": superseded, "current": "NOT " + superseded,
	"resident": "m.identity = 'resident'", "enterprise": "m.identity = 'enterprise'",
}

const superseded = `EXISTS (SELECT FROM superseded_comments z WHERE z.consultation_id = m.consultation_id AND z.comment_id = m.id)`

// An array, not a join: without statistics (a busy first minute) the planner joins
// these by a nested loop over the whole clause, minutes for 100,000 comments.
const onClause = `m.id = ANY (ARRAY(SELECT l.comment_id FROM point_clauses l WHERE l.consultation_id = $1 AND l.clause_id = ` + sameClause + `))`

// DeskComments gives a page of a consultation's comments, newest first, each whole
// and with what is covered of it.
func (r *Repo) DeskComments(ctx context.Context, consultationID int64, f CommentFilter) (l CommentList, err error) {
	defer fault.Wrap(&err, "repo.DeskComments(%d, page %d)", consultationID, f.Page)
	var w where
	w.and("m.consultation_id = ?", consultationID)
	if condition, narrowed := visibilityConditions[f.Visibility]; narrowed {
		w.conditions = append(w.conditions, condition)
	}
	if f.ClauseID != 0 {
		w.and(onClause, f.ClauseID, f.ClauseID)
	}
	for _, word := range []string{f.Narrow.Channel, f.Narrow.Standing, f.Narrow.Identity} {
		if condition, narrowed := narrowConditions[word]; narrowed {
			w.conditions = append(w.conditions, condition)
		}
	}
	if err := r.get(ctx, &l.Total, `SELECT count(*) FROM comments m`+w.sql(), w.args...); err != nil {
		return CommentList{}, err
	}
	p := page{number: f.Page, size: f.PerPage}
	if p.beyond(l.Total) {
		return l, nil
	}
	var rows []commentRow
	err = r.list(ctx, &rows, `WITH page AS (SELECT m.consultation_id, m.id, m.receipt_no, m.channel, m.identity, m.public_name, m.visibility,
    m.hidden_code, m.hidden_reason, m.revision, m.received_at FROM comments m`+w.sql()+` ORDER BY m.id DESC LIMIT `+w.arg(p.limit())+
		` OFFSET `+w.arg(p.before()*p.limit())+`) `+commentPoints, w.args...)
	if err != nil {
		return CommentList{}, err
	}
	l.Items = groupPoints(rows)
	return l, r.addRedactions(ctx, consultationID, l.Items)
}

func groupPoints(rows []commentRow) []consult.Comment {
	var list []consult.Comment
	for _, row := range rows {
		if len(list) == 0 || list[len(list)-1].ID != row.ID {
			list = append(list, row.Comment)
		}
		c := &list[len(list)-1]
		c.Points = append(c.Points, consult.Point{Position: row.Position, Body: row.Body, ClauseIDs: row.Clauses.ids(),
			ClauseLabels: consult.ClauseLabels(row.Clauses), Clauses: row.Clauses})
	}
	return list
}
