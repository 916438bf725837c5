package app

import (
	"context"
	"crypto/subtle"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// A receipt number has 50 random bits, its secret 80, both in Crockford's base 32.
const (
	receiptSize  = 10
	receiptGroup = 5
	secretSize   = 16
	secretGroup  = 4
)

// receipt gives what the sender keeps. The secret follows from the number and a
// server key, so that it is never stored and a repeated request gets it again.
func (a *App) receipt(no, textHash string) consult.Receipt {
	return consult.Receipt{No: no, Secret: grouped(a.receiptSecret(no), secretGroup), TextHash: textHash}
}

func (a *App) receiptSecret(no string) string {
	return derivedCode(a.Keys.MAC("receipt secret", no), secretSize)
}

// Receipt shows the holder of a receipt how far the comment has come. Number and
// secret are taken as people type them.
//
// An unknown number, a malformed one and a wrong secret are the same NotFound
// after the same work: one MAC, one comparison, one look-up that finds nothing.
func (a *App) Receipt(ctx context.Context, no, secret string) (status consult.ReceiptStatus, err error) {
	defer fault.Wrap(&err, "app.Receipt")
	status, secrets, err := a.Repo.ReceiptStatus(ctx, a.provenNo(no, secret), a.Now())
	if fault.Is(err, fault.NotFound) {
		return consult.ReceiptStatus{}, fault.New(fault.NotFound, "receipt.error.not_found")
	}
	if err != nil {
		return consult.ReceiptStatus{}, err
	}
	status, err = a.openStatus(status, secrets)
	return a.receiptFiles(ctx, status, err)
}

// provenNo gives the receipt number that a secret proves, and "" for any other:
// there is no such number.
func (a *App) provenNo(no, secret string) string {
	number := grouped(plainCode(no, receiptSize), receiptGroup)
	typed := plainCode(secret, secretSize)
	if subtle.ConstantTimeCompare([]byte(a.receiptSecret(number)), []byte(typed)) != 1 {
		return ""
	}
	return number
}
