package consult

import (
	"time"
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/internal/text"
	"nayan/internal/workday"
)

// ChangeKind says what was done to a consultation after its release.
type ChangeKind string

// The kinds of changes.
const (
	Extended      ChangeKind = "extended"    // 延长征集期限
	CallWithdrawn ChangeKind = "withdrawn"   // 撤回
	Delayed       ChangeKind = "delayed"     // 结果延期公布
	NewVersion    ChangeKind = "new_version" // 更新征求意见稿
	FinalText     ChangeKind = "final_text"  // 公布正式文本
	Corrected     ChangeKind = "corrected"   // 更正采纳情况
)

// ChangeKinds lists every kind.
var ChangeKinds = []ChangeKind{Extended, CallWithdrawn, Delayed, NewVersion, FinalText, Corrected}

// Change is one line of the public history of a consultation (变更记录). From and
// To are days: those on which the call ends, or by which the results are promised.
type Change struct {
	Kind    ChangeKind   `db:"kind" json:"kind"`
	At      time.Time    `db:"at" json:"at"`
	Reason  string       `db:"reason" json:"reason"`
	From    workday.Date `db:"from_on" json:"from,omitempty"`
	To      workday.Date `db:"to_on" json:"to,omitempty"`
	StaffID int64        `db:"staff_id" json:"staff_id"`
}

// mostLater bounds how far a date is moved at once, in days: a slip of the pen
// could not be taken back.
const mostLater = 366

// checkReason holds that a change says why.
func checkReason(bad *fault.Fields, reason string) {
	bad.Check(text.Ink(reason), "reason", "change.error.reason_required")
	bad.Check(utf8.RuneCountInString(reason) <= MaxReason, "reason", "consult.error.too_long", MaxReason)
}

// MayExtend reports why a call cannot be extended at now. What is over stays so:
// who came too late was told that it was. Errors: Conflict.
func (c Consultation) MayExtend(now time.Time) error {
	switch c.PhaseAt(now) {
	case Open, Scheduled:
		return nil
	}
	return fault.New(fault.Conflict, "change.error.extend")
}

// CheckExtend checks an extension to the end of a day, at now, for a reason.
// Errors: Conflict, Invalid.
func (c Consultation) CheckExtend(now time.Time, to workday.Date, reason string) error {
	if err := c.MayExtend(now); err != nil {
		return err
	}
	var bad fault.Fields
	last := c.LastDay()
	switch {
	case to.IsZero():
		bad.Add("closes_at", "change.error.closes_at_required")
	case !ClosingAfter(to).After(c.ClosesAt):
		bad.Add("closes_at", "change.error.closes_at_later", last.Year(), int(last.Month()), last.Day())
	case to > last+mostLater:
		bad.Add("closes_at", "change.error.far", mostLater)
	}
	checkReason(&bad, reason)
	return bad.Err()
}

// ClosingAfter is the first instant refused of a call that takes comments
// through the day.
func ClosingAfter(day workday.Date) time.Time { return (day + 1).In(Zone) }

// MayWithdraw reports why a consultation cannot be withdrawn. Errors: Conflict.
func (c Consultation) MayWithdraw() error {
	switch {
	case !c.Public():
		return fault.New(fault.Conflict, "results.error.not_public")
	case c.WithdrawnAt != nil:
		return fault.New(fault.Conflict, "results.error.withdrawn", *c.WithdrawnAt)
	case c.FirstResultsAt != nil, c.ResultsAt != nil:
		return fault.New(fault.Conflict, "change.error.withdraw")
	}
	return nil
}

// CheckWithdraw checks a withdrawal for a reason. Errors: Conflict, Invalid.
func (c Consultation) CheckWithdraw(reason string) error {
	if err := c.MayWithdraw(); err != nil {
		return err
	}
	var bad fault.Fields
	checkReason(&bad, reason)
	return bad.Err()
}

// MayDelay reports why no note of delay can be posted at now. Errors: Conflict.
func (c Consultation) MayDelay(now time.Time) error {
	switch {
	case c.PhaseAt(now) != Closed:
		return fault.New(fault.Conflict, "change.error.delay")
	case c.ResultsDueOn.IsZero():
		return fault.New(fault.Conflict, "change.error.delay_awaits", c.ResultsDueAwaits)
	}
	return nil
}

// CheckDelay checks a note that the results come by a later day, for a reason.
// Errors: Conflict, Invalid.
func (c Consultation) CheckDelay(now time.Time, to workday.Date, reason string) error {
	if err := c.MayDelay(now); err != nil {
		return err
	}
	var bad fault.Fields
	earliest := max(DayOf(now), c.Promised())
	switch {
	case to.IsZero():
		bad.Add("results_on", "change.error.results_on_required")
	case to <= earliest:
		bad.Add("results_on", "change.error.results_on_later", earliest.Year(), int(earliest.Month()), earliest.Day())
	case to > earliest+mostLater:
		bad.Add("results_on", "change.error.far", mostLater)
	}
	checkReason(&bad, reason)
	return bad.Err()
}
