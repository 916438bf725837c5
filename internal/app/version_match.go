package app

import (
	"context"

	"nayan/internal/compare"
	"nayan/internal/consult"
	"nayan/repo"
)

// matched gives what every clause of every earlier version becomes in the version:
// through the versions between, and where that trail ends, directly, so that a
// clause that was taken out and put back is found again.
func matched(ctx context.Context, tx *repo.Tx, consultationID int64, earlier []consult.PublicVersion, v consult.Version) (list []repo.ClauseMatch, err error) {
	to, err := tx.Clauses(ctx, consultationID, v.DraftID)
	if err != nil {
		return nil, err
	}
	trail, err := tx.MatchesInto(ctx, consultationID, v.FromDraftID)
	if err != nil {
		return nil, err
	}
	last := map[int64]int64{} // of the version that is replaced
	for i := len(earlier) - 1; i >= 0; i-- {
		from, err := tx.Clauses(ctx, consultationID, earlier[i].DraftID)
		if err != nil {
			return nil, err
		}
		changes, err := compared(ctx, tx, consultationID, earlier[i].DraftID, v.DraftID)
		if err != nil {
			return nil, err
		}
		direct := partners(from, to, changes)
		if earlier[i].DraftID == v.FromDraftID {
			last = direct
			list = append(list, matchesOf(from, to, direct)...)
			continue
		}
		list = append(list, matchesOf(from, to, through(from, trail, last, direct))...)
	}
	return list, nil
}

// partners reads from a comparison which clause became which.
func partners(from, to []consult.Clause, changes []compare.Change) map[int64]int64 {
	out := make(map[int64]int64, len(from))
	for _, c := range changes {
		if c.A >= 0 && c.B >= 0 {
			out[from[c.A].ID] = to[c.B].ID
		}
	}
	return out
}

// through follows each clause to the version that is replaced and on from there;
// a clause has one successor, and is one's successor.
func through(from []consult.Clause, trail, last, direct map[int64]int64) map[int64]int64 {
	out, taken := make(map[int64]int64, len(from)), map[int64]bool{}
	for _, c := range from {
		if to := last[trail[c.ID]]; to != 0 {
			out[c.ID], taken[to] = to, true
		}
	}
	for _, c := range from {
		if to := direct[c.ID]; out[c.ID] == 0 && to != 0 && !taken[to] {
			out[c.ID], taken[to] = to, true
		}
	}
	return out
}

func matchesOf(from, to []consult.Clause, partner map[int64]int64) []repo.ClauseMatch {
	byID := make(map[int64]consult.Clause, len(to))
	for _, c := range to {
		byID[c.ID] = c
	}
	out := make([]repo.ClauseMatch, len(from))
	for i, c := range from {
		next := byID[partner[c.ID]]
		out[i] = repo.ClauseMatch{From: c.ID, To: next.ID, Changed: c.Heading != next.Heading || c.Text != next.Text}
	}
	return out
}
