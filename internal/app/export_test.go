package app

import (
	"context"

	"nayan/internal/follow"
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

// NoteEvent is what the use cases do when something happens to a consultation.
func (a *App) NoteEvent(ctx context.Context, consultationID int64, e follow.Event, changeID int64) error {
	return a.Repo.Write(ctx, func(tx *repo.Tx) error { return a.tellFollowers(ctx, tx, consultationID, e, changeID) })
}

// TellBatch writes to the first followers after one.
func (a *App) TellBatch(ctx context.Context, job TellFollowers, batch int) (last int64, err error) {
	n, err := a.Repo.News(ctx, job.ConsultationID, job.Event, job.ChangeID)
	if err != nil {
		return 0, err
	}
	return a.tellBatch(ctx, n, job.After, batch)
}

// InviteBatch invites enterprises in batches of a size.
func InviteBatch(ctx context.Context, a *App, consultationID int64, size int) error {
	return a.inviteTo(ctx, consultationID, size)
}

// TellAuthorsBatch writes to the authors of the first comments after one.
func (a *App) TellAuthorsBatch(ctx context.Context, job TellAuthors, batch int) (last int64, err error) {
	call, err := a.Repo.AnsweredCall(ctx, job.ConsultationID, job.CorrectionID)
	if err != nil {
		return 0, err
	}
	return a.tellAuthorsBatch(ctx, call, job.After, batch)
}

// GroupAll groups points as [App.GroupPoints] does, without the hints.
func (a *App) GroupAll(ctx context.Context, consultationID int64) error {
	return a.groupPoints(ctx, &groupRun{consultationID: consultationID, began: a.Now()})
}
