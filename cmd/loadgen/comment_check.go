package main

import (
	"context"
	"fmt"
)

const sqlStoredComments = `SELECT count(*) FROM comments c JOIN consultations n ON n.id = c.consultation_id WHERE n.no = $1`

// A receipt counts when its comment is there with its point; a number that two
// comments have comes twice.
const sqlStoredReceipts = `SELECT c.receipt_no FROM comments c JOIN consultations n ON n.id = c.consultation_id
JOIN receipts r ON r.no = c.receipt_no AND r.comment_id = c.id
JOIN points p ON p.consultation_id = c.consultation_id AND p.comment_id = c.id
WHERE n.no = $1`

// stored counts the comments of the call.
func (r *commentRun) stored(ctx context.Context) (n int, err error) {
	err = r.db.GetContext(ctx, &n, sqlStoredComments, r.call.no)
	return n, err
}

// check compares the database with what was acknowledged: rows = 201 answers,
// and each receipt number once.
func (r *commentRun) check(ctx context.Context, had int) error {
	acknowledged := with(r.samples, 201)
	if others := len(r.samples) - len(acknowledged); others > 0 {
		return fmt.Errorf("%d requests were not answered with 201: %s", others, statuses(r.samples))
	}
	now, err := r.stored(ctx)
	if err != nil {
		return err
	}
	var numbers []string
	if err := r.db.SelectContext(ctx, &numbers, sqlStoredReceipts, r.call.no); err != nil {
		return err
	}
	if err := eachOnce(acknowledged, numbers); err != nil {
		return err
	}
	if now-had != len(acknowledged) {
		return fmt.Errorf("%d rows for %d answers of 201", now-had, len(acknowledged))
	}
	fmt.Printf("checked: %d answers of 201, %d rows, each receipt once\n", len(acknowledged), now-had)
	return nil
}

// eachOnce says when what was acknowledged is not in the table exactly once.
func eachOnce(acknowledged []sample, stored []string) error {
	rows := make(map[string]int, len(stored))
	for _, id := range stored {
		rows[id]++
	}
	seen := make(map[string]bool, len(acknowledged))
	for _, s := range acknowledged {
		if rows[s.id] != 1 {
			return fmt.Errorf("an acknowledged request has %d rows", rows[s.id])
		}
		if seen[s.id] {
			return fmt.Errorf("two requests were given one receipt")
		}
		seen[s.id] = true
	}
	return nil
}
