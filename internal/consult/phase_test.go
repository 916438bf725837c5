package consult_test

import (
	"testing"
	"time"

	"nayan/internal/consult"
)

// at reads a time in the county's zone.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation(time.DateTime, s, consult.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestThePhaseFollowsFromTheInstant(t *testing.T) {
	t.Parallel()
	results := at(t, "2026-12-20 10:00:00")
	times := consult.Times{OpensAt: at(t, "2026-11-01 09:00:00"), ClosesAt: at(t, "2026-12-02 00:00:00"), ResultsAt: &results}
	for _, c := range []struct {
		name string
		now  time.Time
		want consult.Phase
	}{
		{"a moment before opening", times.OpensAt.Add(-1), consult.Scheduled},
		{"at the opening instant", times.OpensAt, consult.Open},
		{"in the last second, 23:59:59", times.LastSecond(), consult.Open},
		{"in the last nanosecond", times.ClosesAt.Add(-1), consult.Open},
		{"at the closing instant, 00:00:00", times.ClosesAt, consult.Closed},
		{"a moment before the results", results.Add(-1), consult.Closed},
		{"when the results come out", results, consult.Answered},
	} {
		if got := times.PhaseAt(c.now); got != c.want {
			t.Errorf("%s the phase is %s, want %s", c.name, got, c.want)
		}
	}
	withdrawn := times.OpensAt.Add(1)
	times.WithdrawnAt = &withdrawn
	if at, before := times.PhaseAt(results), times.PhaseAt(times.OpensAt); at != consult.Withdrawn || before != consult.Open {
		t.Errorf("withdrawn, the phase is %s, and was %s", at, before)
	}
	times.WithdrawnAt, times.ResultsAt = nil, nil
	if got := times.PhaseAt(results.AddDate(1, 0, 0)); got != consult.Closed {
		t.Errorf("a year later without results the phase is %s", got)
	}
}

func TestDaysAreCalendarDays(t *testing.T) {
	t.Parallel()
	times := consult.Times{OpensAt: at(t, "2026-11-01 09:00:00"), ClosesAt: at(t, "2026-12-02 00:00:00")}
	if got := times.PeriodDays(consult.Zone); got != 30 {
		t.Errorf("the period has %d days, want 30: the first one is not counted", got)
	}
	if got := times.LastSecond().Format(time.DateTime); got != "2026-12-01 23:59:59" {
		t.Errorf("the last second is %s", got)
	}
	for now, want := range map[string]int{
		"2026-12-01 23:59:59": 1, "2026-12-01 00:00:00": 1, "2026-11-30 23:59:59": 2, "2026-12-02 00:00:00": 0, "2027-01-01 00:00:00": 0,
	} {
		if got := times.DaysLeft(at(t, now)); got != want {
			t.Errorf("at %s %d days are left, want %d", now, got, want)
		}
	}
}
