package app_test

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/follow"
	"nayan/internal/message"
)

func TestEachHearsOfWhatTheyFollowAndOfNothingElse(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	var other int64
	c.get(t, &other, `INSERT INTO units (name) VALUES ('云溪县水利局') RETURNING id`)
	c.following(t, "one@example.com", follow.Subject{No: c.no})
	c.following(t, "unit@example.com", follow.Subject{UnitID: c.unit(t)})
	c.following(t, "kind@example.com", follow.Subject{Kind: consult.OtherKind})
	c.following(t, "all@example.com", follow.Subject{})
	c.following(t, "elsewhere@example.com", follow.Subject{UnitID: other}, follow.Subject{Kind: consult.Plan})
	wide := []string{"one@example.com", "unit@example.com", "kind@example.com", "all@example.com"}
	for e, want := range map[follow.Event][]string{follow.Released: wide, follow.Results: wide, follow.Reminder: wide[:1], follow.Extended: wide[:1],
		follow.Withdrawn: wide[:1], follow.Delayed: wide[:1], follow.NewVersion: wide[:1]} {
		c.happens(t, e, 7)
		var got []string
		for _, m := range c.read(t) {
			got = append(got, m.to)
			if m.template != e.Template() || m.values.Stop == "" || m.values.Manage == "" || !strings.HasPrefix(m.values.Path, "/consultations/"+c.no) {
				t.Errorf("%s: %+v", e, m)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s is told to %v, want %v", e, got, want)
		}
	}
}

func TestWhoFollowsForTwoReasonsGetsOneMail(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	c.following(t, zhu, follow.Subject{UnitID: c.unit(t)}, follow.Subject{Kind: consult.OtherKind}, follow.Subject{}, follow.Subject{No: c.no})
	c.happens(t, follow.Results, 0)
	if got := c.mails(t); len(got) != 1 {
		t.Errorf("%d mails for one event", len(got))
	}
}

// The program dies half-way through; the queue tries again from the beginning.
func TestNobodyIsToldTwiceHoweverOftenTheJobIsCutOff(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	c.crowd(t, 7, "consultation_id", c.id)
	if err := c.NoteEvent(t.Context(), c.id, follow.Results, 0); err != nil {
		t.Fatal(err)
	}
	job := app.TellFollowers{ConsultationID: c.id, Event: follow.Results}
	last, err := c.TellBatch(t.Context(), job, 3)
	if err != nil || last == 0 || len(c.mails(t)) != 3 {
		t.Fatalf("the first batch: last %d, %v", last, err)
	}
	for range 2 {
		if err := c.TellFollowers(t.Context(), job, c.now.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	jobs := c.count(t, `SELECT count(*) FROM river_job WHERE kind = 'send_message'`)
	followers := c.count(t, `SELECT count(DISTINCT follower_id) FROM messages`)
	if n := len(c.mails(t)); n != 7 || jobs != 7 || followers != 7 {
		t.Errorf("%d mails, %d jobs, %d followers, want 7 of each", n, jobs, followers)
	}
	if n := c.count(t, `SELECT count(*) FROM river_job WHERE kind = 'send_message' AND priority = 4`); n != 7 {
		t.Error("the news stands in the way of one-time codes")
	}
}

func TestTheSameEventIsNotedOnce(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	for range 3 {
		if err := c.NoteEvent(t.Context(), c.id, follow.Extended, 12); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.NoteEvent(t.Context(), c.id, follow.Extended, 13); err != nil {
		t.Fatal(err)
	}
	if n := c.count(t, `SELECT count(*) FROM river_job WHERE kind = 'tell_followers'`); n != 2 {
		t.Errorf("%d jobs for two extensions", n)
	}
}

func TestAJobThatRunsOutOfTimeLeavesTheRestToAnother(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	c.crowd(t, 501, "consultation_id", c.id)
	if err := c.NoteEvent(t.Context(), c.id, follow.Results, 0); err != nil {
		t.Fatal(err)
	}
	job := app.TellFollowers{ConsultationID: c.id, Event: follow.Results}
	if err := c.TellFollowers(t.Context(), job, c.now.Add(-time.Second)); err != nil {
		t.Fatal(err)
	}
	c.get(t, &job.After, `SELECT (args ->> 'after')::bigint FROM river_job WHERE kind = 'tell_followers' ORDER BY id DESC LIMIT 1`)
	if n := c.count(t, `SELECT count(*) FROM messages`); n != 500 || job.After == 0 {
		t.Fatalf("%d are told, the next begins after %d", n, job.After)
	}
	if err := c.TellFollowers(t.Context(), job, c.now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if n := c.count(t, `SELECT count(*) FROM messages`); n != 501 {
		t.Errorf("%d are told in the end", n)
	}
}

func TestWhoBeganToFollowLaterIsNotToldOfWhatWasBefore(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	if err := c.NoteEvent(t.Context(), c.id, follow.Released, 0); err != nil {
		t.Fatal(err)
	}
	c.now = c.now.Add(time.Second)
	c.following(t, zhu, follow.Subject{})
	if err := c.TellFollowers(t.Context(), app.TellFollowers{ConsultationID: c.id, Event: follow.Released}, c.now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := c.mails(t); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestNewsThatIsWorthlessByNowIsToldToNobody(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	c.following(t, zhu, follow.Subject{No: c.no})
	if err := c.NoteEvent(t.Context(), c.id, follow.Extended, 1); err != nil {
		t.Fatal(err)
	}
	c.now = callCloses.Add(time.Second)
	if err := c.TellFollowers(t.Context(), app.TellFollowers{ConsultationID: c.id, Event: follow.Extended, ChangeID: 1}, c.now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := c.mails(t); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// One click means that no more comes, for whatever reason it came, and not even
// what is waiting.
func TestStoppingTheNewsAboutACallStopsEveryReasonForItAndWhatStillWaits(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	token := c.following(t, zhu, follow.Subject{No: c.no}, follow.Subject{UnitID: c.unit(t)}, follow.Subject{Kind: consult.Plan})
	c.happens(t, follow.Results, 0)
	m := c.mails(t)[0]
	if m.values.Manage != app.ManageFollowsPath(token) || m.values.Stop != app.StopFollowsPath(token, c.no) {
		t.Errorf("the links: %+v", m.values)
	}
	if gone, err := c.StopFollowsAbout(t.Context(), path.Base(m.values.Manage), c.no); gone || err != nil {
		t.Fatalf("gone %v, %v", gone, err)
	}
	if got := c.mails(t); len(got) != 0 {
		t.Errorf("%d mails still wait", len(got))
	}
	f, err := c.Following(t.Context(), token)
	if err != nil || len(f.List) != 1 || f.List[0].Kind != consult.Plan {
		t.Errorf("what is left: %+v, %v", f.List, err)
	}
	c.happens(t, follow.Delayed, 1)
	if got := c.mails(t); len(got) != 0 {
		t.Errorf("the next event is told: %+v", got)
	}
}

func TestWhoStopsWhileEverybodyIsToldIsSentNothing(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	var tokens []string
	for i := range 20 {
		tokens = append(tokens, c.following(t, fmt.Sprintf("f%d@example.com", i), follow.Subject{No: c.no}))
	}
	if err := c.NoteEvent(t.Context(), c.id, follow.Results, 0); err != nil {
		t.Fatal(err)
	}
	errs := make([]error, 2)
	var wg sync.WaitGroup
	wg.Go(func() {
		for range 20 {
			_, err := c.TellBatch(t.Context(), app.TellFollowers{ConsultationID: c.id, Event: follow.Results}, 20)
			errs[0] = errors.Join(errs[0], err)
		}
	})
	wg.Go(func() {
		for _, token := range tokens {
			errs[1] = errors.Join(errs[1], c.StopFollows(t.Context(), app.ByLink(token)))
		}
	})
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if n := len(c.mails(t)); n != 0 || c.dump(t, "followers") != "[]" {
		t.Errorf("%d mails wait for who is gone", n)
	}
}

func TestWhoFollowsACallIsRemindedOnceThreeDaysBeforeItsLastDay(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	c.exec(t, `UPDATE consultations SET closes_at = $1`, time.Date(2026, 12, 11, 0, 0, 0, 0, consult.Zone)) // its last day is the 10th
	c.following(t, zhu, follow.Subject{No: c.no})
	c.following(t, "unit@example.com", follow.Subject{UnitID: c.unit(t)})
	reminded := func(at time.Time) int {
		c.now = at
		if err := c.RemindFollowers(t.Context()); err != nil {
			t.Fatal(err)
		}
		return c.count(t, `SELECT count(*) FROM river_job WHERE kind = 'tell_followers'`)
	}
	day := func(d, hour int) time.Time { return time.Date(2026, 12, d, hour, 0, 0, 0, consult.Zone) }
	for at, want := range map[time.Time]int{day(6, 23): 0, day(7, 7): 0} {
		if n := reminded(at); n != want {
			t.Errorf("at %s there are %d reminders", at, n)
		}
	}
	for _, at := range []time.Time{day(7, 8), day(7, 9), day(8, 8), day(10, 23), day(11, 8)} {
		if n := reminded(at); n != 1 {
			t.Errorf("at %s there are %d reminders, want the one of the 7th", at, n)
		}
	}
	c.now = day(7, 9)
	change := time.Date(2026, 12, 11, 0, 0, 0, 0, consult.Zone).Unix()
	if err := c.TellFollowers(t.Context(), app.TellFollowers{ConsultationID: c.id, Event: follow.Reminder, ChangeID: change}, c.now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := c.read(t); len(got) != 1 || got[0].to != zhu || got[0].template != message.FollowReminder {
		t.Errorf("%+v", got)
	}
	// An extension makes another last day.
	c.exec(t, `UPDATE consultations SET closes_at = $1`, day(16, 0))
	if n := reminded(day(12, 9)); n != 2 {
		t.Errorf("after an extension there are %d reminders", n)
	}
}

func TestAReminderThatWaitedUntilTheCallWasWithdrawnReachesNobody(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	c.following(t, zhu, follow.Subject{No: c.no})
	if err := c.NoteEvent(t.Context(), c.id, follow.Reminder, 1); err != nil {
		t.Fatal(err)
	}
	c.now = c.now.Add(time.Minute)
	if err := c.Withdraw(t.Context(), c.actor, c.id, "规划调整"); err != nil {
		t.Fatal(err)
	}
	for _, e := range []follow.Event{follow.Reminder, follow.Withdrawn} {
		job := app.TellFollowers{ConsultationID: c.id, Event: e, ChangeID: 1}
		if e == follow.Withdrawn {
			c.get(t, &job.ChangeID, `SELECT id FROM consultation_changes`)
		}
		if err := c.TellFollowers(t.Context(), job, c.now.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	if got := c.read(t); len(got) != 1 || got[0].template != message.FollowWithdrawn {
		t.Errorf("%+v", got)
	}
}

func TestACallThatWasWithdrawnRemindsNobody(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	if err := c.NoteEvent(t.Context(), c.id, follow.Withdrawn, 0); err != nil {
		t.Fatal(err)
	}
	c.now = callCloses.Add(-20 * time.Hour)
	if err := c.RemindFollowers(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := c.count(t, `SELECT count(*) FROM follow_events WHERE event = 'reminder'`); n != 0 {
		t.Error("somebody is reminded")
	}
}

func TestTheReleaseOfACallAndOfItsResultsIsToldToFollowers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.approved(t)
	d.step(t, id, d.zhao, consult.Release, "")
	d.setClock(d.closes.Add(time.Hour))
	if err := d.ReleaseResults(t.Context(), d.chen, id); err != nil {
		t.Fatal(err)
	}
	var events, jobs []string
	if err := d.db.Select(&events, `SELECT event FROM follow_events WHERE consultation_id = $1 ORDER BY at`, id); err != nil {
		t.Fatal(err)
	}
	if err := d.db.Select(&jobs, `SELECT args ->> 'event' FROM river_job WHERE kind = 'tell_followers' ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	if want := []string{"released", "results"}; !slices.Equal(events, want) || !slices.Equal(jobs, want) {
		t.Errorf("events %v, jobs %v", events, jobs)
	}
}

func TestWhatAStepThatFailsWouldHaveToldIsToldToNobody(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.approved(t)
	d.setClock(d.closes.Add(time.Hour)) // too late to release
	if err := d.Step(t.Context(), d.zhao, id, consult.Release, ""); err == nil {
		t.Fatal("it was released")
	}
	var n int
	if err := d.db.Get(&n, `SELECT (SELECT count(*) FROM follow_events) + (SELECT count(*) FROM river_job)`); err != nil || n != 0 {
		t.Errorf("%d events and jobs, %v", n, err)
	}
}
