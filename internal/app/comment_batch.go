package app

import (
	"context"
	"sync"
	"time"

	"nayan/internal/fault"
	"nayan/repo"
)

// Measured on two cores shared with Postgres; see docs/benchmarks.md.
const (
	batchWriters = 2  // commits under way at once in this process
	batchSize    = 32 // comments a commit carries at most
	batchTimeout = 10 * time.Second
)

// commentBatch commits comments that arrive at the same time together: while a
// commit is under way the next ones gather, and share the following commit. A
// lone comment never waits, and each is answered for itself, after its commit.
// The zero value is ready.
type commentBatch struct {
	mu      sync.Mutex
	waiting []*waitingComment
	writers int
}

type waitingComment struct {
	comment  repo.NewComment
	accepted bool
	err      error
	done     chan struct{}
}

// store reports whether the comment was accepted. When ctx ends first the
// comment may be stored all the same; a repeat with its idempotency key tells.
func (b *commentBatch) store(ctx context.Context, r *repo.Repo, c repo.NewComment) (bool, error) {
	w := &waitingComment{comment: c, done: make(chan struct{})}
	b.add(r, w)
	select {
	case <-w.done:
		return w.accepted, w.err
	case <-ctx.Done():
		return false, &fault.Error{Kind: fault.Unavailable, Key: "error.unavailable", Err: ctx.Err()}
	}
}

func (b *commentBatch) add(r *repo.Repo, w *waitingComment) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting = append(b.waiting, w)
	if b.writers < batchWriters {
		b.writers++
		go b.write(r)
	}
}

// write commits what has gathered until nothing waits.
func (b *commentBatch) write(r *repo.Repo) {
	for batch := b.take(); len(batch) > 0; batch = b.take() {
		commit(r, batch)
		for _, w := range batch {
			close(w.done)
		}
	}
}

// take gives the next batch; with an empty one the writer retires.
func (b *commentBatch) take() []*waitingComment {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := min(len(b.waiting), batchSize)
	batch := b.waiting[:n:n]
	b.waiting = b.waiting[n:]
	if n == 0 {
		b.writers--
		b.waiting = nil
	}
	return batch
}

// commit stores a batch. A batch that the database refuses is stored one by one,
// so that a comment which cannot be stored takes no other with it; after a lost
// connection nothing is tried again, as the commit may have happened.
func commit(r *repo.Repo, batch []*waitingComment) {
	err := commitTogether(r, batch)
	if err == nil || len(batch) == 1 || fault.Is(err, fault.Unavailable) {
		return
	}
	for i := range batch {
		_ = commitTogether(r, batch[i:i+1]) // each keeps its own error
	}
}

func commitTogether(r *repo.Repo, batch []*waitingComment) error {
	ctx, cancel := context.WithTimeout(context.Background(), batchTimeout)
	defer cancel()
	list := make([]repo.NewComment, len(batch))
	for i, w := range batch {
		list[i] = w.comment
	}
	accepted, err := r.InsertComments(ctx, list)
	for i, w := range batch {
		w.err = err
		w.accepted = err == nil && accepted[i]
	}
	return err
}
