package app

import (
	"context"
	"slices"

	"nayan/internal/similar"
	"nayan/repo"
)

// hintedLeaders is of how many leaders, the last ones, is asked which are on one matter.
const hintedLeaders = 20_000

// hint looks anew which groups may be on one matter, once there are new ones, unless
// there are more than most. Nothing is held while it does.
func (a *App) hint(ctx context.Context, consultationID int64, most int) error {
	groups, hinted, err := a.Repo.Hinted(ctx, consultationID)
	if err != nil || groups == hinted || groups > most {
		return err
	}
	leaders, err := a.Repo.LastLeaders(ctx, consultationID, hintedLeaders)
	if err != nil {
		return err
	}
	hints, err := hintsOf(similar.Weak(slices.Collect(textsOf(leaders))))
	if err != nil {
		return err
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		now, err := tx.LockSimilar(ctx, consultationID, true)
		// Somebody else looked since, or the groups are being made anew.
		if err != nil || now.Hinted >= groups || now.Groups < groups {
			return err
		}
		return tx.ReplaceHints(ctx, consultationID, hints, groups)
	})
}

func hintsOf(themes []similar.Theme) (*repo.Hints, error) {
	hints := new(repo.Hints)
	for _, theme := range themes {
		for _, m := range theme.Members {
			terms := m.Terms
			if m.ID == theme.Hub {
				terms = theme.Terms
			}
			if err := hints.Add(theme.Hub, m.ID, m.Score, terms); err != nil {
				return nil, err
			}
		}
	}
	return hints, nil
}
