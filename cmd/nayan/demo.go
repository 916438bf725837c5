package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"nayan/handlers"
	"nayan/internal/local"
	"nayan/internal/sample"
	"nayan/migrations"
	"nayan/repo"
)

// demoCmd shows everything without any configuration.
type demoCmd struct {
	Addr  string `default:"127.0.0.1:8080" help:"Address to listen on; the next free port if it is taken."`
	Data  string `help:"Directory that keeps the demo's data." type:"path"`
	Fresh bool   `help:"Throw the data away and start anew."`
}

const demoDatabase = "nayan"

// Run starts what is not configured, loads the samples on first use, and serves
// until SIGINT or SIGTERM. The data stays for the next time.
func (cmd demoCmd) Run(ctx context.Context) (err error) {
	c, err := loadConfig()
	if err != nil {
		return err
	}
	dir, err := cmd.dir()
	if err != nil {
		return err
	}
	stop, err := cmd.startServers(ctx, &c, dir)
	defer func() { err = errors.Join(err, stop()) }()
	if err != nil {
		return err
	}
	return cmd.run(ctx, c)
}

func (cmd demoCmd) run(ctx context.Context, c config) error {
	say("checking the schema")
	if err := migrateURL(ctx, c.DatabaseURL); err != nil {
		return err
	}
	e, closeEnv, err := openEnv(c)
	if err != nil {
		return err
	}
	defer closeEnv()
	e.Demo, e.App.ShowCodes = true, true
	if err := loadSamples(ctx, e.App, say); err != nil {
		return err
	}
	listener, err := listenNear(ctx, cmd.Addr)
	if err != nil {
		return err
	}
	if e.Site.BaseURL == "" {
		e.Site.BaseURL = "http://" + listener.Addr().String()
	}
	work, err := c.runner(e, 0)
	if err != nil {
		return err
	}
	announce(e.Site.BaseURL)
	return serve(ctx, handlers.New(e), work, listener)
}

func (cmd demoCmd) dir() (string, error) {
	dir := cmd.Data
	if dir == "" {
		base, err := local.DataDir()
		if err != nil {
			return "", err
		}
		dir = filepath.Join(base, "demo")
	}
	// Postgres may run as another user and must be able to pass through.
	return dir, os.MkdirAll(dir, 0o755) //nolint:gosec // the cluster inside is 0700
}

// startServers starts the Postgres and the Redis that are not configured; stop
// ends those and is never nil.
func (cmd demoCmd) startServers(ctx context.Context, c *config, dir string) (stop func() error, err error) {
	var stops []func() error
	stop = func() error {
		var errs []error
		for _, s := range stops {
			errs = append(errs, s())
		}
		return errors.Join(errs...)
	}
	if c.SecretKey == "" && c.SecretKeyFile == "" {
		if c.SecretKeyFile, err = demoKey(dir); err != nil {
			return stop, err
		}
	}
	if cmd.Fresh && c.DatabaseURL != "" {
		return stop, errors.New("--fresh clears the demo's own database only, never the one in DATABASE_URL")
	}
	if c.DatabaseURL == "" {
		pg, err := local.StartPostgres(ctx, local.Options{DataDir: dir, Log: say, Fresh: cmd.Fresh})
		if err != nil {
			return stop, err
		}
		stops = append(stops, pg.Stop)
		if err := prepareDatabase(ctx, pg); err != nil {
			return stop, err
		}
		c.DatabaseURL = pg.URL(demoDatabase)
	}
	if c.RedisURL == "" {
		rd, err := local.StartRedis(ctx, local.RedisOptions{Log: say, Imitate: true})
		if err != nil {
			return stop, err
		}
		stops = append(stops, rd.Stop)
		c.RedisURL = rd.URL()
	}
	return stop, nil
}

// prepareDatabase makes the demo's database, anew when its samples were cut off
// half-way. The cluster is ours alone by now, so no running demo loses its data.
func prepareDatabase(ctx context.Context, pg *local.Postgres) error {
	if err := pg.EnsureDatabase(ctx, demoDatabase); err != nil {
		return err
	}
	db, err := repo.Open(pg.URL(demoDatabase), 2)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // every statement has its own error
	if err := migrations.Up(ctx, db.DB); err != nil {
		return err
	}
	state, err := sample.StateOf(ctx, repo.New(db, false))
	if err != nil || state != sample.Partial {
		return err
	}
	say("the samples were loaded only in part: starting anew")
	_, err = db.ExecContext(ctx, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
	return err
}

// listenNear listens on addr or, while the port is taken, on the next free one.
func listenNear(ctx context.Context, addr string) (net.Listener, error) {
	host, portText, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		return nil, fmt.Errorf("port %q is not a number", portText)
	}
	var config net.ListenConfig
	for next := port; ; next++ {
		l, err := config.Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(next)))
		if err == nil || !errors.Is(err, syscall.EADDRINUSE) || next == port+100 {
			return l, err
		}
	}
}

func say(line string) { fmt.Fprintln(os.Stdout, line) }
