package consult_test

import (
	"strings"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/workday"
)

func day(t *testing.T, text string) workday.Date {
	t.Helper()
	d, err := workday.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestACallIsExtendedToALaterDayWhileItIsNotOver(t *testing.T) {
	t.Parallel()
	c := closed(t)
	for _, x := range []struct{ now, to, field, key string }{
		{"2026-07-20 09:00:00", "2026-10-09", "", ""}, // not open yet
		{"2026-09-25 23:59:59", "2026-09-26", "", ""},
		{"2026-09-01 09:00:00", "2026-09-25", "closes_at", "change.error.closes_at_later"},
		{"2026-09-01 09:00:00", "2027-09-27", "closes_at", "change.error.far"},
	} {
		err := c.CheckExtend(at(t, x.now), day(t, x.to), "应群众要求")
		if got := broken(err); x.key != got[x.field] || len(got) > 1 {
			t.Errorf("at %s to %s: %v", x.now, x.to, err)
		}
	}
	if got := broken(c.CheckExtend(at(t, "2026-09-01 09:00:00"), 0, "　")); len(got) != 2 || got["closes_at"] == "" || got["reason"] == "" {
		t.Errorf("an empty form: %v", got)
	}
	if err := c.CheckExtend(c.ClosesAt, day(t, "2026-10-09"), "理由"); !fault.Is(err, fault.Conflict) {
		t.Errorf("at the closing instant: %v", err)
	}
	c.ClosesAt = at(t, "2026-09-25 12:00:00")
	if err := c.CheckExtend(at(t, "2026-09-25 09:00:00"), day(t, "2026-09-25"), "理由"); err != nil {
		t.Errorf("from noon to the end of the day: %v", err)
	}
}

func TestAConsultationIsWithdrawnOnceAndBeforeItsResults(t *testing.T) {
	t.Parallel()
	c := closed(t)
	if err := c.CheckWithdraw("规划依据调整"); err != nil {
		t.Error(err)
	}
	if got := broken(c.CheckWithdraw(strings.Repeat("由", consult.MaxReason+1))); got["reason"] != "consult.error.too_long" {
		t.Errorf("a long reason: %v", got)
	}
	then := at(t, "2026-10-09 09:00:00")
	answered, withdrawn, draft := c, c, c
	answered.ResultsAt, withdrawn.WithdrawnAt, draft.State = &then, &then, consult.Drafting
	for name, con := range map[string]consult.Consultation{"answered": answered, "withdrawn": withdrawn, "a draft": draft} {
		if err := con.CheckWithdraw("理由"); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := consult.CheckReleasable(withdrawn.State, withdrawn.Times, then); fault.Of(err).Key != "results.error.withdrawn" {
		t.Errorf("results of what was withdrawn: %v", err)
	}
}

func TestADelayIsToldWithALaterDay(t *testing.T) {
	t.Parallel()
	c := closed(t)
	now := at(t, "2026-10-12 09:00:00")
	for to, key := range map[string]string{"2026-10-13": "", "2026-10-12": "change.error.results_on_later",
		"2026-10-09": "change.error.results_on_later", "2027-10-20": "change.error.far"} {
		if got := broken(c.CheckDelay(now, day(t, to), "意见较多"))["results_on"]; got != key {
			t.Errorf("to %s: %q, want %q", to, got, key)
		}
	}
	c.ResultsDelayedTo = day(t, "2026-11-30")
	if got := broken(c.CheckDelay(now, day(t, "2026-11-30"), "")); len(got) != 2 {
		t.Errorf("a second note that tells nothing new: %v", got)
	}
	if got := broken(c.CheckDelay(now, 0, "理由")); got["results_on"] != "change.error.results_on_required" {
		t.Errorf("no day: %v", got)
	}
	if err := c.CheckDelay(at(t, "2026-09-01 09:00:00"), day(t, "2026-12-01"), "理由"); !fault.Is(err, fault.Conflict) {
		t.Errorf("while it is open: %v", err)
	}
	c.ResultsDueOn, c.ResultsDueAwaits = 0, 2027
	if err := c.CheckDelay(now, day(t, "2026-12-01"), "理由"); fault.Of(err).Key != "change.error.delay_awaits" {
		t.Errorf("nothing was promised: %v", err)
	}
}
