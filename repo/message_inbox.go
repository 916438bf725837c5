package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
	"nayan/internal/message"
)

// InboxMessage is a message in the inbox of an account, its values sealed.
type InboxMessage struct {
	ID           int64            `db:"id"`
	Template     message.Template `db:"template"`
	ValuesSealed []byte           `db:"values_sealed"`
	CreatedAt    time.Time        `db:"created_at"`
	ReadAt       *time.Time       `db:"read_at"`
	Total        int              `db:"total"` // how many there are in all
}

const sqlInbox = `SELECT id, template, values_sealed, created_at, read_at, count(*) OVER () AS total FROM messages
WHERE account_id = $1 AND channel = 'inbox' ORDER BY id DESC LIMIT $2 OFFSET $3`

// Inbox lists the messages in an account's inbox, the newest first.
func (r *Repo) Inbox(ctx context.Context, accountID int64, page, perPage int) (list []InboxMessage, err error) {
	defer fault.Wrap(&err, "repo.Inbox(%d)", accountID)
	return list, r.list(ctx, &list, sqlInbox, accountID, perPage, (page-1)*perPage)
}

const sqlMarkRead = `UPDATE messages SET read_at = $3
WHERE account_id = $1 AND id = ANY ($2) AND channel = 'inbox' AND read_at IS NULL`

// MarkRead notes that messages of an account's inbox were shown.
func (r *Repo) MarkRead(ctx context.Context, accountID int64, ids []int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.MarkRead(%d)", accountID)
	return r.exec(ctx, sqlMarkRead, accountID, pq.Array(ids), now)
}
