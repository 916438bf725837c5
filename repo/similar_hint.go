package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/fault"
)

// Hints collects, column by column, which groups may be on one matter.
type Hints struct {
	hubs, groups pq.Int64Array
	scores       pq.Float64Array
	terms        pq.StringArray // each an array of its own, as Postgres writes it
}

// Add adds a group that may be on the matter of a hub, and the phrases they share.
func (h *Hints) Add(hub, group int64, score float64, terms []string) error {
	text, err := pq.StringArray(terms).Value()
	if err != nil {
		return err
	}
	word, _ := text.(string)
	h.hubs, h.groups = append(h.hubs, hub), append(h.groups, group)
	h.scores, h.terms = append(h.scores, score), append(h.terms, word)
	return nil
}

const (
	sqlInsertHints = `INSERT INTO similar_hints (consultation_id, hub_id, group_id, score, terms)
SELECT $1, h.hub_id, h.group_id, h.score, h.terms::text[] FROM unnest($2::bigint[], $3::bigint[], $4::real[], $5::text[]) AS h (hub_id, group_id, score, terms)`
	sqlSetHinted = `UPDATE similar_state SET hinted = $2 WHERE consultation_id = $1`
)

// ReplaceHints puts hints in the place of all that there are, made when there were
// so many groups; LockSimilar holds the consultation.
func (t *Tx) ReplaceHints(ctx context.Context, consultationID int64, h *Hints, groups int) (err error) {
	defer fault.Wrap(&err, "repo.ReplaceHints(%d, %d hints)", consultationID, len(h.groups))
	if _, err := t.exec(ctx, sqlForgetHints, consultationID); err != nil {
		return err
	}
	if _, err := t.exec(ctx, sqlInsertHints, consultationID, h.hubs, h.groups, h.scores, h.terms); err != nil {
		return err
	}
	_, err = t.exec(ctx, sqlSetHinted, consultationID, groups)
	return err
}

const sqlHinted = `SELECT groups, hinted FROM similar_state WHERE consultation_id = $1`

// Hinted gives how many groups there are, and were when hints were last made.
// Errors: NotFound.
func (r *Repo) Hinted(ctx context.Context, consultationID int64) (groups, hinted int, err error) {
	defer fault.Wrap(&err, "repo.Hinted(%d)", consultationID)
	var s SimilarState
	err = r.get(ctx, &s, sqlHinted, consultationID)
	return s.Groups, s.Hinted, err
}
