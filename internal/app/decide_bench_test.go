package app_test

import (
	"bytes"
	"fmt"
	"strconv"
	"testing"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/sheet"
	"nayan/repo"
)

// throng makes so many suggestions of one point each, by plain SQL.
func (c *call) throng(t testing.TB, n int) {
	t.Helper()
	c.exec(t, `WITH m AS (INSERT INTO comments (consultation_id, receipt_no, channel, identity, public_name, phone_index, text_hash, received_at)
			SELECT $1, i, 'web', 'resident', '朱**', int8send(i), sha256(int8send(i)), $2 FROM generate_series(1, $3::bigint) i RETURNING id),
		p AS (INSERT INTO points (consultation_id, comment_id, position, body) SELECT $1, id, 1, '建议在第' || id || '号路口增加路灯，方便夜间出行的老年人和学生。' FROM m RETURNING comment_id),
		k AS (INSERT INTO point_clauses (consultation_id, comment_id, position, clause_id) SELECT $1, comment_id, 1, $4 FROM p),
		s AS (INSERT INTO suggestions (consultation_id, created_at) SELECT $1, $2 FROM m RETURNING id),
		n AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM s), q AS (SELECT comment_id, row_number() OVER (ORDER BY comment_id) AS n FROM p)
		INSERT INTO suggestion_points (consultation_id, suggestion_id, comment_id, position) SELECT $1, n.id, q.comment_id, 1 FROM n JOIN q USING (n)`,
		c.id, callOpens, n, c.clauses[0])
	c.exec(t, `ANALYZE comments, points, point_clauses, suggestions, suggestion_points, decisions`)
}

const benchMany = 100_000

// BenchmarkDecideMany gives 100,000 suggestions one answer: looked at, and then saved.
// NAYAN_TEST_DATABASE_URL may name a Postgres with durable settings.
func BenchmarkDecideMany(b *testing.B) {
	for range b.N {
		b.StopTimer()
		c := openCall(b)
		c.throng(b, benchMany)
		m := all(consult.Decision{Outcome: consult.Explained, Reason: "修改稿第一条对路灯的设置已经作出规定。", Override: stands})
		b.StartTimer()
		plan, err := c.PlanMany(b.Context(), c.id, m)
		if err != nil {
			b.Fatal(err)
		}
		m.Seen = plan.Figures
		if n, err := c.DecideMany(b.Context(), c.actor, c.id, m); n != benchMany || err != nil {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(benchMany*float64(b.N)/b.Elapsed().Seconds(), "suggestions/s")
}

// BenchmarkCheckMany lets 100,000 decisions stand at once.
func BenchmarkCheckMany(b *testing.B) {
	for range b.N {
		b.StopTimer()
		c := openCall(b)
		c.throng(b, benchMany)
		if _, err := c.many(b, all(consult.Decision{Outcome: consult.Explained, Reason: "修改稿第一条对路灯的设置已经作出规定。", Override: stands})); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if n, err := c.CheckChosen(b.Context(), c.second, c.id, app.Selection{Filter: &repo.SuggestionFilter{State: repo.Unchecked}}, repo.Seen{Until: c.now}); n != benchMany || err != nil {
			b.Fatal(n, err)
		}
	}
}

const benchAnswers = consult.MaxDecisionRows

var answerBook = sheet.Book{Sheet: "意见答复", Columns: []sheet.Column{{Key: "no", Title: "编号"}, {Key: "body", Title: "意见内容"},
	{Key: "outcome", Title: "采纳情况"}, {Key: "reason", Title: "理由"}, {Key: "revision", Title: "版本"}}}

// BenchmarkDecisionTable exports 20,000 suggestions, and takes the table with an
// answer of its own in each row back: read, looked through, previewed and saved.
func BenchmarkDecisionTable(b *testing.B) {
	for range b.N {
		b.StopTimer()
		c := openCall(b)
		c.throng(b, benchAnswers)
		b.StartTimer()
		var out bytes.Buffer
		var part []repo.SheetRow
		var after int64
		err := answerBook.WriteRows(&out, func() (_ []string, err error) {
			if len(part) == 0 {
				if part, err = c.Repo.DecisionSheet(b.Context(), c.id, repo.SuggestionFilter{State: repo.Undecided}, after, 2000); err != nil || len(part) == 0 {
					return nil, err
				}
			}
			r := part[0]
			part, after = part[1:], r.ID
			return []string{strconv.FormatInt(r.ID, 10), r.Body, "not_adopted", fmt.Sprintf("《云溪县城市照明管理办法》第%d条已有规定，本办法不再重复规定。", r.ID), "0"}, nil
		})
		if err != nil {
			b.Fatal(err)
		}
		t, err := answerBook.Read(out.Bytes(), consult.MaxDecisionRows)
		if err != nil || len(t.Rows) != benchAnswers {
			b.Fatal(len(t.Rows), err)
		}
		rows := make([]consult.DecisionRow, len(t.Rows))
		for n, r := range t.Rows {
			rows[n] = consult.DecisionRow{Row: r.Number, No: r.Cells["no"], Outcome: r.Cells["outcome"], Reason: r.Cells["reason"], Revision: r.Cells["revision"]}
		}
		batch, bad := c.prepare(b, rows...)
		if len(bad) > 0 {
			b.Fatal(bad[:1])
		}
		if p, err := c.PreviewDecisions(b.Context(), c.id, batch); err != nil || p.New != benchAnswers {
			b.Fatal(p.New, err)
		}
		if err := c.ImportDecisions(b.Context(), c.actor, c.id, batch); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(benchAnswers*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
