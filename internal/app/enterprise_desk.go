package app

import (
	"context"

	"nayan/internal/account"
	"nayan/internal/text"
	"nayan/repo"
)

// EnterpriseQuery chooses a page of the clerk's list. Text that has the shape of
// a code is looked for as one, any other in the names.
type EnterpriseQuery struct {
	State         account.EnterpriseState
	Text          string
	Page, PerPage int
}

// EnterpriseList is one page of registrations. Counts leave the state aside.
type EnterpriseList struct {
	Items  []account.Enterprise
	Counts repo.EnterpriseCounts
}

// Enterprises gives a page of the registrations, what waits first.
func (a *App) Enterprises(ctx context.Context, q EnterpriseQuery) (EnterpriseList, error) {
	f := repo.EnterpriseFilter{State: q.State, Name: text.Line(q.Text), Page: q.Page, PerPage: q.PerPage}
	if code := text.Code(q.Text); account.USCCShaped(code) {
		f.USCCIndex = a.usccIndex(code)
	}
	list, err := a.Repo.Enterprises(ctx, f)
	if err != nil {
		return EnterpriseList{}, err
	}
	items, err := a.openEnterprises(list.Items)
	return EnterpriseList{Items: items, Counts: list.Counts}, err
}

// SameCode lists the other registrations with the code of this one, the verified
// one first.
func (a *App) SameCode(ctx context.Context, e account.Enterprise) ([]account.Enterprise, error) {
	list, err := a.Repo.EnterprisesByCode(ctx, a.usccIndex(e.USCC), e.ID)
	if err != nil {
		return nil, err
	}
	return a.openEnterprises(list)
}
