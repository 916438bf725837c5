package app_test

import (
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/follow"
)

// BenchmarkTellTenThousandFollowers measures writing one mail to each of 10,000
// followers of a unit, the job of each mail included.
func BenchmarkTellTenThousandFollowers(b *testing.B) {
	const followers = 10_000
	c := mailing(b)
	c.crowd(b, followers, "unit_id", c.unit(b))
	b.ResetTimer()
	for i := range b.N {
		job := app.TellFollowers{ConsultationID: c.id, Event: follow.Results, ChangeID: int64(i)}
		if err := c.NoteEvent(b.Context(), c.id, job.Event, job.ChangeID); err != nil {
			b.Fatal(err)
		}
		if err := c.TellFollowers(b.Context(), job, c.now.Add(time.Hour)); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	if n := c.count(b, `SELECT count(*) FROM messages`); n != b.N*followers {
		b.Errorf("%d mails", n)
	}
	b.ReportMetric(float64(b.N)*followers/b.Elapsed().Seconds(), "mails/s")
}
