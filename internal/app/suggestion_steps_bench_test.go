package app_test

import (
	"testing"
	"time"

	"nayan/internal/consult"
)

const benchGroup = 50_000

// BenchmarkMerge brings 50,000 suggestions of one point each together and takes it
// back. NAYAN_TEST_DATABASE_URL may name a Postgres with durable settings.
func BenchmarkMerge(b *testing.B) {
	var merging, undoing time.Duration
	for range b.N {
		b.StopTimer()
		c := openCall(b)
		c.exec(b, `WITH m AS (INSERT INTO comments (consultation_id, receipt_no, channel, identity, public_name, phone_index, text_hash, received_at)
				SELECT $1, i, 'web', 'resident', '朱**', int8send(i), sha256(int8send(i)), $2 FROM generate_series(1, $3::bigint) i RETURNING id),
			p AS (INSERT INTO points (consultation_id, comment_id, position, body) SELECT $1, id, 1, '建议增加路灯。' FROM m RETURNING comment_id),
			s AS (INSERT INTO suggestions (consultation_id, created_at) SELECT $1, $2 FROM m RETURNING id),
			n AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM s), q AS (SELECT comment_id, row_number() OVER (ORDER BY comment_id) AS n FROM p)
			INSERT INTO suggestion_points (consultation_id, suggestion_id, comment_id, position) SELECT $1, n.id, q.comment_id, 1 FROM n JOIN q USING (n)`,
			c.id, callOpens, benchGroup)
		ids := c.suggestions(b)
		b.StartTimer()
		began := b.Elapsed()
		if err := c.Merge(b.Context(), c.actor, c.id, ids, ids[0]); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		merging += b.Elapsed() - began
		if v, err := c.Repo.VoicesTogether(b.Context(), c.id, ids[:1]); err != nil || v != (consult.Voices{Comments: benchGroup, Persons: benchGroup}) {
			b.Fatal(v, err)
		}
		step := c.lastStep(b)
		b.StartTimer()
		began = b.Elapsed()
		if _, err := c.UndoStep(b.Context(), c.actor, c.id, step); err != nil {
			b.Fatal(err)
		}
		undoing += b.Elapsed() - began
	}
	b.ReportMetric(merging.Seconds()/float64(b.N), "s/merge")
	b.ReportMetric(undoing.Seconds()/float64(b.N), "s/undo")
}
