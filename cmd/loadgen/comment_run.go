package main

import (
	"context"
	"errors"
	"os"
	"time"
)

// run measures between two runs of pgbench, reports and checks.
func (r *commentRun) run(ctx context.Context, databaseURL, dir string) (err error) {
	var y *yardstick
	if r.Yardstick {
		if y, err = newYardstick(ctx, r.db, databaseURL, dir); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, y.drop()) }()
	}
	had, err := r.stored(ctx)
	if err != nil {
		return err
	}
	before, err := y.run(ctx, r.Duration)
	if err != nil {
		return err
	}
	for n := range r.Rounds {
		say("round %d: comments at concurrency %d", n+1, r.Concurrency)
		if err := r.round(ctx); err != nil {
			return err
		}
	}
	after, err := y.run(ctx, r.Duration)
	if err != nil {
		return err
	}
	r.write(before, after)
	return r.check(ctx, had)
}

// round posts one round. The server is killed from here, the main goroutine,
// while the load goes on.
func (r *commentRun) round(ctx context.Context) (err error) {
	p := plan{concurrency: r.Concurrency, requests: r.Requests, duration: r.Duration}
	done := make(chan struct{})
	var samples []sample
	var took time.Duration
	repeat := r.restart != nil
	go func() {
		defer close(done)
		samples, took = p.run(ctx, func(n int) sample { return r.send(ctx, repeat) })
	}()
	if repeat {
		time.Sleep(r.KillAfter)
		say("kill -9")
		err = r.restart()
		r.restart = nil // once is enough
	}
	<-done
	r.samples = append(r.samples, samples...)
	r.rates = append(r.rates, perSecond(len(with(samples, 201)), took))
	return errors.Join(err, ctx.Err())
}

func (r *commentRun) write(before, after float64) {
	var out report
	rate := median(r.rates)
	out.add("comments/s (median)", "%.0f", rate)
	out.add("rounds", "%.0f", r.rates)
	out.add("concurrency", "%d", r.Concurrency)
	out.add("p50 / p95 / p99", "%s", spread(latencies(r.samples, 201)))
	if r.Yardstick {
		out.add("pgbench before / after", "%.0f / %.0f", before, after)
		out.add("of pgbench", "%.0f %%", 100*rate/((before+after)/2))
	}
	out.add("answers", "%s", statuses(r.samples))
	out.write(os.Stdout, r.Markdown)
}
