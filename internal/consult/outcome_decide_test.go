package consult_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

func TestADecisionMayBeADraftWithoutAReason(t *testing.T) {
	t.Parallel()
	d := consult.Decision{Outcome: consult.Explained, Reason: " \r\n"}.Normalise()
	if err := d.Validate(); err != nil || d.Reason != "" {
		t.Errorf("%+v: %v", d, err)
	}
	for d, want := range map[consult.Decision]string{
		{Outcome: "maybe"}: "outcome decide.error.outcome",
		{Outcome: consult.Adopted, Reason: strings.Repeat("因", consult.MaxReasonRunes+1)}: "reason decide.error.reason_long",
	} {
		if got := fields(d.Validate()); !slices.Equal(got, []string{want}) {
			t.Errorf("%q: %v, want %s", d.Outcome, got, want)
		}
	}
}

func TestHidingNeedsAReasonAndNothingGoesBackToPending(t *testing.T) {
	t.Parallel()
	for m, want := range map[consult.Moderation]string{
		{To: consult.Hidden, Code: consult.ReasonOther, Reason: " "}: "reason moderate.error.reason_required",
		{To: consult.Hidden, Reason: "不宜公开"}:                         "code moderate.error.code",
		{To: consult.Hidden, Code: "rude", Reason: "不宜公开"}:           "code moderate.error.code",
		{To: consult.Pending}: "visibility moderate.error.visibility",
		{To: consult.Hidden, Code: consult.ReasonInsult, Reason: strings.Repeat("因", consult.MaxHiddenReasonRunes+1)}: "reason moderate.error.reason_long",
	} {
		if got := fields(m.Normalise().Validate()); !slices.Equal(got, []string{want}) {
			t.Errorf("%+v: %v", m, got)
		}
	}
	published := consult.Moderation{To: consult.Published, Code: consult.ReasonSpam, Reason: "left over in the form"}.Normalise()
	if err := published.Validate(); err != nil || published != (consult.Moderation{To: consult.Published}) {
		t.Errorf("published: %+v, %v", published, err)
	}
}

func TestResultsAreReleasedFromTheClosingInstantOnAndOnce(t *testing.T) {
	t.Parallel()
	closes := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	call := consult.Times{OpensAt: closes.AddDate(0, 0, -30), ClosesAt: closes}
	released := call
	released.ResultsAt = &closes
	for name, c := range map[string]struct {
		state consult.State
		times consult.Times
		now   time.Time
		want  string
	}{
		"at the closing instant":  {consult.Released, call, closes, ""},
		"a microsecond before":    {consult.Released, call, closes.Add(-time.Microsecond), "results.error.not_closed"},
		"a second time":           {consult.Released, released, closes.Add(time.Hour), "results.error.already_released"},
		"a call not yet released": {consult.Approved, call, closes, "results.error.not_public"},
	} {
		err := consult.CheckReleasable(c.state, c.times, c.now)
		if (c.want == "") != (err == nil) || err != nil && (fault.Of(err).Key != c.want || !fault.Is(err, fault.Conflict)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
