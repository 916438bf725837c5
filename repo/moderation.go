package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// QueueFilter says which comments wait in somebody's queue, and where in it they are.
type QueueFilter struct {
	Units          Units // for which they moderate
	ConsultationID int64 // 0: all
	At             int64 // id of the comment they come from; 0: the beginning
}

// QueuePlace is where somebody is in the queue. An id is 0 where nothing waits on
// that side of At.
type QueuePlace struct {
	Waiting      int   `db:"waiting"` // in the whole queue
	Ahead        int   `db:"ahead"`   // after At
	Next         int64 `db:"next"`
	NextCall     int64 `db:"next_call"`
	Previous     int64 `db:"previous"`
	PreviousCall int64 `db:"previous_call"`
}

// Ids follow the order of arrival. One walk along the partial index of each call.
const sqlQueuePlace = `SELECT coalesce(sum(w.waiting), 0) AS waiting, coalesce(sum(w.ahead), 0) AS ahead,
    coalesce(min(w.next), 0) AS next, coalesce((array_agg(c.id ORDER BY w.next) FILTER (WHERE w.next IS NOT NULL))[1], 0) AS next_call,
    coalesce(max(w.previous), 0) AS previous,
    coalesce((array_agg(c.id ORDER BY w.previous DESC) FILTER (WHERE w.previous IS NOT NULL))[1], 0) AS previous_call
FROM consultations c CROSS JOIN LATERAL (
    SELECT count(*) AS waiting, count(*) FILTER (WHERE m.id > $4) AS ahead,
        min(m.id) FILTER (WHERE m.id > $4) AS next, max(m.id) FILTER (WHERE m.id < $4) AS previous
    FROM comments m WHERE m.consultation_id = c.id AND m.visibility = 'pending') w
WHERE c.state = 'released' AND ($1 OR c.unit_id = ANY ($2)) AND ($3 = 0 OR c.id = $3)`

// QueuePlace gives how much waits for moderation and what comes next.
func (r *Repo) QueuePlace(ctx context.Context, f QueueFilter) (q QueuePlace, err error) {
	defer fault.Wrap(&err, "repo.QueuePlace(%d, at %d)", f.ConsultationID, f.At)
	return q, r.get(ctx, &q, sqlQueuePlace, f.Units.All, pq.Array(f.Units.IDs), f.ConsultationID, f.At)
}

const sqlDeskComment = `WITH page AS (
    SELECT consultation_id, id, receipt_no, channel, identity, public_name, visibility, hidden_code, hidden_reason, revision, received_at
    FROM comments WHERE consultation_id = $1 AND id = $2
) ` + commentPoints

// DeskComment gives one comment whole, with what is covered of it. Errors: NotFound.
func (r *Repo) DeskComment(ctx context.Context, consultationID, commentID int64) (c consult.Comment, err error) {
	defer fault.Wrap(&err, "repo.DeskComment(%d, %d)", consultationID, commentID)
	var rows []commentRow
	if err := r.list(ctx, &rows, sqlDeskComment, consultationID, commentID); err != nil {
		return c, err
	}
	list := groupPoints(rows)
	if len(list) == 0 {
		return c, fault.New(fault.NotFound, "error.not_found")
	}
	return list[0], r.addRedactions(ctx, consultationID, list)
}

// A clause with all below it: up to the next one of its own level.
const sqlClausesWhole = `SELECT x.id AS root_id, k.id, k.parent_id, k.depth, k.kind, k.number, k.heading, k.text, k.label, k.published_points
FROM clauses x JOIN clauses k ON k.consultation_id = x.consultation_id AND k.draft_id = x.draft_id AND k.position >= x.position
    AND k.position < coalesce((SELECT min(n.position) FROM clauses n WHERE n.consultation_id = x.consultation_id
        AND n.draft_id = x.draft_id AND n.position > x.position AND n.depth <= x.depth), k.position + 1)
WHERE x.consultation_id = $1 AND x.id = ANY ($2) ORDER BY x.position, k.position`

// WholeClauses gives clauses with what belongs to each, in the order of the draft.
func (r *Repo) WholeClauses(ctx context.Context, consultationID int64, ids []int64) (byRoot map[int64][]consult.Clause, err error) {
	defer fault.Wrap(&err, "repo.WholeClauses(%d)", consultationID)
	byRoot = map[int64][]consult.Clause{}
	if len(ids) == 0 {
		return byRoot, nil
	}
	var rows []struct {
		RootID int64 `db:"root_id"`
		consult.Clause
	}
	err = r.list(ctx, &rows, sqlClausesWhole, consultationID, pq.Array(ids))
	for _, row := range rows {
		byRoot[row.RootID] = append(byRoot[row.RootID], row.Clause)
	}
	return byRoot, err
}
