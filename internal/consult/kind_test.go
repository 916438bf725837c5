package consult_test

import (
	"testing"

	"nayan/internal/consult"
)

func TestTheLawSetsThirtyDaysForTwoKinds(t *testing.T) {
	t.Parallel()
	for _, k := range consult.Kinds {
		want := 0
		if k == consult.MajorDecision || k == consult.BusinessDocument {
			want = 30
		}
		if k.MinimumDays() != want {
			t.Errorf("%s: %d days, want %d", k, k.MinimumDays(), want)
		}
		if (k.PeriodKey() != "") != (want > 0) {
			t.Errorf("%s: a minimum is said with its law, and only then; key %q", k, k.PeriodKey())
		}
		if !k.Valid() {
			t.Errorf("%s is listed but not valid", k)
		}
	}
	if consult.Kind("rule").Valid() || consult.Kind("").Valid() {
		t.Error("a kind that a county cannot make is valid")
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
