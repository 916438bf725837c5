package consult

import (
	"time"

	"nayan/internal/fault"
)

// Zone is the time zone in which days and periods count. The country has had no
// summer time since 1991, so that a fixed offset needs no table of zones.
var Zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// Phase is what the public sees. It is derived, never stored, so a late timer
// can never keep a consultation open.
type Phase string

// The phases.
const (
	Unreleased Phase = ""          // not public
	Scheduled  Phase = "scheduled" // 即将开始
	Open       Phase = "open"      // 征集中
	Closed     Phase = "closed"    // 已截止，办理中
	Answered   Phase = "answered"  // 结果已公布
	Withdrawn  Phase = "withdrawn" // 已撤回
)

// Phases lists the public phases in the order lists show them.
var Phases = []Phase{Open, Scheduled, Closed, Answered, Withdrawn}

// Times are the instants a phase follows from. ClosesAt is the first instant at
// which comments are refused (00:00:00 after the last day).
type Times struct {
	OpensAt     time.Time  `db:"opens_at"`
	ClosesAt    time.Time  `db:"closes_at"`
	ResultsAt   *time.Time `db:"results_at"`
	WithdrawnAt *time.Time `db:"withdrawn_at"`
}

// PhaseAt derives the phase of a released consultation.
func (t Times) PhaseAt(now time.Time) Phase {
	switch {
	case t.WithdrawnAt != nil && !now.Before(*t.WithdrawnAt):
		return Withdrawn
	case t.ResultsAt != nil && !now.Before(*t.ResultsAt):
		return Answered
	case !now.Before(t.ClosesAt):
		return Closed
	case !now.Before(t.OpensAt):
		return Open
	default:
		return Scheduled
	}
}

// CheckOpen says why the call takes no comment at now, or nil. One that waited
// for the release of the results came too late, even with an earlier instant.
// Errors: Closed, with the last second, the opening instant or that of the withdrawal.
func (t Times) CheckOpen(now time.Time) error {
	switch {
	case t.WithdrawnAt != nil:
		return fault.New(fault.Closed, "comment.error.withdrawn", *t.WithdrawnAt)
	case t.ResultsAt != nil || !now.Before(t.ClosesAt):
		return fault.New(fault.Closed, "comment.error.closed", t.LastSecond())
	case now.Before(t.OpensAt):
		return fault.New(fault.Closed, "comment.error.not_open", t.OpensAt)
	}
	return nil
}

// LastSecond is the last second that still counts, as notices print it
// (23:59:59 of the closing day).
func (t Times) LastSecond() time.Time { return t.ClosesAt.Add(-time.Second) }

// DaysLeft counts the calendar days left at now, the current one included, in
// now's location; 0 once closed.
func (t Times) DaysLeft(now time.Time) int {
	if !now.Before(t.ClosesAt) {
		return 0
	}
	return daysBetween(now, t.LastSecond().In(now.Location())) + 1
}

// PeriodDays counts the calendar days of the call; the first day is not counted
// (民法典 art. 201, by analogy).
func (t Times) PeriodDays(loc *time.Location) int {
	return daysBetween(t.OpensAt.In(loc), t.LastSecond().In(loc))
}

func daysBetween(a, b time.Time) int {
	day := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(day(b).Sub(day(a)).Hours() / 24)
}
