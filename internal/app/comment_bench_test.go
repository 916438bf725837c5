package app_test

import (
	"strconv"
	"sync/atomic"
	"testing"

	"nayan/internal/app"
)

// BenchmarkSubmitComment measures durable comments at concurrency 64 when
// NAYAN_TEST_DATABASE_URL names a Postgres with default settings (the private
// one of the tests does not wait for the disk).
func BenchmarkSubmitComment(b *testing.B) {
	c := openCall(b)
	c.db.SetMaxOpenConns(16)
	c.db.SetMaxIdleConns(16)
	var key atomic.Int64
	b.SetParallelism(32)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			s := opinion("建议在第三条中明确收集点的开放时间，并在小区公示栏公布。", c.clauses[2])
			s.Name, s.Phone = "朱国强", "199 0000 1234"
			in := app.SubmitInput{ConsultationNo: c.no, Submission: s, Channel: "api", IdempotencyKey: strconv.FormatInt(key.Add(1), 10)}
			if _, err := c.SubmitComment(b.Context(), in); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.StopTimer()
	if n := c.count(b, `SELECT count(*) FROM comments`); int64(n) != key.Load() {
		b.Errorf("%d rows for %d receipts", n, key.Load())
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "comments/s")
}
