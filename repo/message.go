package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
	"nayan/internal/message"
)

// NewMessage is a message ready to be stored; recipient and values are sealed.
type NewMessage struct {
	Cause           string // names the one event it is about: staff_invitation:12
	Channel         message.Channel
	Template        message.Template
	RecipientSealed []byte
	ValuesSealed    []byte
	AccountID       int64 // 0: none
	StaffID         int64 // 0: none
	State           message.State
	NotAfter        time.Time // zero: never worthless
	At              time.Time
}

const sqlInsertMessage = `INSERT INTO messages (cause, channel, template, recipient_sealed, values_sealed, account_id, staff_id, state,
    not_after, created_at, changed_at)
VALUES ($1, $2, $3, $4, $5, nullif($6::bigint, 0), nullif($7::bigint, 0), $8, $9, $10, $10)
ON CONFLICT (cause, channel) DO NOTHING RETURNING id`

// InsertMessage stores a message unless its cause was told by this channel
// already; id is then 0.
func (t *Tx) InsertMessage(ctx context.Context, m NewMessage) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertMessage(%s)", m.Template)
	var notAfter *time.Time
	if !m.NotAfter.IsZero() {
		notAfter = &m.NotAfter
	}
	err = t.get(ctx, &id, sqlInsertMessage, m.Cause, m.Channel, m.Template, m.RecipientSealed, m.ValuesSealed, m.AccountID, m.StaffID,
		m.State, notAfter, m.At)
	if fault.Is(err, fault.NotFound) {
		return 0, nil
	}
	return id, err
}
