//go:build unix

package local

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/lib/pq"
)

// errTransient marks a start worth repeating.
var errTransient = errors.New("transient")

// transient are the ends of a start that another try mends: our port was taken
// meanwhile, or backends of a killed server are still on their way out.
var transient = []string{"Address already in use", "pre-existing shared memory block"}

// retryAfter leaves time to whatever made the start fail.
const retryAfter = 100 * time.Millisecond

// launch starts the server and waits until it answers.
func (p *Postgres) launch(ctx context.Context, pg install, o Options) error {
	o.Log(fmt.Sprintf("starting Postgres %d", pg.major))
	for {
		err := p.try(ctx, pg, o)
		if !errors.Is(err, errTransient) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(retryAfter):
		}
	}
}

func (p *Postgres) try(ctx context.Context, pg install, o Options) (err error) {
	if p.port, err = freePort(ctx); err != nil {
		return err
	}
	log, err := p.cluster.newLog()
	if err != nil {
		return err
	}
	defer log.Close()                                              // the server has its own copy
	cmd := exec.Command(pg.program("postgres"), p.arguments(o)...) //nolint:noctx // the context bounds the start only
	cmd.Stdout, cmd.Stderr, cmd.Dir = log, log, "/"
	// SIGINT at our death: SIGTERM would wait for clients to leave.
	if p.server, err = startChild(cmd, p.cluster.as, syscall.SIGINT); err != nil {
		return err
	}
	if err = p.answers(ctx); err != nil {
		return errors.Join(err, p.failure())
	}
	return nil
}

// arguments are the server's settings. -D and the directory stand first: an
// orphan is known by them.
func (p *Postgres) arguments(o Options) []string {
	settings := []string{
		"listen_addresses=127.0.0.1",
		"port=" + strconv.Itoa(p.port),
		"unix_socket_directories=",
		"timezone=UTC",
		"log_timezone=UTC",
	}
	if o.FastUnsafe {
		settings = append(settings, "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300")
	}
	args := []string{"-D", p.cluster.path("data")}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	return args
}

// answers waits until the server takes connections or has ended.
func (p *Postgres) answers(ctx context.Context) error {
	db, err := sql.Open("postgres", p.URL("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := p.server.bound(ctx)
	defer cancel()
	if err := poll(ctx, func() bool { return db.PingContext(ctx) == nil }); err != nil {
		return context.Cause(ctx)
	}
	return nil
}

// failure ends a server that did not come up and tells what its log says.
func (p *Postgres) failure() error {
	_ = p.server.stop(abruptly...) // how it ends is in the log
	text, err := os.ReadFile(p.cluster.path("log"))
	if err != nil {
		return err
	}
	for _, sign := range transient {
		if strings.Contains(string(text), sign) {
			return errTransient
		}
	}
	return fmt.Errorf("its log ends:\n%s", lastLines(string(text), 10))
}

// newLog keeps the log of the run before.
func (c cluster) newLog() (*os.File, error) {
	err := os.Rename(c.path("log"), c.path("log.old"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return os.OpenFile(c.path("log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// duplicateDatabase is SQLSTATE 42P04.
const duplicateDatabase = "42P04"

// EnsureDatabase creates the database unless it is there.
func (p *Postgres) EnsureDatabase(ctx context.Context, name string) error {
	db, err := sql.Open("postgres", p.URL("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "CREATE DATABASE "+pq.QuoteIdentifier(name))
	var pqErr *pq.Error
	if errors.As(err, &pqErr) && pqErr.Code == duplicateDatabase {
		return nil
	}
	return err
}
