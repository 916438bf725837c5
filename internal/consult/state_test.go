package consult_test

import (
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
)

// Four members of staff; the fourth never had a hand in it.
const (
	wang int64 = iota + 1
	li
	zhao
	chen
)

var everyAction = []consult.Action{consult.Submit, consult.ReviewPass, consult.ReviewSendBack, consult.Approve,
	consult.ApproveBack, consult.Release, consult.ReleaseBack}

func TestEveryActionStartsFromOneStateOnly(t *testing.T) {
	t.Parallel()
	from := map[consult.Action]consult.State{}
	for _, row := range consult.Transitions {
		if _, twice := from[row.Action]; twice {
			t.Errorf("%s starts from two states", row.Action)
		}
		from[row.Action] = row.From
	}
	for _, action := range everyAction {
		for _, state := range consult.States {
			_, err := consult.Step(action, state, chen, consult.Hands{Author: chen}, "理由")
			if refused := fault.Is(err, fault.Conflict); refused != (from[action] != state) {
				t.Errorf("%s from %s: %v", action, state, err)
			}
		}
	}
}

func TestEveryBackwardStepNeedsAReasonAndLeadsToTheAuthor(t *testing.T) {
	t.Parallel()
	hands := consult.Hands{Author: wang, Reviewer: li}
	for _, row := range consult.Transitions {
		back := row.To == consult.Drafting
		if row.NeedsReason != back {
			t.Errorf("%s: needs a reason %v, goes back %v", row.Action, row.NeedsReason, back)
		}
		if !back {
			continue
		}
		for _, reason := range []string{"", " \t　\n"} {
			if _, err := consult.Step(row.Action, row.From, chen, hands, reason); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s with the reason %q: %v", row.Action, reason, err)
			}
		}
		if after := row.After(chen, hands); after != (consult.Hands{Author: wang}) {
			t.Errorf("after %s the hands are %+v; the next round may have others", row.Action, after)
		}
	}
	long := strings.Repeat("长", consult.MaxReason+1)
	if _, err := consult.Step(consult.ReviewSendBack, consult.InReview, li, hands, long); !fault.Is(err, fault.Invalid) {
		t.Errorf("an endless reason: %v", err)
	}
}

// Invariant 5: author ≠ reviewer ≠ approver.
func TestInvariant5AuthorReviewerAndApproverAreDifferentPeople(t *testing.T) {
	t.Parallel()
	written := consult.Hands{Author: wang}
	reviewed := consult.Hands{Author: wang, Reviewer: li}
	approved := consult.Hands{Author: wang, Reviewer: li, Approver: zhao}
	for _, c := range []struct {
		action  consult.Action
		from    consult.State
		hands   consult.Hands
		allowed []int64
	}{
		{consult.Submit, consult.Drafting, written, []int64{wang}},
		{consult.ReviewPass, consult.InReview, written, []int64{li, zhao, chen}},
		{consult.ReviewSendBack, consult.InReview, written, []int64{li, zhao, chen}},
		{consult.Approve, consult.InApproval, reviewed, []int64{zhao, chen}},
		{consult.ApproveBack, consult.InApproval, reviewed, []int64{zhao, chen}},
		{consult.Release, consult.Approved, approved, []int64{zhao, chen}},
		{consult.ReleaseBack, consult.Approved, approved, []int64{zhao, chen}},
	} {
		for _, who := range []int64{wang, li, zhao, chen} {
			_, err := consult.Step(c.action, c.from, who, c.hands, "理由")
			want := false
			for _, a := range c.allowed {
				want = want || a == who
			}
			if want && err != nil || !want && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s by %d: %v, allowed %v", c.action, who, err, want)
			}
		}
	}
}

func TestTheWalkRecordsWhoseHandsItWentThrough(t *testing.T) {
	t.Parallel()
	state, hands := consult.Drafting, consult.Hands{Author: wang}
	for _, step := range []struct {
		action consult.Action
		by     int64
	}{{consult.Submit, wang}, {consult.ReviewPass, li}, {consult.Approve, zhao}, {consult.Release, chen}} {
		row, err := consult.Step(step.action, state, step.by, hands, "")
		if err != nil {
			t.Fatalf("%s: %v", step.action, err)
		}
		state, hands = row.To, row.After(step.by, hands)
	}
	if want := (consult.Hands{Author: wang, Reviewer: li, Approver: zhao}); state != consult.Released || hands != want {
		t.Errorf("at the end: %s %+v", state, hands)
	}
}

func TestOnlyTheAuthorEditsAndOnlyWhileDrafting(t *testing.T) {
	t.Parallel()
	hands := consult.Hands{Author: wang}
	if err := consult.Edit(consult.Drafting, wang, hands); err != nil {
		t.Errorf("the author: %v", err)
	}
	if err := consult.Edit(consult.Drafting, li, hands); !fault.Is(err, fault.Forbidden) {
		t.Errorf("somebody else: %v", err)
	}
	for _, state := range consult.States[1:] {
		if err := consult.Edit(state, wang, hands); !fault.Is(err, fault.Conflict) {
			t.Errorf("the author in %s: %v", state, err)
		}
	}
}

func TestADeskOffersWhatARoleCanDo(t *testing.T) {
	t.Parallel()
	got := consult.ActionsFrom(consult.InReview, []account.Role{account.Reviewer, account.Drafter})
	if len(got) != 2 || got[0].Action != consult.ReviewPass || got[1].Action != consult.ReviewSendBack {
		t.Errorf("a reviewer in review: %+v", got)
	}
	if got := consult.ActionsFrom(consult.Released, account.Roles); len(got) != 0 {
		t.Errorf("what is public is public: %+v", got)
	}
}
