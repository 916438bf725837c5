package app

import (
	"context"
	"encoding/json"
	"time"

	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/repo"
)

// InboxMessage is a message in somebody's inbox; its words are the view's.
type InboxMessage struct {
	Template message.Template
	Values   message.Values
	At       time.Time
	New      bool // not shown before
}

// ReadInbox opens a page of a person's inbox, the newest first, and marks what is
// on it as read. It tells how many there are in all.
func (a *App) ReadInbox(ctx context.Context, p Person, page, perPage int) (list []InboxMessage, total int, err error) {
	defer fault.Wrap(&err, "app.ReadInbox(%d)", p.ID)
	rows, err := a.Repo.Inbox(ctx, p.ID, page, perPage)
	if err != nil {
		return nil, 0, err
	}
	var fresh []int64
	for _, row := range rows {
		m, err := a.openMessage(row)
		if err != nil {
			return nil, 0, err
		}
		if m.New {
			fresh = append(fresh, row.ID)
		}
		list, total = append(list, m), row.Total
	}
	if len(fresh) > 0 {
		err = a.Repo.MarkRead(ctx, p.ID, fresh, a.Now())
	}
	return list, total, err
}

func (a *App) openMessage(row repo.InboxMessage) (m InboxMessage, err error) {
	defer fault.Wrap(&err, "app.openMessage(%d)", row.ID)
	m = InboxMessage{Template: row.Template, At: row.CreatedAt, New: row.ReadAt == nil}
	values, err := a.Keys.Open(sealMessageValues, row.ValuesSealed)
	if err != nil || values == "" { // cleared
		return m, err
	}
	return m, json.Unmarshal([]byte(values), &m.Values)
}
