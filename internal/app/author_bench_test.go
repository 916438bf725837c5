package app_test

import (
	"testing"
	"time"

	"nayan/internal/app"
)

// BenchmarkTellTenThousandAuthors measures writing to each author of 10,000 answered
// comments, their words, the answers and the job of each mail included.
func BenchmarkTellTenThousandAuthors(b *testing.B) {
	const authors = 10_000
	c := mailing(b)
	email := c.Keys.Seal("comment.email", "zhu@example.com")
	c.exec(b, `INSERT INTO results (consultation_id, released_at, released_by, comments, persons, enterprises, suggestions, adopted, partly_adopted, not_adopted,
		explained, out_of_scope) VALUES ($1, $2, $3, $4, $4, 0, $4, $4, 0, 0, 0, 0)`, c.id, callCloses, c.actor.StaffID, authors)
	c.exec(b, `WITH made AS (SELECT n, nextval('comment_ids') AS id, nextval('suggestion_ids') AS suggestion FROM generate_series(1, $2::int) n
		), m AS (INSERT INTO comments (consultation_id, id, receipt_no, channel, identity, public_name, email_sealed, text_hash, received_at)
			SELECT $1, id, 'BULK-' || n, 'web', 'resident', '', $3, sha256(n::text::bytea), $4 FROM made
		), p AS (INSERT INTO points (consultation_id, comment_id, position, body) SELECT $1, id, 1, '建议在第三条中明确收集点的开放时间，并在小区公示栏公布。' FROM made
		), s AS (INSERT INTO suggestions (consultation_id, id, created_at) SELECT $1, suggestion, $4 FROM made
		), o AS (INSERT INTO suggestion_points (consultation_id, suggestion_id, comment_id, position) SELECT $1, suggestion, id, 1 FROM made)
		INSERT INTO result_rows (consultation_id, position, suggestion_id, public_name, clause_label, body, outcome, reason, shown, comments, persons, enterprises)
		SELECT $1, n, suggestion, '', '', '', 'adopted', '已写入第三条第二款。', false, 1, 1, 0 FROM made`, c.id, authors, email, callOpens)
	c.exec(b, `ANALYZE`)
	b.ResetTimer()
	for range b.N {
		b.StopTimer()
		c.exec(b, `TRUNCATE author_tellings, messages, river_job`)
		b.StartTimer()
		if err := c.TellAuthors(b.Context(), app.TellAuthors{ConsultationID: c.id}, c.now.Add(time.Hour)); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	if n := c.count(b, `SELECT count(*) FROM messages`); n != authors {
		b.Errorf("%d mails", n)
	}
	b.ReportMetric(float64(b.N)*authors/b.Elapsed().Seconds(), "mails/s")
}
