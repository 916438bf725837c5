package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/jmoiron/sqlx"

	"nayan/repo"
)

// commentCmd measures durable comments.
type commentCmd struct {
	Concurrency int           `default:"64" help:"Requests under way at once."`
	Requests    int           `help:"Requests a round, instead of a duration."`
	Duration    time.Duration `default:"8s" help:"How long a round lasts; pgbench runs as long, before and after."`
	Rounds      int           `default:"3" help:"Rounds; the median is reported."`
	KillAfter   time.Duration `help:"kill -9 the server so long into the first round, start it again, repeat what got no answer."`
	Yardstick   bool          `default:"true" negatable:"" help:"Run pgbench before and after."`
	URL         string        `help:"A server that runs already; with --database-url. Its first open consultation gets the comments."`
	DatabaseURL string        `help:"The database of that server."`
	Markdown    bool          `help:"Print a row of a Markdown table."`
}

// commentRun is one run against one server.
type commentRun struct {
	commentCmd
	client  *client
	db      *sqlx.DB
	call    call
	restart func() error // kill -9 and start again; nil unless asked for
	samples []sample     // of all rounds
	rates   []float64    // 201 answers per second, by round
}

// Run measures, checks and reports.
func (cmd commentCmd) Run(ctx context.Context) error {
	switch {
	case (cmd.URL == "") != (cmd.DatabaseURL == ""):
		return errors.New("--url and --database-url go together")
	case cmd.URL != "" && cmd.KillAfter > 0:
		return errors.New("--kill-after is for a server of our own")
	case cmd.URL != "":
		return cmd.onServer(ctx)
	}
	s, err := newStand(ctx)
	if err != nil {
		return err
	}
	return errors.Join(cmd.onStand(ctx, s), s.close())
}

// onStand runs against a server of our own.
func (cmd commentCmd) onStand(ctx context.Context, s *stand) error {
	o, err := s.staff(ctx)
	if err != nil {
		return err
	}
	c, err := s.consultation(ctx, s.app, o, "云溪县生活垃圾分类管理办法（征求意见稿）")
	if err != nil {
		return err
	}
	v, err := s.serve(ctx)
	if err != nil {
		return err
	}
	defer func() { v.stop() }() // whichever runs by then
	r := &commentRun{commentCmd: cmd, db: s.app.Repo.DB(), call: c}
	if cmd.KillAfter > 0 {
		r.restart = func() (err error) {
			v.kill()
			v, err = s.serveOn(ctx, v.addr)
			return err
		}
	}
	if r.client, err = newClient(v.url(), cmd.Concurrency); err != nil {
		return err
	}
	return r.run(ctx, s.databaseURL(), s.dir)
}

// onServer runs against a server that is there.
func (cmd commentCmd) onServer(ctx context.Context) (err error) {
	r := &commentRun{commentCmd: cmd}
	if r.client, err = newClient(cmd.URL, cmd.Concurrency); err != nil {
		return err
	}
	if r.call, err = firstOpen(r.client); err != nil {
		return err
	}
	if r.db, err = repo.Open(cmd.DatabaseURL, fixtureConns); err != nil {
		return err
	}
	defer r.db.Close() //nolint:errcheck // read from only
	dir, err := os.MkdirTemp("", "nayan-loadgen-")
	if err != nil {
		return err
	}
	return errors.Join(r.run(ctx, cmd.DatabaseURL, dir), os.RemoveAll(dir))
}

// firstOpen finds the consultation that a stranger's server shows first.
func firstOpen(c *client) (call, error) {
	var list struct {
		Items []struct{ No string }
	}
	if err := c.readJSON("/api/v1/consultations?status=open", &list); err != nil {
		return call{}, err
	}
	if len(list.Items) == 0 {
		return call{}, fmt.Errorf("%s shows no open consultation", c.base)
	}
	return call{no: list.Items[0].No}, nil
}
