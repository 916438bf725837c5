package app_test

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/fault"
)

// at gives the use cases on the same database at another time.
func (c *call) at(now time.Time) *app.App {
	return &app.App{Repo: c.Repo, Keys: c.Keys, Now: func() time.Time { return now }}
}

// begin opens a transaction that is rolled back with the test.
func (c *call) begin(t *testing.T) *sql.Tx {
	t.Helper()
	tx, err := c.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback() }) // a no-op where the test ended it
	return tx
}

// waitForLocks returns when n connections of this database wait for a lock.
func (c *call) waitForLocks(t *testing.T, n int) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for range 5000 {
		if c.count(t, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`) >= n {
			return
		}
		<-tick.C
	}
	t.Fatalf("no %d connections wait for a lock", n)
}

func TestCommentersDoNotQueueBehindALockedRow(t *testing.T) { // invariant 11
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("第一条意见"))
	held := c.ownSlot(t)
	for _, lock := range []string{
		`UPDATE consultations SET updated_at = updated_at`,                               // an edit of the call
		`INSERT INTO comment_counts (consultation_id, slot, published) VALUES (1, 0, 0)`, // moderation
		`INSERT INTO comment_counts (consultation_id, slot, comments)
			VALUES (1, 1 + pg_backend_pid() % 64, 1) ON CONFLICT (consultation_id, slot) DO UPDATE SET comments = 2`, // another comment
	} {
		if _, err := held.ExecContext(t.Context(), lock); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			if _, err := c.submit(ctx, fmt.Sprint(i), opinion("意见", c.clauses[2])); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := held.Commit(); err != nil {
		t.Error(err)
	}
	if n := c.count(t, `SELECT count(*) FROM comments`); n != 65 {
		t.Errorf("%d comments stored, want 65", n)
	}
}

// ownSlot opens a transaction on a connection whose counter slot is no other's
// of the pool.
func (c *call) ownSlot(t *testing.T) *sql.Tx {
	t.Helper()
	const conns = 4
	c.db.SetMaxOpenConns(conns)
	c.db.SetMaxIdleConns(conns)
	slots := map[int]int{}
	var txs []*sql.Tx
	for range conns {
		tx := c.begin(t)
		var slot int
		if err := tx.QueryRow(`SELECT pg_backend_pid() % 64`).Scan(&slot); err != nil {
			t.Fatal(err)
		}
		slots[slot]++
		txs = append(txs, tx)
	}
	var own *sql.Tx
	for _, tx := range txs {
		var slot int
		if err := tx.QueryRow(`SELECT pg_backend_pid() % 64`).Scan(&slot); err != nil {
			t.Fatal(err)
		}
		if own == nil && slots[slot] == 1 {
			own = tx
			continue
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
	if own == nil {
		t.Fatal("every connection shares its slot")
	}
	return own
}

func TestAReleaseWaitsForACommentUnderWay(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.now = callCloses.Add(-time.Microsecond)
	// The comment is held in the middle of its statement by its own idempotency key.
	blocker := c.begin(t)
	if _, err := blocker.Exec(`INSERT INTO comment_keys (consultation_id, key_hash, request_mac, comment_id, created_at)
		VALUES ($1, $2, '', 0, $3)`, c.id, c.Keys.MAC("comment key", "slow"), c.now); err != nil {
		t.Fatal(err)
	}
	submitted, released := make(chan error, 1), make(chan error, 1)
	go func() {
		_, err := c.submit(t.Context(), "slow", opinion("压着截止时刻的意见"))
		submitted <- err
	}()
	c.waitForLocks(t, 1)
	go func() { released <- c.at(callCloses).ReleaseResults(t.Context(), c.actor, c.id) }()
	c.waitForLocks(t, 2)
	if err := blocker.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := <-submitted; err != nil {
		t.Errorf("the comment: %v", err)
	}
	if err := <-released; fault.Of(err).Key != "results.error.missing" {
		t.Errorf("the release did not see the comment: %v", err)
	}
}

func TestACommentThatMeetsARunningReleaseIsRefused(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	release := c.begin(t)
	if _, err := release.Exec(`SELECT id FROM consultations WHERE id = $1 FOR UPDATE`, c.id); err != nil {
		t.Fatal(err)
	}
	c.now = callCloses.Add(-time.Microsecond)
	submitted := make(chan error, 1)
	go func() {
		_, err := c.submit(t.Context(), "", opinion("压着截止时刻的意见"))
		submitted <- err
	}()
	c.waitForLocks(t, 1)
	if _, err := release.Exec(`UPDATE consultations SET results_at = closes_at WHERE id = $1`, c.id); err != nil {
		t.Fatal(err)
	}
	if err := release.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-submitted; !fault.Is(err, fault.Closed) {
		t.Errorf("a comment that no result counts: %v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM comments`); n != 0 {
		t.Errorf("%d comments stored", n)
	}
}
