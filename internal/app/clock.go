package app

import (
	"context"
	"fmt"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/workday"
	"nayan/repo"
)

// law is where rules and days off are read: the database, or a transaction on it.
type law interface {
	KindRule(context.Context, consult.Kind) (consult.KindRule, error)
	HolidayYears(context.Context) ([]repo.HolidayYear, error)
}

// Statute gives what a consultation of a kind is measured by. It is read for each
// use: what an administrator sets holds at once, in every instance. An unknown
// kind has a rule that allows nothing.
func (a *App) Statute(ctx context.Context, kind consult.Kind) (consult.Statute, error) {
	return statute(ctx, a.Repo, kind)
}

func statute(ctx context.Context, l law, kind consult.Kind) (s consult.Statute, err error) {
	defer fault.Wrap(&err, "app.Statute")
	s.Rule, err = l.KindRule(ctx, kind)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return s, err
	}
	s.Calendar, err = calendar(ctx, l)
	return s, err
}

// Calendar gives the days off that came with the program, and over them those
// that were imported.
func (a *App) Calendar(ctx context.Context) (workday.Calendar, error) { return calendar(ctx, a.Repo) }

func calendar(ctx context.Context, l law) (workday.Calendar, error) {
	imported, err := l.HolidayYears(ctx)
	if err != nil {
		return workday.Calendar{}, err
	}
	var years []workday.Year
	for _, y := range imported {
		year, err := workday.Parse([]byte(y.Source))
		if err != nil {
			return workday.Calendar{}, fmt.Errorf("the imported year %d: %s", y.Year, err.Error()) // not the caller's doing
		}
		years = append(years, year)
	}
	return workday.Embedded().With(years...), nil
}
