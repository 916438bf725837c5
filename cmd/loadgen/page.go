package main

import (
	"context"
	"errors"
	"fmt"
	"time"
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

// subject is one page under test with the medians of its rates.
type subject struct {
	name, path      string
	size            int     // bytes, with many comments
	few, many, bare float64 // pages a second; bare returns the same bytes as many
}

// Run measures and reports.
func (cmd pageCmd) Run(ctx context.Context) error {
	s, err := newStand(ctx)
	if err != nil {
		return err
	}
	return errors.Join(cmd.onStand(ctx, s), s.close())
}

func (cmd pageCmd) onStand(ctx context.Context, s *stand) (err error) {
	o, err := s.staff(ctx)
	if err != nil {
		return err
	}
	answered, err := s.results(ctx, o, cmd.Rows)
	if err != nil {
		return err
	}
	open, err := s.consultation(ctx, s.app, o, "云溪县生活垃圾分类管理办法（征求意见稿）")
	if err != nil {
		return err
	}
	if err := s.fill(ctx, open, 1, cmd.Few); err != nil {
		return err
	}
	many, err := s.twin(ctx, "many")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, many.closeTwin()) }()
	if err := many.fill(ctx, open, cmd.Few+1, cmd.Many); err != nil {
		return err
	}
	return cmd.compare(ctx, s, many, []*subject{
		{name: "list", path: "/consultations"},
		{name: "notice", path: "/consultations/" + open.no},
		{name: "draft", path: "/consultations/" + open.no + "/draft"},
		{name: "comments", path: "/consultations/" + open.no + "/comments"},
		{name: fmt.Sprintf("results, %d rows", cmd.Rows), path: "/consultations/" + answered.no + "/results"},
	})
}

// compare starts the three servers, measures and reports.
func (cmd pageCmd) compare(ctx context.Context, few, many *stand, subjects []*subject) error {
	serverFew, err := few.serve(ctx)
	if err != nil {
		return err
	}
	defer serverFew.stop()
	serverMany, err := many.serve(ctx)
	if err != nil {
		return err
	}
	defer serverMany.stop()
	pages, err := cmd.pages(serverMany, subjects)
	if err != nil {
		return err
	}
	bare, err := many.bare(ctx, pages)
	if err != nil {
		return err
	}
	defer bare.stop()
	for _, s := range subjects {
		if err := cmd.measure(ctx, s, serverFew, serverMany, bare); err != nil {
			return err
		}
	}
	cmd.write(subjects)
	return nil
}

// pages reads what the bare handler is to return.
func (cmd pageCmd) pages(v *server, subjects []*subject) (map[string]page, error) {
	c, err := newClient(v.url(), 1)
	if err != nil {
		return nil, err
	}
	pages := map[string]page{}
	for _, s := range subjects {
		if pages[s.path], err = c.fetch(s.path); err != nil {
			return nil, err
		}
		s.size = len(pages[s.path].Body)
	}
	return pages, nil
}
