package repotest

import (
	"testing"

	"github.com/jmoiron/sqlx"
)

const crowd = `WITH m AS (
    INSERT INTO comments (consultation_id, receipt_no, channel, identity, public_name, text_hash, received_at, draft_id)
    SELECT c.id, 'crowd-' || n, CASE WHEN n % 10 = 0 THEN 'phone' ELSE 'web' END, CASE WHEN n % 7 = 0 THEN 'enterprise' ELSE 'resident' END,
        '', decode(repeat('00', 32), 'hex'), c.opens_at, c.draft_id FROM consultations c, generate_series(1, $2) n WHERE c.id = $1 RETURNING consultation_id, id
), numbered AS (SELECT *, row_number() OVER (ORDER BY id) AS n, nextval('suggestion_ids') AS suggestion FROM m
), p AS (
    INSERT INTO points (consultation_id, comment_id, position, body)
    SELECT consultation_id, id, 1, '建议在老旧小区改造时统筹建设充电设施，明确物业服务企业的责任，第' || n || '号。'
        || CASE WHEN n % 100 = 0 THEN '另请增設 消防通道。' ELSE '' END FROM numbered
), k AS (
    INSERT INTO point_clauses (consultation_id, comment_id, position, clause_id)
    SELECT n.consultation_id, n.id, 1, x.id FROM numbered n JOIN LATERAL (SELECT x.id FROM clauses x JOIN consultations c ON c.id = x.consultation_id
        AND c.draft_id = x.draft_id WHERE x.consultation_id = n.consultation_id ORDER BY x.position OFFSET n.n % 5 LIMIT 1) x ON n.n % 3 <> 0
), s AS (
    INSERT INTO suggestions (consultation_id, id, created_at) SELECT consultation_id, suggestion, now() FROM numbered
), o AS (
    INSERT INTO suggestion_points (consultation_id, suggestion_id, comment_id, position) SELECT consultation_id, suggestion, id, 1 FROM numbered
), d AS (
    INSERT INTO decisions (consultation_id, suggestion_id, outcome, reason, decided_by, decided_at)
    SELECT consultation_id, suggestion, 'adopted', CASE WHEN n % 4 = 0 THEN '' ELSE '已写入。' END, 1, now() FROM numbered WHERE n % 2 = 0
), a AS (
    INSERT INTO suggestion_assignments (consultation_id, suggestion_id, staff_id, assigned_by, assigned_at)
    SELECT consultation_id, suggestion, $3, 1, now() FROM numbered WHERE n % 20 = 0
)
INSERT INTO unit_opinions (consultation_id, suggestion_id, unit_id, question, due_on, asked_by, asked_at)
SELECT consultation_id, suggestion, 1, '请提出意见。', '2099-01-01', 1, now() FROM numbered WHERE n % 50 = 0`

// Crowd adds n suggestions to a consultation by plain SQL, with all that a filter
// looks for spread over them: every second one is decided, every third is on the
// whole draft, every 7th an enterprise's, every 10th came by phone, every 20th is
// assigned, unit 1 is asked about every 50th, and every 100th says 增設 消防通道.
func Crowd(t testing.TB, db *sqlx.DB, consultation int64, n int, assignee int64) {
	t.Helper()
	for _, statement := range []struct {
		sql  string
		args []any
	}{{crowd, []any{consultation, n, assignee}}, {"ANALYZE", nil}} {
		if _, err := db.ExecContext(t.Context(), statement.sql, statement.args...); err != nil {
			t.Fatal(err)
		}
	}
}
