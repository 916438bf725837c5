package consult_test

import (
	"strings"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/workday"
)

func TestOnlyListedKindsAreValid(t *testing.T) {
	t.Parallel()
	for _, k := range consult.Kinds {
		if !k.Valid() {
			t.Errorf("%s is listed but not valid", k)
		}
	}
	if consult.Kind("law").Valid() || consult.Kind("").Valid() {
		t.Error("a kind that is not listed is valid")
	}
}

func TestARuleIsBoundedAndNamesItsSource(t *testing.T) {
	t.Parallel()
	good := consult.KindRule{Kind: consult.Plan, Enabled: true, ResultsDays: 20,
		Minimum: consult.Minimum{MinimumDays: 7, MinimumIn: workday.WorkingDays, MinimumSource: " 本地\n做法 "}}.Clean()
	if err := good.Validate(); err != nil || good.MinimumSource != "本地 做法" {
		t.Errorf("%+v: %v", good, err)
	}
	none := consult.KindRule{ResultsDays: 1, Minimum: consult.Minimum{MinimumIn: workday.CalendarDays}}
	if err := none.Validate(); err != nil {
		t.Errorf("no minimum needs no source: %v", err)
	}
	for name, change := range map[string]func(*consult.KindRule){
		"minimum":      func(r *consult.KindRule) { r.MinimumDays = consult.MaxMinimum + 1 },
		"minimum_in":   func(r *consult.KindRule) { r.MinimumIn = "weeks" },
		"source":       func(r *consult.KindRule) { r.MinimumSource = "" },
		"results_days": func(r *consult.KindRule) { r.ResultsDays = 0 },
	} {
		r := good
		change(&r)
		if got := broken(r.Validate()); len(got) != 1 || got[name] == "" {
			t.Errorf("%s broken: %v", name, got)
		}
	}
	long := good
	long.MinimumSource, long.MinimumDays = strings.Repeat("据", consult.MaxSource+1), -1
	if got := broken(long.Validate()); len(got) != 2 {
		t.Errorf("a long source and a negative minimum: %v", got)
	}
}

func TestOnlyListedAudiencesAreValid(t *testing.T) {
	t.Parallel()
	for _, a := range consult.Audiences {
		if !a.Valid() {
			t.Errorf("%s is listed but not valid", a)
		}
	}
	if consult.Audience("everyone").Valid() {
		t.Error("an unknown audience is valid")
	}
}
