package app_test

import (
	"slices"
	"testing"
	"time"

	"nayan/internal/similar/similartest"
)

const benchPoints = 100_000

// BenchmarkGroupPoints groups 100,000 points from nothing, as the job does, and then
// one more at a time. NAYAN_TEST_DATABASE_URL may name a Postgres with durable settings.
func BenchmarkGroupPoints(b *testing.B) {
	bodies := corpusTexts(benchPoints, 1)
	more := similartest.Corpus(2*benchPoints, 2)[benchPoints:]
	for range b.N {
		c := openCall(b)
		for chunk := range slices.Chunk(bodies, 10_000) {
			c.said(b, chunk...)
		}
		c.exec(b, `ANALYZE`)
		start := time.Now()
		if err := c.GroupAll(b.Context(), c.id); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "grouped-s")
		start = time.Now()
		c.group(b) // which is left: the hints
		b.ReportMetric(time.Since(start).Seconds(), "hints-s")
		c.now = c.now.Add(time.Hour)
		c.group(b)
		c.exec(b, `VACUUM ANALYZE`)
		var took []time.Duration
		for i := range 300 {
			c.said(b, more[i].Text)
			start = time.Now()
			if err := c.GroupAll(b.Context(), c.id); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "one-more-ms")
		b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "one-more-p99-ms")
		start = time.Now()
		if list, err := c.Repo.Groups(b.Context(), c.id, "open", 1, 10); err != nil || len(list) != 10 {
			b.Fatal(len(list), err)
		}
		if _, err := c.Repo.GroupCounts(b.Context(), c.id); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "page-s")
	}
}
