package repo

// notSuperseded holds of a row o, of a point or of its place in a suggestion,
// whose comment is still the voice of who sent it.
const notSuperseded = `NOT EXISTS (SELECT FROM superseded_comments z
    WHERE z.consultation_id = o.consultation_id AND z.comment_id = o.comment_id)`

// silentIn, the id of a consultation and silentBut together are its suggestions
// all of whose points are in superseded comments: nobody makes them any more, and
// none is decided on.
const (
	silentIn = `SELECT DISTINCT o.suggestion_id FROM suggestion_points o
JOIN superseded_comments y ON y.consultation_id = o.consultation_id AND y.comment_id = o.comment_id
WHERE o.consultation_id = `
	silentBut = ` AND NOT EXISTS (SELECT FROM suggestion_points k
    LEFT JOIN superseded_comments z ON z.consultation_id = k.consultation_id AND z.comment_id = k.comment_id
    WHERE k.consultation_id = o.consultation_id AND k.suggestion_id = o.suggestion_id AND z.comment_id IS NULL)`
	silent = silentIn + `$1` + silentBut
)

// live holds of a suggestion s of consultation $1 that somebody makes: its points
// are still its own, and not all of them superseded.
const live = `s.merged_into IS NULL AND s.id NOT IN (` + silent + `)`

// byEnterprises are the suggestions of consultation $1 that an enterprise makes.
const byEnterprises = `SELECT o.suggestion_id FROM comments m
JOIN suggestion_points o ON o.consultation_id = m.consultation_id AND o.comment_id = m.id
WHERE m.consultation_id = $1 AND m.identity = 'enterprise' AND ` + notSuperseded
