package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/valyala/fasthttp"
)

// pageCmd measures reading.
type pageCmd struct {
	Few         int           `default:"1000" help:"Comments in the database at first."`
	Many        int           `default:"100000" help:"Comments in the database then."`
	Rows        int           `default:"100" help:"Rows of the results page."`
	Concurrency int           `default:"32" help:"Requests under way at once."`
	Duration    time.Duration `default:"3s" help:"How long each page is read, a round."`
	Rounds      int           `default:"3" help:"Rounds; the medians are reported."`
	Markdown    bool          `help:"Print a Markdown table."`
}

// subject is one page under test with its rates in pages a second.
type subject struct {
	name, path string
	size       int
	few, many  float64 // ours, with few and with many comments
	bare       float64 // the bare handler's, with many
}

// pageRun is one run of pageCmd.
type pageRun struct {
	pageCmd
	stand    *stand
	server   *server
	subjects []*subject
}

// Run measures and reports.
func (cmd pageCmd) Run(ctx context.Context) error {
	s, err := newStand(ctx)
	if err != nil {
		return err
	}
	return errors.Join(cmd.onStand(ctx, s), s.close())
}

func (cmd pageCmd) onStand(ctx context.Context, s *stand) error {
	o, err := s.staff(ctx)
	if err != nil {
		return err
	}
	answered, err := s.results(ctx, o, cmd.Rows)
	if err != nil {
		return err
	}
	open, err := s.consultation(ctx, s.app, o, "云溪县生活垃圾分类管理办法（征求意见稿）", 30)
	if err != nil {
		return err
	}
	r := &pageRun{pageCmd: cmd, stand: s, subjects: []*subject{
		{name: "list", path: "/consultations"},
		{name: "notice", path: "/consultations/" + open.no},
		{name: "draft", path: "/consultations/" + open.no + "/draft"},
		{name: "comments", path: "/consultations/" + open.no + "/comments"},
		{name: fmt.Sprintf("results, %d rows", cmd.Rows), path: "/consultations/" + answered.no + "/results"},
	}}
	if r.server, err = s.serve(ctx); err != nil {
		return err
	}
	defer r.server.stop()
	if err := r.compare(ctx, open); err != nil {
		return err
	}
	r.write()
	return nil
}

// compare measures with few comments, then with many.
func (r *pageRun) compare(ctx context.Context, open call) error {
	if err := r.stand.fill(ctx, open, 1, r.Few); err != nil {
		return err
	}
	if err := r.measure(ctx, func(s *subject, ours, _ float64) { s.few = ours }); err != nil {
		return err
	}
	if err := r.stand.fill(ctx, open, r.Few+1, r.Many); err != nil {
		return err
	}
	return r.measure(ctx, func(s *subject, ours, bare float64) { s.many, s.bare = ours, bare })
}

// measure reads every page, ours and the bare one in turn, and keeps the medians.
func (r *pageRun) measure(ctx context.Context, keep func(s *subject, ours, bare float64)) error {
	us, err := newClient(r.server.url(), r.Concurrency)
	if err != nil {
		return err
	}
	bare, err := r.stand.bare(ctx, us, r.subjects)
	if err != nil {
		return err
	}
	defer bare.stop()
	them, err := newClient(bare.url(), r.Concurrency)
	if err != nil {
		return err
	}
	for _, s := range r.subjects {
		var ourRates, bareRates []float64
		for range r.Rounds {
			for client, rates := range map[*client]*[]float64{us: &ourRates, them: &bareRates} {
				rate, err := r.read(ctx, client, s)
				if err != nil {
					return err
				}
				*rates = append(*rates, rate)
			}
		}
		say("%-18s %6.0f pages/s, bare %6.0f", s.name, median(ourRates), median(bareRates))
		keep(s, median(ourRates), median(bareRates))
	}
	return nil
}

// read gives the rate of one page; an answer that is not the whole page is an error.
func (r *pageRun) read(ctx context.Context, c *client, s *subject) (float64, error) {
	p := plan{concurrency: r.Concurrency, duration: r.Duration}
	samples, took := p.run(ctx, func(int) sample {
		status, size, err := c.get(s.path)
		if err != nil || status != fasthttp.StatusOK || size != s.size {
			return sample{}
		}
		return sample{status: status}
	})
	if good := len(with(samples, fasthttp.StatusOK)); good != len(samples) {
		return 0, fmt.Errorf("%s: %d of %d answers were not the page", s.path, len(samples)-good, len(samples))
	}
	return perSecond(len(samples), took), ctx.Err()
}

func (r *pageRun) write() {
	var rows []report
	for _, s := range r.subjects {
		var out report
		out.add("page", "%s", s.name)
		out.add("bytes", "%d", s.size)
		out.add(fmt.Sprintf("pages/s, %d comments", r.Few), "%.0f", s.few)
		out.add(fmt.Sprintf("pages/s, %d comments", r.Many), "%.0f", s.many)
		out.add("many : few", "%.2f", s.many/s.few)
		out.add("bare handler", "%.0f", s.bare)
		out.add("of bare", "%.1f %%", 100*s.many/s.bare)
		rows = append(rows, out)
	}
	writeAll(os.Stdout, rows, r.Markdown)
}
