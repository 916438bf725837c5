package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/valyala/fasthttp"
)

// releaseCmd measures the release of results while others read.
type releaseCmd struct {
	Decisions int           `default:"100000" help:"Suggestions that are answered and released together."`
	Readers   int           `default:"8" help:"Requests under way at most."`
	Every     time.Duration `default:"20ms" help:"Between two requests of the readers."`
	Before    time.Duration `default:"10s" help:"How long is read before the release."`
	Markdown  bool          `help:"Print a Markdown table."`
}

// sqlBulkDecisions answers every suggestion as desk and second person would have.
const sqlBulkDecisions = `INSERT INTO decisions (consultation_id, suggestion_id, outcome, reason, decided_by, decided_at, checked_by, checked_at)
SELECT consultation_id, id, (ARRAY['adopted', 'partly_adopted', 'not_adopted', 'explained', 'out_of_scope'])[1 + id % 5],
    '所提意见已会同有关单位研究，并在修改稿的相应条款中作出说明（' || id || '）。', $2, now(), $3, now()
FROM suggestions WHERE consultation_id = $1`

// The yardstick: the same lines, written by the database alone, into a table with
// the same keys.
const (
	sqlPlainTable = `CREATE TABLE loadgen_lines (LIKE result_rows INCLUDING ALL)`
	sqlPlainLines = `INSERT INTO loadgen_lines SELECT * FROM result_rows WHERE consultation_id = $1`
)

// Run measures and reports.
func (cmd releaseCmd) Run(ctx context.Context) error {
	s, err := newStand(ctx)
	if err != nil {
		return err
	}
	return errors.Join(cmd.onStand(ctx, s), s.close())
}

func (cmd releaseCmd) onStand(ctx context.Context, s *stand) error {
	o, err := s.staff(ctx)
	if err != nil {
		return err
	}
	other, err := s.results(ctx, o, 100)
	if err != nil {
		return err
	}
	c, err := s.consultation(ctx, s.app.At(time.Now().AddDate(0, 0, -60)), o, "云溪县生活垃圾分类管理办法（征求意见稿）")
	if err != nil {
		return err
	}
	if err := s.fill(ctx, c, 1, cmd.Decisions); err != nil {
		return err
	}
	say("answering %d suggestions", cmd.Decisions)
	db := s.app.Repo.DB()
	if _, err := db.ExecContext(ctx, sqlBulkDecisions, c.id, o.adjudicator.StaffID, o.reviewer.StaffID); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "VACUUM ANALYZE"); err != nil {
		return err
	}
	server, err := s.serve(ctx)
	if err != nil {
		return err
	}
	defer server.stop()
	return cmd.measure(ctx, s, server, o, c, []string{"/consultations", "/consultations/" + c.no + "/results",
		"/consultations/" + c.no, "/consultations/" + other.no + "/results"})
}

// measure reads before, during and after, and reports.
func (cmd releaseCmd) measure(ctx context.Context, s *stand, v *server, o office, c call, paths []string) error {
	before, err := cmd.read(ctx, v, paths, cmd.Before)
	if err != nil {
		return err
	}
	say("releasing")
	reading, stop := context.WithCancel(ctx)
	defer stop()
	took, failed := time.Duration(0), error(nil)
	go func() {
		defer stop()
		began := time.Now()
		failed = s.app.ReleaseResults(ctx, o.adjudicator, c.id)
		took = time.Since(began)
	}()
	during, err := cmd.read(reading, v, paths, time.Hour)
	<-reading.Done()
	if err := errors.Join(err, failed); err != nil {
		return err
	}
	after, err := cmd.read(ctx, v, paths, cmd.Before)
	if err != nil {
		return err
	}
	plain, err := cmd.plain(ctx, s, c)
	if err != nil {
		return err
	}
	var out report
	out.add("decisions", "%d", cmd.Decisions)
	out.add("release", "%.1f s", took.Seconds())
	out.add("lines/s", "%.0f", perSecond(cmd.Decisions, took))
	out.add("plain INSERT … SELECT of the lines", "%.1f s", plain.Seconds())
	out.add("read before, p50 / p95 / p99", "%s", spread(latencies(before, fasthttp.StatusOK)))
	out.add("read during", "%s", spread(latencies(during, fasthttp.StatusOK)))
	out.add("read after", "%s", spread(latencies(after, fasthttp.StatusOK)))
	out.add("pages read during", "%d", len(during))
	writeAll(os.Stdout, []report{out}, cmd.Markdown)
	return cmd.check(ctx, s, c)
}

// read reads the pages in turn; an answer that is not a page is an error.
func (cmd releaseCmd) read(ctx context.Context, v *server, paths []string, d time.Duration) ([]sample, error) {
	c, err := newClient(v.url(), cmd.Readers)
	if err != nil {
		return nil, err
	}
	p := plan{concurrency: cmd.Readers, duration: d, every: cmd.Every}
	samples, _ := p.run(ctx, func(n int) sample {
		status, _, err := c.get(paths[n%len(paths)])
		if err != nil {
			return sample{}
		}
		return sample{status: status}
	})
	if good := len(with(samples, fasthttp.StatusOK)); good != len(samples) {
		return nil, fmt.Errorf("%d of %d answers were not the page: %s", len(samples)-good, len(samples), statuses(samples))
	}
	return samples, nil
}

// plain times the database alone, writing the same lines once more.
func (cmd releaseCmd) plain(ctx context.Context, s *stand, c call) (time.Duration, error) {
	db := s.app.Repo.DB()
	if _, err := db.ExecContext(ctx, sqlPlainTable); err != nil {
		return 0, err
	}
	began := time.Now()
	_, err := db.ExecContext(ctx, sqlPlainLines, c.id)
	return time.Since(began), err
}

// check holds that what was released is all, and that it foots.
func (cmd releaseCmd) check(ctx context.Context, s *stand, c call) error {
	f, err := s.app.Repo.Footing(ctx, c.id)
	if err != nil {
		return err
	}
	if !f.Foots() || f.Released != cmd.Decisions || f.Published != cmd.Decisions {
		return fmt.Errorf("%d decisions were released as %+v", cmd.Decisions, f)
	}
	return nil
}
