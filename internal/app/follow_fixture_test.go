package app_test

import (
	"encoding/json"
	"fmt"
	"path"
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/follow"
	"nayan/internal/message"
	"nayan/internal/privacy"
)

// mailing is an open call with a gateway for mail.
func mailing(t testing.TB) *call {
	t.Helper()
	c := openCall(t)
	c.Gateways = message.Gateways{Email: true}
	c.Passwords = app.NewPasswords(1)
	return c
}

// mail is a message as its recipient reads it.
type mail struct {
	template message.Template
	to       string
	values   message.Values
}

// mails opens what is waiting to be sent, the oldest first.
func (c *call) mails(t testing.TB) (list []mail) {
	t.Helper()
	var rows []struct {
		Template          message.Template
		Recipient, Values []byte
	}
	if err := c.db.Select(&rows, `SELECT template, recipient_sealed AS recipient, values_sealed AS values FROM messages WHERE state = 'queued' ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		m := mail{template: row.Template}
		var err error
		if m.to, err = c.Keys.Open("message.recipient", row.Recipient); err != nil {
			t.Fatal(err)
		}
		values, err := c.Keys.Open("message.values", row.Values)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(values), &m.values); err != nil {
			t.Fatal(err)
		}
		list = append(list, m)
	}
	return list
}

// read takes what is waiting out of the way, as if it had been sent.
func (c *call) read(t testing.TB) []mail {
	t.Helper()
	list := c.mails(t)
	c.exec(t, `UPDATE messages SET state = 'sent', recipient_sealed = NULL, values_sealed = NULL WHERE state = 'queued'`)
	return list
}

// ask sends the form.
func (c *call) ask(t testing.TB, email string, s follow.Subject) {
	t.Helper()
	if _, err := c.RequestFollow(t.Context(), app.FollowInput{Email: email, Subject: s.String(), Consent: privacy.NoticeVersion}); err != nil {
		t.Fatal(err)
	}
}

// following asks, reads the mail and confirms; it gives the token of the page of one's own.
func (c *call) following(t testing.TB, email string, subjects ...follow.Subject) (token string) {
	t.Helper()
	for _, s := range subjects {
		c.ask(t, email, s)
		list := c.read(t)
		var err error
		if token, err = c.ConfirmFollow(t.Context(), path.Base(list[len(list)-1].values.Path)); err != nil {
			t.Fatal(err)
		}
	}
	return token
}

// crowd makes so many followers of a subject by plain SQL.
func (c *call) crowd(t testing.TB, n int, column string, value any) {
	t.Helper()
	sealed := c.Keys.Seal("follower.email", "crowd@example.com")
	c.exec(t, `INSERT INTO followers (email_sealed, email_index, nonce, token_hash, created_at)
		SELECT $1, sha256(i::text::bytea), substring(sha256(i::text::bytea), 1, 16), sha256(i::text::bytea), $2 FROM generate_series(1, $3::int) i`, sealed, c.now, n)
	c.exec(t, fmt.Sprintf(`INSERT INTO follows (follower_id, %s, created_at) SELECT id, $1, $2 FROM followers`, column), value, c.now)
}

// happens notes an event and works its job off.
func (c *call) happens(t testing.TB, e follow.Event, change int64) {
	t.Helper()
	if err := c.NoteEvent(t.Context(), c.id, e, change); err != nil {
		t.Fatal(err)
	}
	if err := c.TellFollowers(t.Context(), app.TellFollowers{ConsultationID: c.id, Event: e, ChangeID: change}, c.now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
}

// unit is the one that consults.
func (c *call) unit(t testing.TB) (id int64) {
	t.Helper()
	c.get(t, &id, `SELECT unit_id FROM consultations WHERE id = $1`, c.id)
	return id
}
