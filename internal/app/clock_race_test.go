package app_test

import (
	"testing"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/workday"
)

// A comment that comes in before the old end, while an extension is under way,
// waits for it and is accepted; one from after the old end is, too, once the
// extension holds.
func TestACommentAtTheClosingInstantMeetsAnExtension(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	extension := c.begin(t)
	if _, err := extension.Exec(`SELECT id FROM consultations WHERE id = $1 FOR UPDATE`, c.id); err != nil {
		t.Fatal(err)
	}
	c.now = callCloses.Add(-time.Microsecond)
	submitted := make(chan error, 1)
	go func() {
		_, err := c.submit(t.Context(), "", opinion("压着截止时刻的意见"))
		submitted <- err
	}()
	c.waitForLocks(t, 1)
	if _, err := extension.Exec(`UPDATE consultations SET closes_at = $2 WHERE id = $1`, c.id, callCloses.AddDate(0, 0, 7)); err != nil {
		t.Fatal(err)
	}
	if err := extension.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-submitted; err != nil {
		t.Errorf("the comment that waited: %v", err)
	}
	c.now = callCloses
	if _, err := c.submit(t.Context(), "", opinion("延长期间的意见")); err != nil {
		t.Errorf("at the old closing instant: %v", err)
	}
}

// An extension waits for a comment under way, so that neither is lost; and what
// came in at the closing instant is refused for good when no extension holds.
func TestAnExtensionWaitsForTheCommentsUnderWay(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.now = callCloses.Add(-time.Microsecond)
	blocker := c.begin(t)
	if _, err := blocker.Exec(`INSERT INTO comment_keys (consultation_id, key_hash, request_mac, comment_id, created_at)
		VALUES ($1, $2, '', 0, $3)`, c.id, c.Keys.MAC("comment key", "slow"), c.now); err != nil {
		t.Fatal(err)
	}
	submitted, extended := make(chan error, 1), make(chan error, 1)
	go func() {
		_, err := c.submit(t.Context(), "slow", opinion("压着截止时刻的意见"))
		submitted <- err
	}()
	c.waitForLocks(t, 1)
	to := consult.DayOf(callCloses) + 7
	go func() { extended <- c.at(c.now).Extend(t.Context(), c.actor, c.id, to, "应群众要求") }()
	c.waitForLocks(t, 2)
	if err := blocker.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := <-submitted; err != nil {
		t.Errorf("the comment: %v", err)
	}
	if err := <-extended; err != nil {
		t.Errorf("the extension: %v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM comments`); n != 1 {
		t.Errorf("%d comments stored", n)
	}
	if err := c.at(consult.ClosingAfter(to)).Extend(t.Context(), c.actor, c.id, to+1, "又延"); !fault.Is(err, fault.Conflict) {
		t.Errorf("an extension at the closing instant: %v", err)
	}
}

// A comment and a withdrawal at once: it is in before, or it is refused.
func TestACommentThatMeetsAWithdrawalIsRefused(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	withdrawal := c.begin(t)
	if _, err := withdrawal.Exec(`SELECT id FROM consultations WHERE id = $1 FOR UPDATE`, c.id); err != nil {
		t.Fatal(err)
	}
	submitted := make(chan error, 1)
	go func() {
		_, err := c.submit(t.Context(), "", opinion("正要撤回时的意见"))
		submitted <- err
	}()
	c.waitForLocks(t, 1)
	if _, err := withdrawal.Exec(`UPDATE consultations SET withdrawn_at = $2 WHERE id = $1`, c.id, c.now); err != nil {
		t.Fatal(err)
	}
	if err := withdrawal.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-submitted; fault.Of(err).Key != "comment.error.withdrawn" {
		t.Errorf("the comment: %v", err)
	}
}

// An extension under way when a year comes in is counted with it: whichever is
// first, the day of the results follows from both.
func TestANewYearMeetsAnExtension(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.publicCall(t)
	done := make(chan error, 2)
	go func() { _, err := d.ImportHolidays(t.Context(), d.chen, year(2027)); done <- err }()
	go func() { done <- d.Extend(t.Context(), d.zhao, id, workday.NewDate(2026, 12, 31), "应群众要求") }()
	for range 2 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	if c := d.state(t, id); c.ResultsDueOn.String() != "2027-01-29" || c.ResultsDueAwaits != 0 {
		t.Errorf("%+v", c.Terms)
	}
}
