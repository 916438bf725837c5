package app

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// sealSecret is the field under which a trade secret is sealed.
const sealSecret = "trade_secret.body"

// sealSecrets seals what the points say in confidence; the points themselves go
// on without it.
func (a *App) sealSecrets(points []consult.Point) (plain []consult.Point, secrets []repo.TradeSecret) {
	for _, p := range points {
		if p.Secret != "" {
			secrets = append(secrets, repo.TradeSecret{Position: p.Position, Sealed: a.Keys.Seal(sealSecret, p.Secret)})
		}
		p.Secret = ""
		plain = append(plain, p)
	}
	return plain, secrets
}

// openStatus opens for its sender what they said in confidence.
func (a *App) openStatus(status consult.ReceiptStatus, secrets [][]byte) (consult.ReceiptStatus, error) {
	for i, sealed := range secrets {
		secret, err := a.Keys.Open(sealSecret, sealed)
		if err != nil {
			return consult.ReceiptStatus{}, err
		}
		status.Points[i].Secret = secret
	}
	return status, nil
}

// Confidence is a comment with its trade secrets, for an adjudicator.
type Confidence struct {
	consult.Comment
	Opened []consult.Point // those that have a secret
}

// ReadSecrets opens the trade secrets of a comment. Each look is on record with
// who looked; what was read is not. Errors: NotFound, also where there is none.
func (a *App) ReadSecrets(ctx context.Context, actor Actor, consultationID, commentID int64) (c Confidence, err error) {
	defer fault.Wrap(&err, "app.ReadSecrets(%d, %d)", consultationID, commentID)
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		rows, err := tx.TradeSecrets(ctx, consultationID, commentID)
		if err != nil {
			return err
		}
		for _, row := range rows {
			secret, err := a.Keys.Open(sealSecret, row.Sealed)
			if err != nil {
				return err
			}
			c.Comment = row.Comment
			c.Opened = append(c.Opened, consult.Point{Position: row.Position, Body: row.Body, Secret: secret})
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "secret.read", ObjectKind: "comment",
			ObjectID: partOf(consultationID, commentID)})
	})
	if err != nil {
		return Confidence{}, err
	}
	return c, nil
}
