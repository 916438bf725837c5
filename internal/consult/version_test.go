package consult_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
)

func TestThreePeopleTakeAVersionToThePublic(t *testing.T) {
	t.Parallel()
	v := consult.Version{State: consult.VersionInReview, ProposedBy: 1}
	for _, c := range []struct {
		action consult.VersionAction
		actor  int64
		reason string
		kind   fault.Kind // of the refusal
	}{
		{consult.VersionPass, 1, "", fault.Forbidden},
		{consult.VersionBack, 2, "  ", fault.Invalid},
		{consult.VersionBack, 2, strings.Repeat("长", consult.MaxReason+1), fault.Invalid},
		{consult.VersionPublish, 3, "", fault.Conflict},
	} {
		if _, err := consult.VersionStep(c.action, v, c.actor, c.reason); !fault.Is(err, c.kind) {
			t.Errorf("%s by %d: %v, want %v", c.action, c.actor, err, c.kind)
		}
	}
	for action, reason := range map[consult.VersionAction]string{consult.VersionPass: "", consult.VersionBack: "请改。"} {
		if _, err := consult.VersionStep(action, v, 2, reason); err != nil {
			t.Errorf("%s: %v", action, err)
		}
	}
	v.State, v.ReviewedBy = consult.VersionInApproval, 2
	for actor, want := range map[int64]bool{1: false, 2: false, 3: true} {
		if _, err := consult.VersionStep(consult.VersionPublish, v, actor, ""); (err == nil) != want {
			t.Errorf("published by %d: %v", actor, err)
		}
	}
	for _, over := range []consult.VersionState{consult.VersionPublished, consult.VersionSentBack} {
		if got := consult.VersionActionsFrom(over, account.Roles); len(got) != 0 {
			t.Errorf("%s goes on: %v", over, got)
		}
	}
}

func TestAVersionIsProposedByTheAuthorOfWhatIsPublic(t *testing.T) {
	t.Parallel()
	now := time.Now()
	c := consult.Consultation{State: consult.Released, AuthorID: 1}
	if err := c.CheckProposable(1); err != nil {
		t.Error(err)
	}
	if err := c.CheckProposable(2); !fault.Is(err, fault.Forbidden) {
		t.Errorf("somebody else: %v", err)
	}
	c.WithdrawnAt = &now
	if err := c.CheckProposable(1); !fault.Is(err, fault.Conflict) {
		t.Errorf("withdrawn: %v", err)
	}
	if err := (consult.Consultation{State: consult.Approved, AuthorID: 1}).CheckProposable(1); !fault.Is(err, fault.Conflict) {
		t.Errorf("not public: %v", err)
	}
}

func TestAClauseOfAnEarlierVersionKnowsWhatItBecame(t *testing.T) {
	t.Parallel()
	refs := []consult.ClauseRef{{ID: 1, Label: "第一条"}, {ID: 2, Label: "第二条", Version: 1, NowID: 9, Now: "第三条"}, {ID: 3, Label: "第三条", Version: 1}}
	for i, want := range [][2]bool{{true, false}, {false, false}, {false, true}} {
		if refs[i].Current() != want[0] || refs[i].Gone() != want[1] {
			t.Errorf("%+v: %v, %v", refs[i], refs[i].Current(), refs[i].Gone())
		}
	}
	if got := consult.ClauseLabels(refs); !slices.Equal(got, []string{"第一条", "第二条", "第三条"}) {
		t.Errorf("labels: %v", got)
	}
}
