package sample

import (
	"context"

	"nayan/internal/consult"
)

// milestones notes what became of a decision, in the order of the file.
func (f *filler) milestones(ctx context.Context, c Consultation, id int64) error {
	for _, m := range c.Milestones {
		at := f.base.At(instant(f.now, m.Noted, resultsHour))
		_, err := at.NoteMilestone(ctx, f.staff[c.Author], id, consult.Milestone{Kind: m.Kind, Note: m.Note, URL: m.URL,
			On: consult.DayOf(instant(f.now, m.InDays, 0))})
		if err != nil {
			return err
		}
	}
	return nil
}
