package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/handlers"
	"nayan/internal/jobs"
	"nayan/migrations"
)

// stopWithin is how long requests and jobs under way may take to end when the program stops.
const stopWithin = 10 * time.Second

// serveCmd is production.
type serveCmd struct {
	Addr string `help:"Address to listen on; NAYAN_ADDR if left out."`
}

// Run serves until SIGINT or SIGTERM.
func (cmd serveCmd) Run(ctx context.Context) error {
	c, err := loadConfig()
	if err != nil {
		return err
	}
	if err := c.requireProduction(); err != nil {
		return err
	}
	if cmd.Addr != "" {
		c.Addr = cmd.Addr
	}
	e, closeEnv, err := openEnv(c)
	if err != nil {
		return err
	}
	defer closeEnv()
	if !e.Secure() {
		e.Log.Warn("NAYAN_PUBLIC_URL is not https://: cookies are not marked Secure")
	}
	if err := migrated(ctx, e); err != nil {
		return err
	}
	if err := e.Repo.CheckPrepared(ctx); err != nil {
		return err
	}
	stopOps, err := startOps(ctx, c.OpsAddr, e)
	if err != nil {
		return err
	}
	defer stopOps() //nolint:errcheck // nothing is lost with it
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return err
	}
	work, err := c.runner(e, 0)
	if err != nil {
		return err
	}
	return serve(ctx, handlers.New(e), work, listener)
}

// migrated refuses to serve on an old schema: half a schema loses data silently.
func migrated(ctx context.Context, e *handlers.Env) error {
	pending, err := migrations.Pending(ctx, e.Repo.DB().DB)
	if err != nil {
		return err
	}
	if pending {
		return errors.New("the schema is not up to date: run `nayan migrate up`")
	}
	return nil
}

// serve answers on the listener and works off the queue until ctx ends, then lets
// requests and jobs finish.
func serve(ctx context.Context, web *fiber.App, work *jobs.Runner, listener net.Listener) error {
	failed, stopped := make(chan error, 1), make(chan error, 1)
	go func() { failed <- web.Listener(listener) }()
	// After the listener: nobody who asks waits for the queue to get going.
	if err := work.Start(ctx); err != nil {
		return errors.Join(err, web.ShutdownWithTimeout(stopWithin))
	}
	select {
	case err := <-failed:
		return errors.Join(fmt.Errorf("serve: %w", err), work.Stop(stopWithin))
	case <-ctx.Done():
		go func() { stopped <- work.Stop(stopWithin) }()
		return errors.Join(web.ShutdownWithTimeout(stopWithin), <-stopped)
	}
}
