//go:build unix

package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// pollEvery is how often a starting or leaving server is looked at.
const pollEvery = 10 * time.Millisecond

// stopOrphan ends a Postgres that still runs on the data directory after its
// parent died. The caller holds our lock, so no living parent wants it.
func stopOrphan(ctx context.Context, data string) error {
	pid, err := postmasterPID(data)
	if err != nil || pid == 0 {
		return err
	}
	if !servesFrom(pid, data) {
		return forgetStranger(pid, data)
	}
	for _, s := range gently {
		_ = syscall.Kill(pid, s.signal)
		if gone(ctx, pid, data, s.patient) {
			return nil
		}
	}
	return fmt.Errorf("the Postgres left on %s (process %d) does not stop", data, pid)
}

// forgetStranger drops a pid file whose number now belongs to another program,
// which Postgres would take for itself. A number that belongs to nobody stays:
// Postgres then makes sure by itself that no backend of its lives on.
func forgetStranger(pid int, data string) error {
	if err := syscall.Kill(pid, 0); errors.Is(err, syscall.ESRCH) {
		return nil
	}
	return os.Remove(filepath.Join(data, "postmaster.pid"))
}

// postmasterPID reads the first line of postmaster.pid; 0 without the file.
func postmasterPID(data string) (int, error) {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	line, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || pid <= 1 {
		return 0, fmt.Errorf("%s/postmaster.pid holds no process number", data)
	}
	return pid, nil
}

// gone waits until the process no longer serves from data.
func gone(ctx context.Context, pid int, data string, patient time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, patient)
	defer cancel()
	return poll(ctx, func() bool { return !servesFrom(pid, data) }) == nil
}

// poll waits for ok, looking at once and then every pollEvery.
func poll(ctx context.Context, ok func() bool) error {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for !ok() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
	return nil
}
