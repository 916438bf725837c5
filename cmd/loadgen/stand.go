package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"nayan/internal/app"
	"nayan/internal/local"
	"nayan/internal/privacy"
	"nayan/repo"
)

// firstDatabase is the database of a stand; twin makes another.
const firstDatabase = "nayan"

// fixtureConns is the size of our own pool: fixtures and checks only.
const fixtureConns = 4

// stand is everything a run needs, private and temporary: the servers, the
// program as built from this tree, and the use cases for fixtures.
type stand struct {
	postgres *local.Postgres
	redis    *local.Redis
	database string
	dir      string
	program  string
	secret   []byte // master key
	app      *app.App
}

// newStand builds the program, starts the servers and migrates. close it.
func newStand(ctx context.Context) (s *stand, err error) {
	s = &stand{database: firstDatabase, secret: make([]byte, privacy.MasterKeySize)}
	_, _ = rand.Read(s.secret) // never fails: crypto/rand aborts the program instead
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	if s.dir, err = os.MkdirTemp("", "nayan-loadgen-"); err != nil {
		return s, err
	}
	if err := s.build(ctx); err != nil {
		return s, err
	}
	options := local.Options{Log: func(line string) { say("%s", line) }}
	if s.postgres, err = local.StartPostgres(ctx, options); err != nil {
		return s, err
	}
	if s.redis, err = local.StartRedis(ctx, local.RedisOptions{Log: options.Log}); err != nil {
		return s, err
	}
	return s, s.migrate(ctx)
}

func (s *stand) build(ctx context.Context) (err error) {
	s.program, err = buildNayan(ctx, s.dir)
	return err
}

// buildNayan makes the program from the tree we were built from, so that what is
// measured is what stands there.
func buildNayan(ctx context.Context, dir string) (program string, err error) {
	say("building nayan")
	program = filepath.Join(dir, "nayan")
	out, err := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", program, "nayan/cmd/nayan").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build nayan/cmd/nayan (run loadgen inside the module): %w\n%s", err, out)
	}
	return program, nil
}

func (s *stand) migrate(ctx context.Context) error {
	if err := s.postgres.EnsureDatabase(ctx, s.database); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, s.program, "migrate", "up")
	cmd.Env = s.environment()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("nayan migrate up: %w\n%s", err, out)
	}
	return s.openApp()
}

func (s *stand) openApp() error {
	keys, err := privacy.NewKeys(s.secret)
	if err != nil {
		return err
	}
	db, err := repo.Open(s.databaseURL(), fixtureConns)
	if err != nil {
		return err
	}
	s.app = &app.App{Repo: repo.New(db, true), Keys: keys, Now: time.Now, Passwords: app.NewPasswords(runtime.NumCPU())}
	return nil
}

func (s *stand) databaseURL() string { return s.postgres.URL(s.database) }

// environment is that of a production server behind a proxy on this machine.
// Limits stay as they are by default: the load comes from many addresses.
func (s *stand) environment() []string {
	var env []string
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "NAYAN_") && !strings.HasPrefix(e, "PG") {
			env = append(env, e)
		}
	}
	return append(env,
		"DATABASE_URL="+s.databaseURL(),
		"REDIS_URL="+s.redis.URL(),
		"NAYAN_SECRET_KEY="+base64.StdEncoding.EncodeToString(s.secret),
		"NAYAN_TRUSTED_PROXIES=127.0.0.1/32",
	)
}

func (s *stand) close() error {
	var errs []error
	if s.app != nil {
		errs = append(errs, s.app.Repo.DB().Close())
	}
	if s.redis != nil {
		errs = append(errs, s.redis.Stop())
	}
	if s.postgres != nil {
		errs = append(errs, s.postgres.Stop())
	}
	return errors.Join(append(errs, os.RemoveAll(s.dir))...)
}
