package app_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"nayan/internal/app"
	"nayan/internal/survey"
)

// flood puts n answers into the call's survey as so many people would have, and the
// figures into every slot.
func (c *call) flood(t testing.TB, s survey.Survey, n int) {
	t.Helper()
	c.exec(t, `INSERT INTO survey_answers (consultation_id, received_at, choices, given, mark)
		SELECT $1, $2, '[[1],[1,3],[4],[]]', 4, sha256(i::text::bytea) FROM generate_series(1, $3) i`, c.id, callOpens, n)
	c.exec(t, `INSERT INTO survey_texts (consultation_id, question, answer_id, body) SELECT consultation_id, 4, id, '希望多装插座' FROM survey_answers`)
	one := strings.Trim(strings.ReplaceAll(fmt.Sprint(s.Tally(answer(1))), " ", ","), "[]")
	c.exec(t, `INSERT INTO survey_counts SELECT $1, slot, (SELECT array_agg(x * $2 / 64 ORDER BY i) FROM unnest($3::int[]) WITH ORDINALITY u (x, i))
		FROM generate_series(1, 64) slot`, c.id, n, "{"+one+"}")
	c.exec(t, `ANALYZE`)
}

// However many have answered, the figures are a read of at most 64 rows.
func TestReadingTheFiguresTouchesNoAnswer(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	s := c.asks(t, survey.Device)
	c.flood(t, s, 6400)
	c.db.SetMaxOpenConns(1) // Postgres counts by connection
	before := c.scans(t)
	if got := c.figures(t, s); got.Answers != 6400 {
		t.Fatalf("%d answers", got.Answers)
	}
	if n := c.scans(t) - before; n != 0 {
		t.Errorf("the figures took %d looks at the answers", n)
	}
	if _, err := c.Repo.SurveyTexts(t.Context(), c.id, 4, 0, 10); err != nil || c.scans(t) == before {
		t.Errorf("a look at the answers is not counted, so nothing is shown: %v", err)
	}
}

// scans counts how often this test's database has read the answers, by whatever way.
func (c *call) scans(t testing.TB) int {
	t.Helper()
	c.exec(t, `SELECT pg_stat_force_next_flush()`)
	return c.count(t, `SELECT sum(seq_scan + coalesce(idx_scan, 0)) FROM pg_stat_user_tables WHERE relname IN ('survey_answers', 'survey_texts')`)
}

// BenchmarkSurveyFigures reads the figures with few answers and with 100,000.
func BenchmarkSurveyFigures(b *testing.B) {
	for _, n := range []int{64, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := openCall(b)
			s := c.asks(b, survey.Device)
			c.flood(b, s, n)
			for b.Loop() {
				c.figures(b, s)
			}
		})
	}
}

// BenchmarkSubmitSurvey measures durable answers at concurrency 64.
func BenchmarkSubmitSurvey(b *testing.B) {
	c := openCall(b)
	c.asks(b, survey.Device)
	c.db.SetMaxOpenConns(16)
	c.db.SetMaxIdleConns(16)
	var device atomic.Int64
	b.SetParallelism(32)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			in := app.SurveyInput{ConsultationNo: c.no, Answers: answer(1), By: by(int(device.Add(1)), 0)}
			if _, err := c.SubmitSurvey(b.Context(), in); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}
