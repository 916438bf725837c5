package app_test

import (
	"sync"
	"testing"

	"nayan/internal/app"
)

// Whoever comes first: what is sent while its account is being erased is either
// erased with it, or belongs to nobody.
func TestWhatIsSentWhileItsAccountIsErasedBelongsToNobodyAfterwards(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p := c.resident(t, "ouyang@example.com", "")
	session := c.bookable(t, 20)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			<-start
			in := app.SubmitInput{ConsultationNo: c.no, Submission: signed(c.clauses[0]), Channel: "web", AccountID: p.ID}
			if _, err := c.SubmitComment(t.Context(), in); err != nil {
				t.Error(err)
			}
			b := party(session, 1, 100+i)
			b.AccountID = p.ID
			if _, _, err := c.Book(t.Context(), b); err != nil {
				t.Error(err)
			}
		})
	}
	all.Go(func() {
		<-start
		c.erase(t, p)
	})
	close(start)
	all.Wait()
	if n := c.count(t, `SELECT count(*) FROM comments`); n != 8 {
		t.Errorf("%d comments, want 8", n)
	}
	for _, table := range []string{"account_comments", "account_bookings"} {
		if got := c.dump(t, table); got != "[]" {
			t.Errorf("%s still leads to the erased account: %s", table, got)
		}
	}
}
