package main

import (
	"context"
	"fmt"
	"os"

	"github.com/valyala/fasthttp"
)

// measure reads one page from each server in turn, so that whatever else the
// machine does meets them alike, and keeps the medians.
func (cmd pageCmd) measure(ctx context.Context, s *subject, servers ...*server) error {
	rates := make([][]float64, len(servers))
	for range cmd.Rounds {
		for i, v := range servers {
			rate, err := cmd.read(ctx, v, s.path)
			if err != nil {
				return err
			}
			rates[i] = append(rates[i], rate)
		}
	}
	s.few, s.many, s.bare = median(rates[0]), median(rates[1]), median(rates[2])
	say("%-18s %6.0f pages/s, bare %6.0f", s.name, s.many, s.bare)
	return nil
}

// read gives the rate of one page; an answer that is not the whole page is an error.
func (cmd pageCmd) read(ctx context.Context, v *server, path string) (float64, error) {
	c, err := newClient(v.url(), cmd.Concurrency)
	if err != nil {
		return 0, err
	}
	whole, err := c.fetch(path)
	if err != nil {
		return 0, err
	}
	p := plan{concurrency: cmd.Concurrency, duration: cmd.Duration}
	samples, took := p.run(ctx, func(int) sample {
		status, size, err := c.get(path)
		if err != nil || status != fasthttp.StatusOK || size != len(whole.Body) {
			return sample{}
		}
		return sample{status: status}
	})
	if good := len(with(samples, fasthttp.StatusOK)); good != len(samples) {
		return 0, fmt.Errorf("%s: %d of %d answers were not the page", path, len(samples)-good, len(samples))
	}
	return perSecond(len(samples), took), ctx.Err()
}

func (cmd pageCmd) write(subjects []*subject) {
	var rows []report
	for _, s := range subjects {
		var out report
		out.add("page", "%s", s.name)
		out.add("bytes", "%d", s.size)
		out.add(fmt.Sprintf("pages/s, %d comments", cmd.Few), "%.0f", s.few)
		out.add(fmt.Sprintf("pages/s, %d comments", cmd.Many), "%.0f", s.many)
		out.add("many : few", "%.2f", s.many/s.few)
		out.add("bare handler", "%.0f", s.bare)
		out.add("of bare", "%.1f %%", 100*s.many/s.bare)
		rows = append(rows, out)
	}
	writeAll(os.Stdout, rows, cmd.Markdown)
}
