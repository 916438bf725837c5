package account_test

import (
	"slices"
	"testing"

	"nayan/internal/account"
)

const (
	housing = 2
	civil   = 3
)

func TestARoleIsHeldForItsUnitOnly(t *testing.T) {
	t.Parallel()
	g := account.For(housing, account.Drafter, account.Reviewer)
	for _, c := range []struct {
		unit  int64
		roles []account.Role
		want  bool
	}{
		{housing, []account.Role{account.Drafter}, true},
		{housing, []account.Role{account.Approver, account.Reviewer}, true},
		{housing, []account.Role{account.Approver}, false},
		{housing, nil, true},
		{civil, []account.Role{account.Drafter}, false},
		{civil, nil, false},
	} {
		if got := g.In(c.unit, c.roles...); got != c.want {
			t.Errorf("In(%d, %v) = %v", c.unit, c.roles, got)
		}
	}
	if !g.Has(account.Drafter) || g.Has(account.Approver) || account.Grants(nil).Has() {
		t.Error("what is held somewhere is told wrongly")
	}
}

func TestARoleForEveryUnitCountsInEach(t *testing.T) {
	t.Parallel()
	g := append(account.For(account.EveryUnit, account.Auditor), account.For(civil, account.Drafter)...)
	if !g.In(housing, account.Auditor) || !g.In(civil, account.Auditor) || g.In(housing, account.Drafter) {
		t.Error("a grant for every unit is told wrongly")
	}
	if ids, all := g.Units(); !all || ids != nil {
		t.Errorf("Units() = %v, %v", ids, all)
	}
	if ids, all := g.Units(account.Drafter); all || !slices.Equal(ids, []int64{civil}) {
		t.Errorf("Units(drafter) = %v, %v", ids, all)
	}
	if got := g.RolesIn(housing); !slices.Equal(got, []account.Role{account.Auditor}) {
		t.Errorf("RolesIn = %v", got)
	}
	if got := g.Roles(); !slices.Equal(got, []account.Role{account.Drafter, account.Auditor}) {
		t.Errorf("Roles = %v", got)
	}
	if !g.Everywhere(account.Auditor) || g.Everywhere(account.Drafter) {
		t.Error("Everywhere is told wrongly")
	}
}

func TestNobodyGrantsBeyondTheirUnits(t *testing.T) {
	t.Parallel()
	here, everywhere := account.For(housing, account.Administrator), account.For(account.EveryUnit, account.Administrator)
	for _, c := range []struct {
		by, what account.Grants
		want     bool
	}{
		{here, account.For(housing, account.Approver), true},
		{here, account.For(civil, account.Drafter), false},
		{here, account.For(account.EveryUnit, account.Drafter), false},
		{everywhere, account.For(account.EveryUnit, account.Administrator), true},
		{everywhere, account.For(civil, account.Drafter), true},
		{account.For(housing, account.Approver), account.For(housing, account.Drafter), false},
	} {
		if got := c.by.Within(c.what); got != c.want {
			t.Errorf("%v within %v: %v", c.what, c.by, got)
		}
	}
}

func TestASecondFactorIsAskedOfApproversAndAdministrators(t *testing.T) {
	t.Parallel()
	for _, r := range account.Roles {
		want := r == account.Approver || r == account.Administrator
		if got := account.For(housing, r).NeedSecondFactor(); got != want {
			t.Errorf("%s: %v", r, got)
		}
	}
}
