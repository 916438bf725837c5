package repo

import (
	"context"

	"nayan/internal/fault"
	"nayan/internal/workday"
)

// DayCount is one line of a statistic by day.
type DayCount struct {
	Day workday.Date `db:"day"`
	N   int          `db:"n"`
}

// KeyCount is one line of any other statistic.
type KeyCount struct {
	Key string `db:"key"`
	N   int    `db:"n"`
}

// CommentFigures count what came in.
type CommentFigures struct {
	Comments   int `db:"comments"`
	Published  int `db:"published"`
	Pending    int `db:"pending"`
	Superseded int `db:"superseded"`
	Secrets    int `db:"secrets"`
	Files      int `db:"files"`
}

const (
	sqlCommentFigures = `SELECT count(*) AS comments, count(*) FILTER (WHERE m.visibility = 'published') AS published,
    count(*) FILTER (WHERE m.visibility = 'pending') AS pending,
    (SELECT count(*) FROM superseded_comments z WHERE z.consultation_id = $1) AS superseded,
    (SELECT count(*) FROM trade_secrets x WHERE x.consultation_id = $1) AS secrets,
    (SELECT count(*) FROM comment_files f WHERE f.consultation_id = $1 AND f.comment_id <> 0) AS files
FROM comments m WHERE m.consultation_id = $1`
	sqlHiddenFigures = `SELECT hidden_code AS key, count(*) AS n FROM comments WHERE consultation_id = $1 AND visibility = 'hidden'
GROUP BY hidden_code ORDER BY hidden_code`
	sqlChannelFigures = `SELECT channel AS key, count(*) AS n FROM comments WHERE consultation_id = $1 GROUP BY channel ORDER BY n DESC, channel`
	sqlDayFigures     = `SELECT (received_at AT TIME ZONE 'Asia/Shanghai')::date AS day, count(*) AS n FROM comments WHERE consultation_id = $1 GROUP BY 1 ORDER BY 1`
	sqlClauseFigures  = `SELECT x.label || ` + versionSuffix + ` AS key, n.n FROM (
    SELECT k.clause_id, count(*) AS n FROM point_clauses k WHERE k.consultation_id = $1 GROUP BY k.clause_id) n
JOIN consultations q ON q.id = $1 JOIN clauses x ON x.consultation_id = $1 AND x.id = n.clause_id ORDER BY x.draft_id, x.position`
	sqlPublicClauseFigures = `SELECT x.label AS key, x.published_points AS n FROM consultations c JOIN clauses x ON x.consultation_id = c.id AND x.draft_id = c.draft_id
WHERE c.id = $1 AND x.published_points > 0 ORDER BY x.position`
	sqlWholeFigures = `SELECT '' AS key, count(*) AS n FROM points p WHERE p.consultation_id = $1 AND NOT EXISTS (SELECT FROM point_clauses k
    WHERE k.consultation_id = p.consultation_id AND k.comment_id = p.comment_id AND k.position = p.position)`
)

// CommentFigures counts the comments, by visibility and otherwise.
func (s *Snapshot) CommentFigures(ctx context.Context, id int64) (f CommentFigures, hidden []KeyCount, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.CommentFigures(%d)", id)
	if err := s.get(ctx, &f, sqlCommentFigures, id); err != nil {
		return f, nil, err
	}
	return f, hidden, s.list(ctx, &hidden, sqlHiddenFigures, id)
}

// ChannelFigures counts the comments by the way they came.
func (s *Snapshot) ChannelFigures(ctx context.Context, id int64) (list []KeyCount, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.ChannelFigures(%d)", id)
	return list, s.list(ctx, &list, sqlChannelFigures, id)
}

// DayFigures counts the comments by day.
func (s *Snapshot) DayFigures(ctx context.Context, id int64) (list []DayCount, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.DayFigures(%d)", id)
	return list, s.list(ctx, &list, sqlDayFigures, id)
}

// ClauseFigures counts the points by clause, those on the whole draft last; or those
// that the public reads, by the clauses of the current version.
func (s *Snapshot) ClauseFigures(ctx context.Context, id int64, public bool) (list []KeyCount, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.ClauseFigures(%d)", id)
	if public {
		return list, s.list(ctx, &list, sqlPublicClauseFigures, id)
	}
	if err := s.list(ctx, &list, sqlClauseFigures, id); err != nil {
		return nil, err
	}
	var whole KeyCount
	err = s.get(ctx, &whole, sqlWholeFigures, id)
	return append(list, whole), err
}
