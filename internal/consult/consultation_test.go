package consult_test

import (
	"testing"

	"nayan/internal/consult"
)

func TestThePublicSeesNothingBeforeTheRelease(t *testing.T) {
	t.Parallel()
	c := consult.Consultation{Times: consult.Times{OpensAt: at(t, "2026-11-01 09:00:00"), ClosesAt: at(t, "2026-12-02 00:00:00")}}
	now := at(t, "2026-11-10 09:00:00")
	for _, state := range consult.States {
		c.State = state
		want := consult.Unreleased
		if state == consult.Released {
			want = consult.Open
		}
		if got := c.PhaseAt(now); got != want {
			t.Errorf("in state %s the phase is %q, want %q", state, got, want)
		}
	}
}

func TestCommentsShowWhileOpenOnlyWhereTheConsultationSaysSo(t *testing.T) {
	t.Parallel()
	c := consult.Consultation{State: consult.Released,
		Times: consult.Times{OpensAt: at(t, "2026-11-01 09:00:00"), ClosesAt: at(t, "2026-12-02 00:00:00")}}
	if c.ShowsCommentsAt(c.OpensAt) {
		t.Error("comments show while the call is open by default")
	}
	if !c.ShowsCommentsAt(c.ClosesAt) {
		t.Error("comments do not show after closing")
	}
	c.PublishWhileOpen = true
	if !c.ShowsCommentsAt(c.OpensAt) {
		t.Error("comments do not show although the consultation says so")
	}
	if c.ShowsCommentsAt(c.OpensAt.Add(-1)) {
		t.Error("comments show before the opening")
	}
}

func TestOnlyUnitsOfMeaningTakeComments(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		clause consult.Clause
		want   bool
	}{
		{consult.Clause{Kind: "article", Depth: 1}, true},
		{consult.Clause{Kind: "preamble"}, true},
		{consult.Clause{Kind: "appendix"}, true},
		{consult.Clause{Kind: "table", Depth: 2}, true},
		{consult.Clause{Kind: "chapter", Heading: "总则"}, false},
		{consult.Clause{Kind: "item", Depth: 2, Text: "（一）"}, false},
		{consult.Clause{Kind: "paragraph", Text: "没有条号的一段"}, true},
	} {
		if got := c.clause.Commentable(); got != c.want {
			t.Errorf("%+v commentable: %v", c.clause, got)
		}
	}
}
