package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"nayan/internal/app"
)

// retentionCmd is what the program also does by itself once a day.
type retentionCmd struct {
	Run retentionRunCmd `cmd:"" help:"Delete what has been kept as long as it may be."`
}

type retentionRunCmd struct{}

// Run deletes and prints how much of each kind.
func (retentionRunCmd) Run(ctx context.Context) error {
	return withApp(func(a *app.App) error {
		done, err := a.EnforceRetention(ctx)
		for _, x := range done {
			fmt.Fprintf(os.Stdout, "%-16s older than %s  %d\n", x.Kind, x.Before.Format(time.DateTime), x.Rows)
		}
		return err
	})
}
