package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/follow"
	"nayan/internal/message"
	"nayan/repo"
)

// TellFollowers is the job that writes to everybody who follows a consultation, or
// its unit or kind, that something happened. After is the last follower who was
// written to: it goes on there.
type TellFollowers struct {
	ConsultationID int64        `json:"consultation_id"`
	Event          follow.Event `json:"event"`
	ChangeID       int64        `json:"change_id"`
	After          int64        `json:"after"`
}

// Kind implements the queue's interface.
func (TellFollowers) Kind() string { return "tell_followers" }

// tellFollowers notes an event and its job in the transaction of what happened.
// Nobody is looked up here: there may be thousands. changeID tells two events of a
// kind apart, as the id of the extension does; 0 where there can be only one.
func (a *App) tellFollowers(ctx context.Context, tx *repo.Tx, consultationID int64, e follow.Event, changeID int64) (err error) {
	defer fault.Wrap(&err, "app.tellFollowers(%d, %s)", consultationID, e)
	first, err := tx.InsertFollowEvent(ctx, consultationID, e, changeID, a.Now().Truncate(time.Microsecond))
	if err != nil || !first {
		return err
	}
	return tx.Enqueue(ctx, TellFollowers{ConsultationID: consultationID, Event: e, ChangeID: changeID})
}

// tellBatch is how many followers one transaction writes to.
const tellBatch = 500

// TellFollowers writes to followers, batch by batch, until nobody is left or the
// time is up; then another job goes on. However often it is cut off and begins
// again, nobody is told twice: a cause is told once.
func (a *App) TellFollowers(ctx context.Context, job TellFollowers, until time.Time) (err error) {
	defer fault.Wrap(&err, "app.TellFollowers(%d, %s)", job.ConsultationID, job.Event)
	n, err := a.Repo.News(ctx, job.ConsultationID, job.Event, job.ChangeID)
	if err != nil {
		return err
	}
	for {
		if worthlessAt(n).Before(a.Now()) {
			return nil
		}
		last, err := a.tellBatch(ctx, n, job.After, tellBatch)
		if err != nil || last == 0 {
			return err
		}
		if job.After = last; a.Now().After(until) {
			return a.Repo.Write(ctx, func(tx *repo.Tx) error { return tx.Enqueue(ctx, job) })
		}
	}
}

// tellBatch writes to the next followers after one and gives the last of them, 0
// when there are none.
func (a *App) tellBatch(ctx context.Context, n repo.News, after int64, batch int) (last int64, err error) {
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		list, err := tx.FollowersToTell(ctx, n, after, batch)
		if err != nil || len(list) == 0 {
			return err
		}
		mails, err := a.newsMails(n, list)
		if err != nil {
			return err
		}
		ids, err := tx.InsertNewsMails(ctx, mails)
		if err != nil {
			return err
		}
		last = list[len(list)-1].ID
		if mails.State != message.Queued {
			return nil
		}
		return enqueueLater(ctx, tx, ids)
	})
	return last, err
}

// newsMails writes one mail to each follower.
func (a *App) newsMails(n repo.News, list []repo.Follower) (repo.NewsMails, error) {
	mails := repo.NewsMails{Template: n.Event.Template(), NotAfter: worthlessAt(n), At: a.Now()}
	mails.State = a.firstState(Message{Channel: message.Email, Template: mails.Template})
	for _, f := range list {
		email, err := a.Keys.Open(sealFollowerEmail, f.EmailSealed)
		if err != nil {
			return mails, err
		}
		token := a.followerToken(f.Nonce)
		values, err := json.Marshal(message.Values{Title: n.Title, Progress: string(n.Progress), Unit: n.UnitName, ClosesAt: n.ClosesAt, Path: n.Event.Page(n.No),
			Manage: ManageFollowsPath(token), Stop: StopFollowsPath(token, n.No)})
		if err != nil {
			return mails, err
		}
		mails.Add(f.ID, newsCause(n, f.ID), a.Keys.Seal(sealMessageRecipient, email), a.Keys.Seal(sealMessageValues, string(values)))
	}
	return mails, nil
}

// newsCause names what one follower is told once. It is by follower and not by
// what they follow: who follows unit and kind has one reason to be told. The
// consultation is its third part: see repo.DropNewsAbout.
func newsCause(n repo.News, followerID int64) string {
	return fmt.Sprintf("follow:%s:%d:%d:%d", n.Event, n.ConsultationID, n.ChangeID, followerID)
}

// worthlessAt says from when on nobody needs to be told. Nobody is asked to take
// part in what has been withdrawn, however long its job has waited.
func worthlessAt(n repo.News) time.Time {
	switch {
	case n.Event.WhileOpen() && n.WithdrawnAt != nil:
		return n.At // before the withdrawal
	case n.Event == follow.Milestone && n.Progress == "":
		return n.At // likewise: it was noted wrongly
	case n.Event.WhileOpen():
		return n.ClosesAt
	}
	return n.At.AddDate(0, 0, follow.NewsDays)
}

// enqueueLater queues messages that can wait.
func enqueueLater(ctx context.Context, tx *repo.Tx, ids []int64) error {
	jobs := make([]repo.Job, len(ids))
	for i, id := range ids {
		jobs[i] = SendMessage{MessageID: id}
	}
	return tx.EnqueueLater(ctx, jobs...)
}

// remindFrom is the hour of the day from which people are reminded.
const remindFrom = 8

// RemindFollowers reminds who follows a call whose last day is at most
// follow.ReminderDays calendar days away in the county, once for each closing.
func (a *App) RemindFollowers(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "app.RemindFollowers")
	now := a.Now()
	local := now.In(consult.Zone)
	if local.Hour() < remindFrom {
		return nil
	}
	until := time.Date(local.Year(), local.Month(), local.Day()+follow.ReminderDays+1, 0, 0, 0, 0, consult.Zone)
	calls, err := a.Repo.ClosingCalls(ctx, now, until)
	if err != nil {
		return err
	}
	for _, c := range calls {
		err := a.Repo.Write(ctx, func(tx *repo.Tx) error { return a.tellFollowers(ctx, tx, c.ID, follow.Reminder, c.ClosesAt.Unix()) })
		if err != nil {
			return err
		}
	}
	return nil
}
