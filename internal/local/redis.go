//go:build unix

package local

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"
)

// ErrNoRedis means that there is no redis-server in PATH.
var ErrNoRedis = errors.New("no redis-server found in PATH: install one (`make demo` does) or set REDIS_URL")

// RedisOptions says how a private Redis is run.
type RedisOptions struct {
	// Log gets one line per thing done, for people; nil keeps silent.
	Log func(string)
	// Imitate allows an imitation inside this process where there is no
	// redis-server. Good enough for a demo, never for tests or production.
	Imitate bool
}

// Redis is a running private Redis, or an imitation of one.
type Redis struct {
	addr     string
	password string
	stop     func() error
}

// StartRedis starts a private Redis that keeps nothing on disk and returns once
// it answers. It fails with ErrNoRedis where there is none and none may be
// imitated.
func StartRedis(ctx context.Context, o RedisOptions) (*Redis, error) {
	if o.Log == nil {
		o.Log = func(string) {}
	}
	r := &Redis{password: rand.Text()}
	program, err := exec.LookPath("redis-server")
	switch {
	case err == nil:
		o.Log("starting Redis")
		err = r.serve(ctx, program)
	case o.Imitate:
		o.Log("DEMO ONLY: there is no redis-server; this program imitates one. Install redis-server for anything else.")
		err = r.imitate()
	default:
		err = ErrNoRedis
	}
	if err != nil {
		return nil, fmt.Errorf("start a private Redis: %w", err)
	}
	return r, nil
}

// URL is the address of the server. It holds the password: never log it.
func (r *Redis) URL() string { return fmt.Sprintf("redis://:%s@%s", r.password, r.addr) }

// Stop ends the server and waits for it. Stopping again changes nothing.
func (r *Redis) Stop() error { return r.stop() }

// redisConfig goes in through standard input: arguments are for everyone to see.
const redisConfig = `bind 127.0.0.1
port %d
requirepass %s
save ""
appendonly no
daemonize no
`

// redisTries bounds the search for a port that stays free.
const redisTries = 5

func (r *Redis) serve(ctx context.Context, program string) (err error) {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	as, err := unprivileged("redis", "nobody")
	if err != nil {
		return err
	}
	for range redisTries {
		if err = r.try(ctx, program, as); err == nil {
			return nil
		}
	}
	return err
}

func (r *Redis) try(ctx context.Context, program string, as *account) error {
	port, err := freePort(ctx)
	if err != nil {
		return err
	}
	cmd := exec.Command(program, "-") //nolint:noctx // the context bounds the start only
	cmd.Stdin = strings.NewReader(fmt.Sprintf(redisConfig, port, r.password))
	cmd.Dir = "/"
	server, err := startChild(cmd, as, syscall.SIGTERM)
	if err != nil {
		return err
	}
	r.addr = fmt.Sprintf("127.0.0.1:%d", port)
	r.stop = func() error { return server.stop(step{syscall.SIGTERM, 5 * time.Second}) }
	if err := r.answers(ctx, server); err != nil {
		return errors.Join(err, r.stop())
	}
	return nil
}

// answers waits until the server takes commands or has ended.
func (r *Redis) answers(ctx context.Context, server *child) error {
	ctx, cancel := server.bound(ctx)
	defer cancel()
	// A bare connection first: the client would write every refusal to the log.
	if err := poll(ctx, func() bool { return listens(ctx, r.addr) }); err != nil {
		return context.Cause(ctx)
	}
	client := redis.NewClient(&redis.Options{Addr: r.addr, Password: r.password, MaxRetries: -1})
	defer client.Close()
	return client.Ping(ctx).Err()
}
