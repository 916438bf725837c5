// Command loadgen is the load generator behind docs/benchmarks.md. Each
// subcommand starts what it needs on loopback (a private Postgres with default,
// durable settings, a Redis, `nayan serve`), fills in its own fixtures, measures,
// checks afterwards that the database holds what was acknowledged, and fails when
// it does not.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/alecthomas/kong"
)

type cli struct {
	Comment commentCmd `cmd:"" help:"Post comments; report the rate beside pgbench; check rows = 201 answers."`
	Booking bookingCmd `cmd:"" help:"Rush one session; check that it is never oversold."`
	Page    pageCmd    `cmd:"" help:"Read pages beside a bare handler returning the same bytes, with few and with many comments."`
	Release releaseCmd `cmd:"" help:"Release 100,000 decisions while others read; report both."`
	SignIn  signInCmd  `cmd:"" help:"Sign in with passwords; report what it costs those who only read."`
	Start   startCmd   `cmd:"" help:"Time from start to the first answer, and memory when idle."`
	Similar similarCmd `cmd:"" help:"Group texts that say the same; report speed, precision and recall."`
	Bare    bareCmd    `cmd:"" hidden:"" help:"Serve files from memory: what 'page' compares with."`
}

// The main goroutine keeps the main thread: Linux ends our children when the
// thread that started them ends, see children_linux.go.
func init() { runtime.LockOSThread() }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c cli
	k := kong.Parse(&c, kong.Name("loadgen"), kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)))
	if err := k.Run(); err != nil {
		stop()
		fmt.Fprintln(os.Stderr, "loadgen:", err)
		os.Exit(1) //nolint:gocritic // stop ran just above
	}
}

// say tells what is being done; figures go to standard output.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
