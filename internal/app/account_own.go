package app

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/openday"
	"nayan/repo"
)

// ClaimComment makes a comment that was sent without signing in a person's own,
// for who holds its receipt. Errors: NotFound as of Receipt; Conflict when it is
// another account's.
func (a *App) ClaimComment(ctx context.Context, p Person, no, secret string) (err error) {
	defer fault.Wrap(&err, "app.ClaimComment(%d)", p.ID)
	owner, err := a.link(ctx, a.provenNo(no, secret), p.ID, true)
	switch {
	case fault.Is(err, fault.NotFound):
		return fault.New(fault.NotFound, "receipt.error.not_found")
	case err == nil && owner != p.ID:
		return fault.New(fault.Conflict, "account.error.claimed")
	}
	return err
}

func (a *App) link(ctx context.Context, no string, accountID int64, claimed bool) (owner int64, err error) {
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		owner, err = tx.LinkComment(ctx, no, accountID, claimed, a.Now())
		return err
	})
	return owner, err
}

// OwnReceipt shows one of a person's own comments without its secret. NotFound
// for any other, whether it exists or not.
func (a *App) OwnReceipt(ctx context.Context, p Person, no string) (status consult.ReceiptStatus, err error) {
	defer fault.Wrap(&err, "app.OwnReceipt(%d)", p.ID)
	number := grouped(plainCode(no, receiptSize), receiptGroup)
	owns, err := a.Repo.OwnsReceipt(ctx, number, p.ID)
	if err != nil {
		return consult.ReceiptStatus{}, err
	}
	if !owns {
		return consult.ReceiptStatus{}, fault.New(fault.NotFound, "error.not_found")
	}
	status, secrets, err := a.Repo.ReceiptStatus(ctx, number, a.Now())
	if err != nil {
		return consult.ReceiptStatus{}, err
	}
	status, err = a.openStatus(status, secrets)
	return a.receiptFiles(ctx, status, err)
}

// OwnBookings lists a person's tickets with their codes, the latest first, and
// how many there are in all.
func (a *App) OwnBookings(ctx context.Context, p Person, page, perPage int) (list []openday.Ticket, total int, err error) {
	rows, err := a.Repo.OwnBookings(ctx, p.ID, page, perPage)
	for _, row := range rows {
		total = row.Total
	}
	return a.tickets(rows), total, err
}

// UpcomingBookings lists a person's visits that are not over, the next first.
func (a *App) UpcomingBookings(ctx context.Context, p Person, most int) ([]openday.Ticket, error) {
	rows, err := a.Repo.UpcomingBookings(ctx, p.ID, most, a.Now())
	return a.tickets(rows), err
}

func (a *App) tickets(rows []repo.OwnBooking) (list []openday.Ticket) {
	for _, row := range rows {
		t := row.Ticket
		t.Code = a.ticketCode(row.TicketNonce)
		list = append(list, t)
	}
	return list
}
