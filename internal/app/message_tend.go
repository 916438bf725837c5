package app

import (
	"context"
	"time"

	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/repo"
)

// tendBatch is how many messages one transaction puts into the queue.
const tendBatch = 500

// ReleaseMessages gives up what is worthless by now, and queues what was held for
// want of something that is there today.
func (a *App) ReleaseMessages(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "app.ReleaseMessages")
	if err := a.Repo.ExpireMessages(ctx, a.Now()); err != nil {
		return err
	}
	kinds := a.sendable()
	return a.requeue(ctx, func(tx *repo.Tx) ([]int64, error) { return tx.ReleaseMessages(ctx, kinds, tendBatch, a.Now()) })
}

// sendable lists the kinds of messages that nothing keeps from being sent.
func (a *App) sendable() (kinds []string) {
	for _, c := range message.Channels {
		for _, t := range message.Templates {
			if a.Gateways.Missing(c, t) == "" {
				kinds = append(kinds, string(c)+" "+string(t))
			}
		}
	}
	return kinds
}

// RecoverMessages takes care of what nobody has touched for a time that no
// attempt takes: who was sending is gone, and a queue may have dropped its job.
func (a *App) RecoverMessages(ctx context.Context, after time.Duration) (err error) {
	defer fault.Wrap(&err, "app.RecoverMessages")
	now := a.Now()
	if err := a.Repo.DoubtMessages(ctx, now.Add(-after), now); err != nil {
		return err
	}
	return a.requeue(ctx, func(tx *repo.Tx) ([]int64, error) { return tx.LostMessages(ctx, now.Add(-after), now, tendBatch) })
}

// requeue puts what find finds into the queue, a batch in each transaction, until
// nothing is left.
func (a *App) requeue(ctx context.Context, find func(*repo.Tx) ([]int64, error)) error {
	for found := tendBatch; found == tendBatch; {
		err := a.Repo.Write(ctx, func(tx *repo.Tx) error {
			ids, err := find(tx)
			if err != nil {
				return err
			}
			found = len(ids)
			return enqueueLater(ctx, tx, ids)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
