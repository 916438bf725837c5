package app_test

import (
	"sync"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

func TestTheSameKeyAndContentGiveTheSameReceipt(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	s := opinion("意见", c.clauses[0])
	s.Name = "朱国强"
	first, err := c.submit(t.Context(), "key", s)
	if err != nil {
		t.Fatal(err)
	}
	c.now = callCloses.AddDate(0, 0, 1) // the answer stays the same after closing
	if again, err := c.submit(t.Context(), "key", s); err != nil || again != first {
		t.Errorf("again: %+v, %v; first %+v", again, err, first)
	}
	s.Name = "朱国庆"
	if _, err := c.submit(t.Context(), "key", s); !fault.Is(err, fault.Mismatch) || fault.Of(err).Key != "comment.error.key_reused" {
		t.Errorf("other content: %v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM comments`); n != 1 {
		t.Errorf("%d comments stored", n)
	}
}

func TestADoubleClickStoresOneComment(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	receipts := make([]consult.Receipt, 20)
	var wg sync.WaitGroup
	for i := range receipts {
		wg.Go(func() {
			var err error
			if receipts[i], err = c.submit(t.Context(), "double click", opinion("意见")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, receipt := range receipts {
		if receipt != receipts[0] {
			t.Fatalf("receipts differ: %+v and %+v", receipt, receipts[0])
		}
	}
	if n := c.count(t, `SELECT count(*) FROM comments`); n != 1 {
		t.Errorf("%d comments stored", n)
	}
	if n := c.count(t, `SELECT sum(comments) FROM comment_counts`); n != 1 {
		t.Errorf("%d comments counted", n)
	}
}

func TestAWithdrawnAttemptLeavesItsKeyFree(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	if _, err := c.submit(t.Context(), "key", opinion("意见", 987654)); !fault.Is(err, fault.Invalid) {
		t.Fatalf("foreign clause: %v", err)
	}
	if _, err := c.submit(t.Context(), "key", opinion("意见")); err != nil {
		t.Errorf("corrected: %v", err)
	}
}
