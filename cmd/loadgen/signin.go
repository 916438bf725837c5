package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/valyala/fasthttp"

	"nayan/internal/account"
	"nayan/internal/app"
)

// signInCmd measures signing in, and what it costs those who only read.
type signInCmd struct {
	Concurrency int           `default:"8" help:"Sign-ins under way at once."`
	Accounts    int           `default:"64" help:"Members of staff who sign in by turns; limits stay on."`
	Pages       int           `default:"400" help:"Public pages read in a second meanwhile, paced."`
	Duration    time.Duration `default:"4s" help:"Length of each measurement."`
	Rounds      int           `default:"3" help:"Rounds; reading alone and beside sign-ins take turns."`
	Markdown    bool          `help:"Print a Markdown table."`
}

// readers is how many visitors read at the given pace; a page takes about a
// millisecond, so that none waits for another.
const readers = 16

// signInFigures are the samples of all rounds.
type signInFigures struct{ signIns, alone, beside []sample }

// Run measures and reports.
func (cmd signInCmd) Run(ctx context.Context) error {
	s, err := newStand(ctx)
	if err != nil {
		return err
	}
	return errors.Join(cmd.onStand(ctx, s), s.close())
}

func (cmd signInCmd) onStand(ctx context.Context, s *stand) error {
	o, err := s.staff(ctx)
	if err != nil {
		return err
	}
	con, err := s.consultation(ctx, s.app, o, "云溪县生活垃圾分类管理办法（征求意见稿）")
	if err != nil {
		return err
	}
	people, err := s.people(ctx, o, cmd.Accounts)
	if err != nil {
		return err
	}
	v, err := s.serve(ctx)
	if err != nil {
		return err
	}
	defer v.stop()
	f, err := cmd.measure(ctx, v, "/consultations/"+con.no+"/draft", people)
	if err != nil {
		return err
	}
	cmd.write(f)
	return f.check()
}

// credentials are what somebody signs in with.
type credentials struct{ email, password string }

// people adds members of staff who need a password and nothing else.
func (s *stand) people(ctx context.Context, o office, n int) ([]credentials, error) {
	list := make([]credentials, n)
	for i := range list {
		list[i] = credentials{fmt.Sprintf("member%d@loadgen.example", i), rand.Text()}
		_, err := s.app.AddStaff(ctx, app.System, app.StaffInput{UnitID: o.unitID, Name: "压测人员", Email: list[i].email,
			Password: list[i].password, Grants: account.For(o.unitID, account.Drafter)})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// measure lets reading alone and reading beside sign-ins take turns, so that
// whatever else the machine does meets them alike.
func (cmd signInCmd) measure(ctx context.Context, v *server, path string, people []credentials) (f signInFigures, err error) {
	pages, err := newClient(v.url(), readers)
	if err != nil {
		return f, err
	}
	door, err := newClient(v.url(), cmd.Concurrency)
	if err != nil {
		return f, err
	}
	for range cmd.Rounds {
		f.alone = append(f.alone, cmd.read(ctx, pages, path)...)
		var both sync.WaitGroup
		both.Go(func() { f.beside = append(f.beside, cmd.read(ctx, pages, path)...) })
		f.signIns = append(f.signIns, cmd.signIn(ctx, door, people)...)
		both.Wait()
	}
	return f, ctx.Err()
}

func (cmd signInCmd) read(ctx context.Context, c *client, path string) []sample {
	p := plan{concurrency: readers, duration: cmd.Duration, every: time.Second / time.Duration(cmd.Pages)}
	samples, _ := p.run(ctx, func(int) sample {
		status, _, err := c.get(path)
		if err != nil {
			return sample{}
		}
		return sample{status: status}
	})
	return samples
}

func (cmd signInCmd) signIn(ctx context.Context, c *client, people []credentials) []sample {
	samples, _ := plan{concurrency: cmd.Concurrency, duration: cmd.Duration}.run(ctx, func(n int) sample {
		return c.signIn(people[n%len(people)])
	})
	return samples
}

// check fails when somebody with the right password was not let in, or a page
// was not given.
func (f signInFigures) check() error {
	if good := len(with(f.signIns, fasthttp.StatusSeeOther)); good != len(f.signIns) || good == 0 {
		return fmt.Errorf("%d of %d sign-ins did not lead to the desk: %s", len(f.signIns)-good, len(f.signIns), statuses(f.signIns))
	}
	read := append(f.alone[:len(f.alone):len(f.alone)], f.beside...)
	if good := len(with(read, fasthttp.StatusOK)); good != len(read) || good == 0 {
		return fmt.Errorf("%d of %d pages were not given: %s", len(read)-good, len(read), statuses(read))
	}
	return nil
}

func (cmd signInCmd) write(f signInFigures) {
	alone, beside := latencies(f.alone, fasthttp.StatusOK), latencies(f.beside, fasthttp.StatusOK)
	var out report
	out.add("sign-ins", "%d", len(f.signIns))
	out.add("concurrency", "%d", cmd.Concurrency)
	out.add("sign-in p50 / p95 / p99", "%s", spread(latencies(f.signIns, fasthttp.StatusSeeOther)))
	out.add("pages/s asked", "%d", cmd.Pages)
	out.add("pages/s given alone / beside", "%.0f / %.0f", cmd.rate(f.alone), cmd.rate(f.beside))
	out.add("page p50 / p95 / p99, alone", "%s", spread(alone))
	out.add("page p50 / p95 / p99, beside", "%s", spread(beside))
	out.write(os.Stdout, cmd.Markdown)
}

// rate is what was given in a second of all rounds.
func (cmd signInCmd) rate(samples []sample) float64 {
	return perSecond(len(samples), cmd.Duration*time.Duration(cmd.Rounds))
}
