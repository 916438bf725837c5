package app_test

import (
	"context"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/internal/privacy"
	"nayan/migrations"
)

// erasing begins to erase an account as EraseAccount does; end makes it so once n
// others wait for it.
func (c *call) erasing(t *testing.T, accountID int64) (end func(n int)) {
	t.Helper()
	tx := c.begin(t)
	if _, err := tx.ExecContext(t.Context(), `SELECT FROM accounts WHERE id = $1 FOR UPDATE`, accountID); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{`DELETE FROM account_sessions WHERE account_id = $1`, `DELETE FROM identities WHERE account_id = $1`,
		`UPDATE accounts SET name_sealed = NULL, email_sealed = NULL, email_index = NULL, password_hash = '', erased_at = now() WHERE id = $1`} {
		if _, err := tx.ExecContext(t.Context(), statement, accountID); err != nil {
			t.Fatal(err)
		}
	}
	return func(n int) {
		t.Helper()
		c.waitForLocks(t, n)
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNothingBeginsInTheNameOfWhoIsBeingErased(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.Gateways = message.Gateways{Email: true, SMS: true}
	p, boss := c.resident(t, "ouyang@example.com", "long and quiet river"), c.resident(t, "boss@example.com", "")
	shopID, err := c.RegisterEnterprise(t.Context(), boss.ID, shop(), false)
	if err != nil {
		t.Fatal(err)
	}
	link, err := c.InviteMember(t.Context(), app.EnterpriseInvite{By: boss.ID, EnterpriseID: shopID, Role: account.Agent})
	if err != nil {
		t.Fatal(err)
	}
	id := app.Identity{Issuer: "https://id.example", Subject: "u-1"}
	other := shop()
	other.USCC = "91340000MA99930928"
	begun := map[string]func(context.Context) error{
		"signing in by password": func(ctx context.Context) error {
			_, err := c.SignInByPassword(ctx, "ouyang@example.com", "long and quiet river", app.Client{Address: "203.0.113.7"})
			return err
		},
		"a session": func(ctx context.Context) error {
			_, err := c.OpenAccountSession(ctx, p.ID, app.Client{Address: "203.0.113.7"})
			return err
		},
		"an identity": func(ctx context.Context) error { return c.LinkAccountIdentity(ctx, p.ID, id) },
		"an enterprise": func(ctx context.Context) error {
			_, err := c.RegisterEnterprise(ctx, p.ID, other, true)
			return err
		},
		"joining": func(ctx context.Context) error {
			_, err := c.JoinEnterprise(ctx, p.ID, link)
			return err
		},
		"a code": func(ctx context.Context) error {
			_, err := c.RequestContactCode(ctx, p, "19900001234")
			return err
		},
	}
	end, failed := c.erasing(t, p.ID), make(chan error, len(begun))
	for name, begin := range begun {
		go func() {
			err := begin(t.Context())
			if err == nil {
				t.Errorf("%s went through", name)
			}
			failed <- err
		}()
	}
	end(len(begun))
	for range begun {
		if err := <-failed; !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("it failed with %v", err)
		}
	}
	for table, query := range map[string]string{"sessions": `account_sessions WHERE account_id = $1`, "identities": `identities WHERE account_id = $1`,
		"enterprises": `enterprises WHERE created_by = $1`, "members": `enterprise_members WHERE account_id = $1`,
		"codes": `challenges WHERE account_id = $1`, "messages": `messages WHERE account_id = $1`} {
		if n := c.count(t, `SELECT count(*) FROM `+query, p.ID); n != 0 {
			t.Errorf("%d %s lead to the erased account", n, table)
		}
	}
	if _, err := c.SignInByIdentity(t.Context(), id, privacy.NoticeVersion, app.Client{}); err != nil {
		t.Errorf("the person cannot come back: %v", err)
	}
}

func TestADecisionTellsNobodyWhoIsBeingErased(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p := c.resident(t, "ouyang@example.com", "")
	id, err := c.RegisterEnterprise(t.Context(), p.ID, shop(), false)
	if err != nil {
		t.Fatal(err)
	}
	end, decided := c.erasing(t, p.ID), make(chan error, 1)
	go func() { decided <- c.VerifyEnterprise(t.Context(), c.actor, id, 1) }()
	end(1)
	if err := <-decided; err != nil {
		t.Fatal(err)
	}
	if n := c.count(t, `SELECT count(*) FROM messages`); n != 0 {
		t.Errorf("%d messages to who is gone", n)
	}
}

func TestWhoComesBackInTheLastMomentKeepsTheAccount(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p := c.resident(t, "ouyang@example.com", "")
	c.exec(t, `DELETE FROM account_sessions`)
	c.now = c.now.AddDate(4, 0, 0)
	tx := c.begin(t)
	if _, err := tx.ExecContext(t.Context(), `UPDATE accounts SET last_sign_in_at = $2 WHERE id = $1`, p.ID, c.now); err != nil {
		t.Fatal(err)
	}
	run := make(chan error, 1)
	go func() {
		_, err := c.EnforceRetention(t.Context())
		run <- err
	}()
	c.waitForLocks(t, 1)
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-run; err != nil {
		t.Fatal(err)
	}
	if n := c.count(t, `SELECT count(*) FROM accounts WHERE erased_at IS NULL`); n != 1 {
		t.Error("the account is erased")
	}
}

func TestTheSchemaGoesBackAndComesAgainWithErasedBookings(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p := c.resident(t, "ouyang@example.com", "")
	c.visit(t, p, c.bookable(t, 20), 1)
	c.erase(t, p)
	text, err := migrations.FS.ReadFile("00010_personal_data.sql")
	if err != nil {
		t.Fatal(err)
	}
	up, down, _ := strings.Cut(string(text), "-- +goose Down")
	c.exec(t, down)
	c.exec(t, up)
	if n := c.count(t, `SELECT count(*) FROM bookings WHERE octet_length(name_sealed || phone_sealed) = 0`); n != 1 {
		t.Errorf("%d bookings are still erased", n)
	}
}
