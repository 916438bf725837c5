package main

import (
	"context"
	"errors"
	"os"
)

// similarCmd measures how alike texts are found: how fast in made-up texts, how
// well in a file of real ones.
type similarCmd struct {
	Speed   similarSpeedCmd   `cmd:"" help:"Group made-up opinions; report time and memory beside folding and hashing them."`
	Quality similarQualityCmd `cmd:"" help:"Group the texts of a file; report precision and recall by its labels."`
	Planted similarPlantedCmd `cmd:"" help:"Plant edited copies among the texts of a file; report how many are found by kind of edit."`
}

// similarSpeedCmd runs `nayan similar`.
type similarSpeedCmd struct {
	Texts    []int `default:"1000,100000" help:"How many texts."`
	Rounds   int   `default:"5" help:"Rounds; medians are reported."`
	Weak     bool  `help:"With weak proposals."`
	Markdown bool  `help:"Print rows of a Markdown table."`
}

// Run measures and reports.
func (cmd similarSpeedCmd) Run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "loadgen-similar-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	program, err := buildNayan(ctx, dir)
	if err != nil {
		return err
	}
	var rows []report
	for _, n := range cmd.Texts {
		say("%d texts", n)
		row, err := cmd.measure(ctx, program, dir, n)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	writeAll(os.Stdout, rows, cmd.Markdown)
	return nil
}

// errNothingGrouped tells that the figures are worth nothing.
var errNothingGrouped = errors.New("no groups were found among texts that have some")
