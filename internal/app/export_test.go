package app

import (
	"context"

	"nayan/repo"
)

// Tell stores a message in a transaction.
func (a *App) Tell(ctx context.Context, tx *repo.Tx, m Message) error { return a.tell(ctx, tx, m) }

// MatchTOTP finds the step of a code.
var MatchTOTP = matchTOTP

// CommitTogether commits comments as one batch and gives the answer of each.
func CommitTogether(r *repo.Repo, list []repo.NewComment) (accepted []bool, errs []error) {
	batch := make([]*waitingComment, len(list))
	for i, c := range list {
		batch[i] = &waitingComment{comment: c, done: make(chan struct{})}
	}
	commit(r, batch)
	for _, w := range batch {
		accepted, errs = append(accepted, w.accepted), append(errs, w.err)
	}
	return accepted, errs
}

// ResealRows seals one batch anew.
func ResealRows(ctx context.Context, a *App, tx *repo.Tx, table repo.SealedTable, rows []repo.SealedRow) (int64, error) {
	return a.resealRows(ctx, tx, table, rows)
}
