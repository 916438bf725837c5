package main

import (
	"fmt"

	"nayan/internal/workday"
)

// workdayCmd counts days as the State Council's notices have them.
type workdayCmd struct {
	Add workdayAddCmd `cmd:"" help:"Print the day that is N working days after DATE, which is not counted itself. Only the years that came with the program are known, whatever was imported into a database; counting into another one is an error."`
}

type workdayAddCmd struct {
	Date string `arg:"" help:"The day to count from, as in 2026-11-27."`
	N    int    `arg:"" help:"How many working days; with 0 it is DATE itself."`
}

// Run prints the day and nothing else.
func (cmd workdayAddCmd) Run() error {
	from, err := workday.ParseDate(cmd.Date)
	if err != nil {
		return err
	}
	day, err := workday.Embedded().Add(from, cmd.N)
	if err != nil {
		return err
	}
	fmt.Println(day)
	return nil
}
