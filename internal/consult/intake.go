package consult

import (
	"slices"
	"time"
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/internal/text"
)

// The window of intake (线下登记), in calendar days after the closing day.
const (
	DefaultIntakeDays = 5
	MaxIntakeDays     = 30
)

// MaxPlaceRunes bounds where a hearing or a forum was held.
const MaxPlaceRunes = 100

// Offline reports whether a clerk recorded what came by this channel.
func (c Channel) Offline() bool { return slices.Contains(IntakeChannels, c) }

// AtMeeting reports whether the opinion was given where several were heard.
func (c Channel) AtMeeting() bool { return c == AtForum || c == AtHearing }

// Intake is an opinion that came on paper or by word, as a clerk records it. Days
// are midnights of Zone; the zero time is none. By which way it came is also by
// which way its sender agreed to be written down: a letter in writing, a call or a
// visit by word.
type Intake struct {
	Channel      Channel
	ReceivedOn   time.Time
	PostmarkedOn time.Time // of a letter; zero where there is none or nobody can read it
	Place        string    // of a hearing or a forum
	Submission   Submission
}

// Normalise gives the intake as it is stored.
func (i Intake) Normalise() Intake {
	i.Place, i.Submission = text.Line(i.Place), i.Submission.Normalise()
	return i
}

// Day is the day that counts: that of the postmark for a letter, else that on
// which it was received (the sender has done their part by then; 民法典 art. 137
// and 民事诉讼法 art. 85 on time spent in the post, by analogy).
func (i Intake) Day() time.Time {
	if i.Channel == ByLetter && !i.PostmarkedOn.IsZero() {
		return i.PostmarkedOn
	}
	return i.ReceivedOn
}

// dayField is the form's field of Day.
func (i Intake) dayField() string {
	if i.Channel == ByLetter && !i.PostmarkedOn.IsZero() {
		return "postmarked_on"
	}
	return "received_on"
}

// IntakeWindow says until when opinions that came in time may be recorded.
type IntakeWindow struct {
	Times
	IntakeDays     int        `db:"intake_days"`
	IntakeClosedAt *time.Time `db:"intake_closed_at"` // somebody ended it before its time
}

// IntakeUntil is the first instant at which nothing is recorded any more: the end
// of the last of the days after the closing day, or the closing itself.
func (w IntakeWindow) IntakeUntil() time.Time {
	if w.IntakeDays == 0 {
		return w.ClosesAt
	}
	y, m, d := w.LastSecond().In(Zone).Date()
	return time.Date(y, m, d+w.IntakeDays+1, 0, 0, 0, 0, Zone)
}

// IntakePending reports whether the call is closed and something that came in time
// may still be recorded: its results have to wait.
func (w IntakeWindow) IntakePending(now time.Time) bool {
	return !now.Before(w.ClosesAt) && now.Before(w.IntakeUntil()) && w.IntakeClosedAt == nil && w.ResultsAt == nil && w.WithdrawnAt == nil
}

// CheckIntakeOpen says why nothing can be recorded at now, or nil. Error: Closed.
func (w IntakeWindow) CheckIntakeOpen(now time.Time) error {
	switch {
	case w.WithdrawnAt != nil:
		return fault.New(fault.Closed, "comment.error.withdrawn", *w.WithdrawnAt)
	case w.ResultsAt != nil:
		return fault.New(fault.Closed, "intake.error.released", *w.ResultsAt)
	case now.Before(w.OpensAt):
		return fault.New(fault.Closed, "comment.error.not_open", w.OpensAt)
	case w.IntakeClosedAt != nil:
		return fault.New(fault.Closed, "intake.error.ended", *w.IntakeClosedAt)
	case !now.Before(w.IntakeUntil()):
		return fault.New(fault.Closed, "intake.error.over", w.IntakeUntil().Add(-time.Second))
	}
	return nil
}

// CheckCloseIntake says why the intake cannot be ended before its time, or nil.
// Errors: Closed as of CheckIntakeOpen; Conflict while the call is open.
func (w IntakeWindow) CheckCloseIntake(now time.Time) error {
	if err := w.CheckIntakeOpen(now); err != nil {
		return err
	}
	if now.Before(w.ClosesAt) {
		return fault.New(fault.Conflict, "intake.error.still_open", w.LastSecond())
	}
	return nil
}

// Received gives the instant under which the intake is stored. Only the day
// counts: any part of it within the period will do. The instant is noon of the
// day, moved into the period and never into the future.
func (w IntakeWindow) Received(day, now time.Time) time.Time {
	at := day.Add(12 * time.Hour)
	if at.Before(w.OpensAt) {
		at = w.OpensAt
	}
	if !at.Before(w.ClosesAt) {
		at = w.ClosesAt.Add(-time.Microsecond) // as finely as Postgres keeps instants
	}
	if at.After(now) {
		at = now
	}
	return at.Truncate(time.Microsecond)
}

// Validate checks a normalised intake against the window at now, fields as in the
// form; what is wrong with the days stands beside them. Error: Invalid.
func (i Intake) Validate(w IntakeWindow, now time.Time) error {
	var f fault.Fields
	f.Check(i.Channel.Offline(), "channel", "intake.error.channel")
	i.checkDays(&f, w, now)
	f.Check(i.Place != "" || !i.Channel.AtMeeting(), "place", "intake.error.place_required")
	f.Check(utf8.RuneCountInString(i.Place) <= MaxPlaceRunes, "place", "intake.error.place_long", MaxPlaceRunes)
	for _, broken := range fault.Of(i.Submission.Validate()).Fields {
		f.Add(broken.Name, broken.Key, broken.Args...)
	}
	return f.Err()
}

func (i Intake) checkDays(f *fault.Fields, w IntakeWindow, now time.Time) {
	if err := w.CheckIntakeOpen(now); err != nil {
		why := fault.Of(err)
		f.Add("received_on", why.Key, why.Args...)
		return
	}
	if i.ReceivedOn.IsZero() {
		f.Add("received_on", "intake.error.received_on")
		return
	}
	f.Check(!i.ReceivedOn.After(now), "received_on", "intake.error.future")
	f.Check(i.PostmarkedOn.IsZero() || i.Channel == ByLetter, "postmarked_on", "intake.error.no_letter")
	f.Check(!i.PostmarkedOn.After(i.ReceivedOn), "postmarked_on", "intake.error.postmark_after")
	i.checkPeriod(f, w)
}

// checkPeriod holds that some part of the day that counts lies within the period.
func (i Intake) checkPeriod(f *fault.Fields, w IntakeWindow) {
	day := i.Day()
	switch {
	case !day.AddDate(0, 0, 1).After(w.OpensAt):
		f.Add(i.dayField(), "intake.error.before_opening", w.OpensAt)
	case day.Before(w.ClosesAt):
	case i.dayField() == "postmarked_on":
		f.Add("postmarked_on", "intake.error.posted_late", w.LastSecond())
	case i.Channel == ByLetter:
		f.Add("received_on", "intake.error.letter_late", w.LastSecond())
	default:
		f.Add("received_on", "intake.error.late", w.LastSecond())
	}
}
