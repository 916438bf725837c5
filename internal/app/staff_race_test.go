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

func TestNoWayInOutlivesAPlaceOnTheDesk(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := app.Identity{Issuer: "https://id.example", Subject: "u-1"}
	if err := d.LinkStaffIdentity(t.Context(), d.wang, id); err != nil {
		t.Fatal(err)
	}
	if _, err := d.db.ExecContext(t.Context(), `UPDATE staff SET totp_sealed = '\x01' WHERE id = $1`, d.wang.StaffID); err != nil {
		t.Fatal(err)
	}
	// An administrator who can sign in stays.
	if err := d.Repo.Write(t.Context(), func(tx *repo.Tx) error {
		return tx.AddGrants(t.Context(), d.chen.StaffID, account.For(account.EveryUnit, account.Administrator), 0, d.morning)
	}); err != nil {
		t.Fatal(err)
	}
	disable := func(who app.Actor, disabled bool) {
		if err := d.SetDisabled(t.Context(), app.System, who.StaffID, disabled); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.db.ExecContext(t.Context(), `INSERT INTO staff_invitations (token_hash, staff_id, created_at, expires_at)
		VALUES (sha256('link'), $1, $2, $3)`, d.li.StaffID, d.morning, d.closes); err != nil {
		t.Fatal(err)
	}
	disable(d.li, true)
	disable(d.li, false)
	if err := d.Leave(t.Context(), app.System, d.wang.StaffID, nil); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := d.db.Get(&left, `SELECT (SELECT count(*) FROM identities) + (SELECT count(*) FROM staff WHERE totp_sealed IS NOT NULL) +
		(SELECT count(*) FROM staff_invitations)`); err != nil || left != 0 {
		t.Errorf("%d ways in are left, %v", left, err)
	}
	if err := d.LinkStaffIdentity(t.Context(), d.zhao, id); err != nil {
		t.Errorf("who comes back under another account: %v", err)
	}
}

func TestAPasswordThatIsChangedWhileItIsCheckedOpensNothing(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.resident(t, "ouyang@example.com", "long and quiet river")
	unit, err := c.AddUnit(t.Context(), app.System, "县档案馆", 9)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.AddStaff(t.Context(), app.System, app.StaffInput{UnitID: unit, Name: "某人", Email: "staff@example.com",
		Password: "long and quiet river", Grants: account.For(unit, account.Drafter)}); err != nil {
		t.Fatal(err)
	}
	tx := c.begin(t)
	for _, table := range []string{"accounts", "staff"} {
		if _, err := tx.ExecContext(t.Context(), `UPDATE `+table+` SET password_hash = 'another'`); err != nil {
			t.Fatal(err)
		}
	}
	refused := make(chan error, 2)
	go func() {
		_, err := c.SignInByPassword(t.Context(), "ouyang@example.com", "long and quiet river", app.Client{})
		refused <- err
	}()
	go func() {
		_, err := c.SignIn(t.Context(), "staff@example.com", "long and quiet river", app.Client{})
		refused <- err
	}()
	c.waitForLocks(t, 2)
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := <-refused; !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("the old password: %v", err)
		}
	}
}
