package main

import (
	"context"

	"github.com/lib/pq"
)

// What SubmitComment and Moderate leave behind, for the comments numbered $2 to
// $3 at once; every second one is published.
const sqlBulkComments = `WITH made AS (
  SELECT nextval('comment_ids') AS id, nextval('suggestion_ids') AS suggestion_id, n, 'BULK-' || n AS receipt_no,
    CASE WHEN n % 2 = 0 THEN 'published' ELSE 'pending' END AS visibility,
    ($4::text[])[1 + n % cardinality($4::text[])] AS body,
    ($5::bigint[])[1 + n % cardinality($5::bigint[])] AS clause_id
  FROM generate_series($2::int, $3::int) n
), comment AS (
  INSERT INTO comments (consultation_id, id, receipt_no, channel, identity, public_name, phone_index, text_hash, received_at, visibility)
  SELECT $1, id, receipt_no, 'web', 'resident', '朱**', sha256(receipt_no::bytea), sha256(body::bytea),
    now() - make_interval(secs => n % 3600), visibility FROM made
), point AS (
  INSERT INTO points (consultation_id, comment_id, position, body) SELECT $1, id, 1, body FROM made
), point_clause AS (
  INSERT INTO point_clauses (consultation_id, comment_id, position, clause_id) SELECT $1, id, 1, clause_id FROM made
), suggestion AS (
  INSERT INTO suggestions (consultation_id, id, created_at) SELECT $1, suggestion_id, now() FROM made
), link AS (
  INSERT INTO suggestion_points (consultation_id, suggestion_id, comment_id, position) SELECT $1, suggestion_id, id, 1 FROM made
), receipt AS (
  INSERT INTO receipts (no, consultation_id, comment_id) SELECT receipt_no, $1, id FROM made
), clause AS (
  UPDATE clauses c SET published_points = c.published_points + m.points
  FROM (SELECT clause_id, count(*) AS points FROM made WHERE visibility = 'published' GROUP BY clause_id) m
  WHERE c.consultation_id = $1 AND c.id = m.clause_id
)
INSERT INTO comment_counts AS t (consultation_id, slot, comments, published)
SELECT $1, n % 64, count(*), count(*) FILTER (WHERE visibility = 'published') FROM made GROUP BY n % 64
ON CONFLICT (consultation_id, slot) DO UPDATE SET comments = t.comments + EXCLUDED.comments, published = t.published + EXCLUDED.published`

// fill gives the call comments from first to last, and leaves the tables as
// autovacuum would sooner or later.
func (s *stand) fill(ctx context.Context, c call, first, last int) error {
	say("filling in comments %d to %d", first, last)
	db := s.app.Repo.DB()
	if _, err := db.ExecContext(ctx, sqlBulkComments, c.id, first, last, pq.Array(opinions), pq.Array(c.clauses)); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, "VACUUM ANALYZE")
	return err
}
