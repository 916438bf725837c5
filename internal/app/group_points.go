package app

import (
	"context"
	"math"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/similar"
	"nayan/repo"
)

// GroupPoints is the job that groups the points of a consultation that say the same.
type GroupPoints struct {
	ConsultationID int64 `json:"consultation_id"`
}

// Kind implements the queue's interface.
func (GroupPoints) Kind() string { return "group_points" }

const (
	// groupBatch is how many points one transaction groups.
	groupBatch = 2000
	// settleAfter is how long a comment may take from its id to when it can be read:
	// longer than any request or job is let run.
	settleAfter = 10 * time.Minute
	// groupNow is how many points are grouped while somebody waits for the page.
	groupNow = 500
	// hintNow is of how many groups it is then asked which are on one matter; of more,
	// within a minute.
	hintNow = 2000
)

// GroupPoints groups the points that are in no group yet, batch by batch, and then
// looks which groups may be on one matter. It can be cut off at any time and begun
// again; two at once take turns, and neither misses or doubles a point.
func (a *App) GroupPoints(ctx context.Context, consultationID int64) (err error) {
	defer fault.Wrap(&err, "app.GroupPoints(%d)", consultationID)
	return a.groupPoints(ctx, &groupRun{consultationID: consultationID, began: a.Now(), wait: true})
}

// RegroupPoints takes the groups of a consultation away and makes them anew. What
// staff chose about a group stays with the point that leads it.
func (a *App) RegroupPoints(ctx context.Context, consultationID int64) (err error) {
	defer fault.Wrap(&err, "app.RegroupPoints(%d)", consultationID)
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if _, err := tx.LockSimilar(ctx, consultationID, true); err != nil {
			return err
		}
		_, err := tx.ForgetSimilar(ctx, consultationID, similar.Version)
		return err
	})
	if err != nil {
		return err
	}
	return a.GroupPoints(ctx, consultationID)
}

// GroupNow brings the groups of a consultation up to date for who is about to read
// them, if that takes no time; else it asks the queue to, and answers false.
func (a *App) GroupNow(ctx context.Context, consultationID int64) (ready bool, err error) {
	defer fault.Wrap(&err, "app.GroupNow(%d)", consultationID)
	n, err := a.Repo.Ungrouped(ctx, consultationID, groupNow+1)
	if err != nil || n == 0 {
		return err == nil, err
	}
	if n > groupNow {
		return false, a.Repo.Write(ctx, func(tx *repo.Tx) error { return tx.EnqueueOnce(ctx, GroupPoints{consultationID}) })
	}
	err = a.groupPoints(ctx, &groupRun{consultationID: consultationID, began: a.Now()})
	if fault.Is(err, fault.NotFound) {
		return false, nil // somebody is at it
	}
	return err == nil, err
}

// GroupNewPoints asks the queue to group the points of every call that got some.
func (a *App) GroupNewPoints(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "app.GroupNewPoints")
	ids, err := a.Repo.CallsToGroup(ctx, similar.Version, a.Now().Add(-settleAfter))
	if err != nil || len(ids) == 0 {
		return err
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		for _, id := range ids {
			if err := tx.EnqueueOnce(ctx, GroupPoints{id}); err != nil {
				return err
			}
		}
		return nil
	})
}

// groupRun goes once through the points of a consultation that are in no group.
type groupRun struct {
	consultationID int64
	began          time.Time
	wait           bool // for who is at it
	after          consult.PointKey
	turn           int64    // of the state as the last batch left it
	all            *placing // everything that is grouped so far; nil: it is asked for batch by batch
}

func (a *App) groupPoints(ctx context.Context, run *groupRun) error {
	for more := true; more; {
		err := a.Repo.Write(ctx, func(tx *repo.Tx) (err error) {
			more, err = a.groupBatch(ctx, tx, run)
			return err
		})
		if err != nil {
			return err
		}
	}
	most := hintNow
	if run.wait {
		most = math.MaxInt
	}
	return a.hint(ctx, run.consultationID, most)
}

// groupBatch groups the next points; with the last ones it notes how far it came.
func (a *App) groupBatch(ctx context.Context, tx *repo.Tx, run *groupRun) (more bool, err error) {
	state, err := tx.LockSimilar(ctx, run.consultationID, run.wait)
	if err != nil {
		return false, err
	}
	if state.Version != similar.Version {
		if state, err = tx.ForgetSimilar(ctx, run.consultationID, similar.Version); err != nil {
			return false, err
		}
	}
	if run.turn != state.Turn { // it begins, or somebody else was at it
		run.all, run.after = nil, consult.PointKey{CommentID: state.Settled + 1}
	}
	points, err := tx.NextUngrouped(ctx, run.consultationID, run.after, groupBatch)
	if err != nil {
		return false, err
	}
	if len(points) > 0 {
		if state.Groups, err = run.place(ctx, tx, points, state.Groups); err != nil {
			return false, err
		}
		run.after = points[len(points)-1].PointKey
	}
	more = len(points) == groupBatch
	if !more {
		if err := a.finishRun(ctx, tx, run, &state); err != nil {
			return false, err
		}
	}
	state.Turn++
	run.turn = state.Turn
	return more, tx.SaveSimilar(ctx, run.consultationID, state)
}

// finishRun works out what the groups are that changed, and moves the mark. The run
// looked at everything that could be read when it began: what was marked long enough
// before that is settled. It does not ask when comments were received, as letters
// are taken down weeks later.
func (a *App) finishRun(ctx context.Context, tx *repo.Tx, run *groupRun, state *repo.SimilarState) error {
	now, err := tx.SimilarNow(ctx, run.consultationID)
	if err != nil {
		return err
	}
	changed := now.Superseded != state.Superseded || now.Batches != state.Batches
	if err := tx.CountGrownGroups(ctx, run.consultationID, changed); err != nil {
		return err
	}
	state.Seen, state.Superseded, state.Batches = now.Seen, now.Superseded, now.Batches
	if !run.began.Before(state.MarkAt.Add(settleAfter)) {
		state.Settled, state.Mark, state.MarkAt = state.Mark, now.Seen, a.Now()
	}
	return nil
}
