package main

import (
	"context"
	crypto "crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"time"

	"github.com/valyala/fasthttp"

	"nayan/internal/openday"
)

// bookingCmd rushes one session.
type bookingCmd struct {
	Attempts    int  `default:"5000" help:"Attempts to book, each under a phone of its own."`
	Concurrency int  `default:"128" help:"Attempts under way at once."`
	Capacity    int  `default:"500" help:"Places in the session; parties are of 1 to 4."`
	Markdown    bool `help:"Print a row of a Markdown table."`
}

// bookingBody is a booking as the API takes it.
type bookingBody struct {
	PartySize int    `json:"party_size"`
	Name      string `json:"name"`
	Phone     string `json:"phone"`
}

// Run measures, checks and reports.
func (cmd bookingCmd) Run(ctx context.Context) error {
	s, err := newStand(ctx)
	if err != nil {
		return err
	}
	return errors.Join(cmd.onStand(ctx, s), s.close())
}

func (cmd bookingCmd) onStand(ctx context.Context, s *stand) error {
	session, err := s.session(ctx, cmd.Capacity)
	if err != nil {
		return err
	}
	v, err := s.serve(ctx)
	if err != nil {
		return err
	}
	defer v.stop()
	c, err := newClient(v.url(), cmd.Concurrency)
	if err != nil {
		return err
	}
	say("%d attempts at concurrency %d on a session of %d", cmd.Attempts, cmd.Concurrency, cmd.Capacity)
	p := plan{concurrency: cmd.Concurrency, requests: cmd.Attempts}
	samples, took := p.run(ctx, func(n int) sample { return book(c, session, n) })
	if err := ctx.Err(); err != nil {
		return err
	}
	cmd.write(samples, took)
	return checkBookings(ctx, s, session, samples)
}

// session releases an open day with one session that can be booked now.
func (s *stand) session(ctx context.Context, capacity int) (int64, error) {
	o, err := s.staff(ctx)
	if err != nil {
		return 0, err
	}
	now := s.app.Now()
	id, err := s.app.CreateOpenDay(ctx, o.author, openday.Fields{UnitID: o.unitID, Theme: "走进城北水厂", Place: "城北路 1 号",
		Audience: "全县居民", Contact: "0571-87654321", Sessions: []openday.SessionFields{{Capacity: capacity,
			StartsAt: now.Add(48 * time.Hour), EndsAt: now.Add(50 * time.Hour),
			BookingOpensAt: now.Add(-time.Hour), BookingClosesAt: now.Add(24 * time.Hour)}}})
	if err != nil {
		return 0, err
	}
	if err := s.app.ReleaseOpenDay(ctx, o.approver, id); err != nil {
		return 0, err
	}
	d, err := s.app.Repo.OpenDayByID(ctx, id)
	if err != nil {
		return 0, err
	}
	return d.Sessions[0].ID, nil
}

// book makes the n-th attempt.
func book(c *client, session int64, n int) (s sample) {
	body := bookingBody{PartySize: 1 + rand.IntN(openday.MaxParty), Name: "朱国强", Phone: fmt.Sprintf("199%08d", n)}
	path := "/api/v1/sessions/" + strconv.FormatInt(session, 10) + "/bookings"
	err := c.post(path, crypto.Text(), body, func(status int, answer []byte) {
		s = sample{status: status, size: body.PartySize}
		if status == fasthttp.StatusCreated {
			s.id = ticketCode(answer)
		}
	})
	if err != nil {
		return sample{}
	}
	return s
}

func ticketCode(answer []byte) string {
	var ticket struct{ Code string }
	_ = json.Unmarshal(answer, &ticket) // an empty code fails the check
	return ticket.Code
}

func (cmd bookingCmd) write(samples []sample, took time.Duration) {
	var soldOut time.Duration
	for _, s := range with(samples, 201) {
		soldOut = max(soldOut, s.began+s.took)
	}
	var out report
	out.add("attempts", "%d", len(samples))
	out.add("concurrency", "%d", cmd.Concurrency)
	out.add("capacity", "%d", cmd.Capacity)
	out.add("answers", "%s", statuses(samples))
	out.add("last 201 after", "%s", ms(soldOut))
	out.add("all answered after", "%s", ms(took))
	out.add("attempts/s", "%.0f", perSecond(len(samples), took))
	out.add("201: p50 / p95 / p99", "%s", spread(latencies(samples, 201)))
	out.add("409: p50 / p95 / p99", "%s", spread(latencies(samples, 409)))
	out.write(os.Stdout, cmd.Markdown)
}
