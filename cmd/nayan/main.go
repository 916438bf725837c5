// Command nayan is the whole product in one program: it serves, migrates, makes
// a demo, and reads drafts and other files on the command line. Only wiring lives here.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// cli is the command line; kong prints its help from these tags.
type cli struct {
	Demo      demoCmd      `cmd:"" help:"Run everything with sample data; needs nothing configured."`
	Serve     serveCmd     `cmd:"" help:"Serve; DATABASE_URL, REDIS_URL and a secret key are required."`
	Migrate   migrateCmd   `cmd:"" help:"Bring the database's schema up to date, or say where it stands."`
	User      userCmd      `cmd:"" help:"Add a member of staff, the first administrator above all."`
	Keys      keysCmd      `cmd:"" help:"Make, count and rotate the keys that seal personal data."`
	Retention retentionCmd `cmd:"" help:"Delete what has been kept as long as it may be."`
	Draft     draftCmd     `cmd:"" help:"Read a draft from a file."`
	Scan      scanCmd      `cmd:"" help:"Find personal data in files."`
	Similar   similarCmd   `cmd:"" help:"Group texts that say the same."`
	Workday   workdayCmd   `cmd:"" help:"Count working days."`
	Config    configCmd    `cmd:"" help:"Print the configuration in force, secrets masked."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	k := commandLine(ctx)
	chosen, err := k.Parse(os.Args[1:])
	if err != nil {
		k.Stdout = os.Stderr // what was asked for on standard output is data, never the usage
		k.FatalIfErrorf(err)
	}
	if err := chosen.Run(); err != nil {
		stop()
		fmt.Fprintln(os.Stderr, "nayan:", explain(err))
		os.Exit(1) //nolint:gocritic // stop ran just above
	}
}

func commandLine(ctx context.Context) *kong.Kong {
	return kong.Must(new(cli), kong.Name("nayan"), kong.UsageOnError(),
		kong.Description("纳言: public consultations and open days of a county government."),
		kong.BindTo(ctx, (*context.Context)(nil)))
}
