package main

import (
	"os"
	"testing"
	"time"
)

// TestMain lets the test binary play the bare server that `page` starts.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "bare" {
		main()
		return
	}
	os.Exit(m.Run())
}

// Invariant 1 from outside: kill -9 under load, on a Postgres that syncs to disk.
func TestInvariant1EveryAcknowledgedCommentSurvivesKill9(t *testing.T) {
	cmd := commentCmd{Concurrency: 16, Duration: 2 * time.Second, Rounds: 1, KillAfter: 700 * time.Millisecond}
	if err := cmd.Run(t.Context()); err != nil {
		t.Error(err)
	}
}

// Invariant 4 from outside, with the limits on.
func TestInvariant4ARushOversellsNothing(t *testing.T) {
	cmd := bookingCmd{Attempts: 800, Concurrency: 32, Capacity: 60}
	if err := cmd.Run(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestEveryPageIsMeasuredBesideItsBareTwin(t *testing.T) {
	cmd := pageCmd{Few: 20, Many: 60, Rows: 5, Concurrency: 2, Duration: 100 * time.Millisecond, Rounds: 1, Markdown: true}
	if err := cmd.Run(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWhoKnowsThePasswordSignsInWhileOthersRead(t *testing.T) {
	cmd := signInCmd{Concurrency: 4, Accounts: 8, Pages: 100, Duration: 300 * time.Millisecond, Rounds: 1}
	if err := cmd.Run(t.Context()); err != nil {
		t.Error(err)
	}
}
