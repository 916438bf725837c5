package app_test

import (
	"sync"
	"testing"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// grant gives wang, li, zhao and chen more to do.
func (d *desk) grant(t *testing.T, to app.Actor, grants account.Grants) {
	t.Helper()
	if err := d.ChangeGrants(t.Context(), app.System, to.StaffID, grants, nil); err != nil {
		t.Fatal(err)
	}
}

func TestTwoAdministratorsWhoDropEachOtherLeaveOne(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for range 10 {
		everywhere := account.For(account.EveryUnit, account.Administrator)
		d.grant(t, d.wang, everywhere)
		d.grant(t, d.li, everywhere)
		var wait sync.WaitGroup
		errs := make([]error, 2)
		for i, by := range []app.Actor{d.wang, d.li} {
			other := []app.Actor{d.li, d.wang}[i]
			wait.Go(func() { errs[i] = d.ChangeGrants(t.Context(), by, other.StaffID, nil, everywhere) })
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || fault.Of(errs[0]).Kind+fault.Of(errs[1]).Kind == 0 {
			t.Fatalf("both or neither went: %v; %v", errs[0], errs[1])
		}
	}
}

// Author, reviewer and approver stay three people when the author leaves.
func TestNobodyWhoHadAHandInItTakesOverFromAnAuthor(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.grant(t, d.chen, account.For(account.EveryUnit, account.Administrator))
	id := d.approved(t)
	work := repo.WorkKey{Kind: repo.WorkConsultation, ID: id}
	for _, had := range []app.Actor{d.wang, d.li, d.zhao, {}} {
		err := d.Leave(t.Context(), d.chen, d.wang.StaffID, map[repo.WorkKey]int64{work: had.StaffID})
		if f := fault.Of(err); f.Kind != fault.Invalid || f.Fields[0].Name != app.SuccessorField(work) {
			t.Errorf("%d takes over: %v", had.StaffID, err)
		}
	}
	before := d.state(t, id)
	if err := d.Leave(t.Context(), d.chen, d.wang.StaffID, map[repo.WorkKey]int64{work: d.chen.StaffID}); err != nil {
		t.Fatal(err)
	}
	after := d.state(t, id)
	if after.AuthorID != d.chen.StaffID || after.ReviewerID != before.ReviewerID || after.ApproverID != before.ApproverID || after.State != consult.Approved {
		t.Errorf("the consultation became %+v", after.Consultation)
	}
	steps, err := d.Repo.ReviewSteps(t.Context(), id)
	if err != nil || len(steps) != 3 || steps[0].StaffID != d.wang.StaffID {
		t.Errorf("the history became %v, %v", steps, err)
	}
	// Who left may not come in, whatever they know.
	if _, err := d.OpenStaffSession(t.Context(), d.wang.StaffID, app.Client{}); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("who left comes in: %v", err)
	}
}
