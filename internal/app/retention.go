package app

import (
	"context"
	"errors"
	"time"

	"nayan/internal/fault"
	"nayan/internal/privacy"
	"nayan/repo"
)

const (
	// retentionBatch is how many rows of a kind one transaction takes: a writer who
	// meets it waits for milliseconds.
	retentionBatch = 500
	// reportWithin bounds the record of what was deleted when a run is cut off.
	reportWithin = 5 * time.Second
)

// RetentionRun is the kind of the report on a whole run.
const RetentionRun = "run"

// Expired is how much of one kind a run deleted.
type Expired struct {
	Kind   string // of privacy.Rules
	Before time.Time
	Rows   int64
}

// EnforceRetention deletes what has been kept as long as it may be (个人信息保护法
// art. 47), kind by kind and batch by batch, and records what it deleted. What
// fails does not keep the other kinds; a run cut off is gone on with by the next.
func (a *App) EnforceRetention(ctx context.Context) (done []Expired, err error) {
	defer fault.Wrap(&err, "app.EnforceRetention")
	now := a.Now()
	var errs []error
	for _, rule := range privacy.Rules {
		if rule.Kept {
			continue
		}
		x := Expired{Kind: string(rule.Kind), Before: rule.Before(now)}
		if x.Rows, err = a.expire(ctx, rule.Kind, x.Before, retentionBatch); err != nil {
			errs = append(errs, err)
		}
		done = append(done, x)
	}
	return done, errors.Join(append(errs, a.reportRetention(ctx, done, now))...)
}

// reportRetention records the kinds of which something went, and the run itself.
func (a *App) reportRetention(ctx context.Context, done []Expired, now time.Time) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), reportWithin)
	defer cancel()
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		run := repo.RetentionReport{At: now, Kind: RetentionRun, Before: now}
		for _, x := range done {
			if x.Rows == 0 {
				continue
			}
			run.Deleted += x.Rows
			if err := tx.InsertRetentionReport(ctx, repo.RetentionReport{At: now, Kind: x.Kind, Before: x.Before, Deleted: x.Rows}); err != nil {
				return err
			}
		}
		return tx.InsertRetentionReport(ctx, run)
	})
}

// expire deletes one kind until nothing is left.
func (a *App) expire(ctx context.Context, kind privacy.Kind, before time.Time, batch int) (total int64, err error) {
	defer fault.Wrap(&err, "app.expire(%s)", kind)
	if kind == privacy.UnusedAccounts {
		return a.expireAccounts(ctx, before, batch)
	}
	for more := true; more; {
		var n int64
		err := a.Repo.Write(ctx, func(tx *repo.Tx) error {
			n, err = a.expireBatch(ctx, tx, kind, before, batch)
			return err
		})
		if err != nil {
			return total, err
		}
		total += n
		more = n > 0
	}
	return total, nil
}

func (a *App) expireBatch(ctx context.Context, tx *repo.Tx, kind privacy.Kind, before time.Time, batch int) (int64, error) {
	switch kind {
	case privacy.Recipients:
		return tx.ExpireRecipients(ctx, before, batch)
	case privacy.Sessions:
		return tx.ExpireSessions(ctx, before, batch)
	case privacy.Codes:
		return tx.ExpireChallenges(ctx, before, batch)
	case privacy.Unsent:
		return tx.ExpireUnsent(ctx, before, batch)
	case privacy.Invitations:
		return tx.ExpireInvitations(ctx, before, batch)
	case privacy.RequestKeys:
		return tx.ExpireRequestKeys(ctx, before, batch)
	case privacy.FollowRequests:
		return tx.ExpireFollowRequests(ctx, before, batch)
	case privacy.EndedFollows:
		return tx.ExpireEndedFollows(ctx, before, batch)
	case privacy.SurveyDrafts:
		return tx.ExpireSurveyDrafts(ctx, before, batch)
	case privacy.SurveyMarks:
		return tx.ExpireSurveyMarks(ctx, before, batch)
	case privacy.TradeSecrets:
		return tx.ExpireTradeSecrets(ctx, before, batch)
	case privacy.Messages:
		return tx.DropMessages(ctx, before, batch)
	case privacy.Bookings:
		return tx.ExpireBookings(ctx, before, batch, a.Now())
	case privacy.CommentContacts:
		if err := tx.Personal(ctx, repo.Erasing); err != nil {
			return 0, err
		}
		return tx.ExpireCommentContacts(ctx, before, batch)
	}
	return 0, errors.New("nothing deletes this kind")
}

// expireAccounts erases accounts as their owners would. Who alone manages an
// enterprise with other members is left: they are in use through it.
func (a *App) expireAccounts(ctx context.Context, before time.Time, batch int) (total int64, err error) {
	var last int64
	for {
		ids, err := a.Repo.UnusedAccounts(ctx, before, last, batch)
		if err != nil || len(ids) == 0 {
			return total, err
		}
		for _, id := range ids {
			err := a.Repo.Write(ctx, func(tx *repo.Tx) error {
				if err := tx.HoldUnusedAccount(ctx, id, before); err != nil {
					return err
				}
				_, err := a.erase(ctx, tx, id)
				return err
			})
			switch {
			case err == nil:
				total++
			case !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound):
				return total, err
			}
		}
		last = ids[len(ids)-1]
	}
}
