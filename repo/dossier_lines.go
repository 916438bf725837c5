package repo

import (
	"context"
	"io"
	"iter"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/workday"
)

// FiledPoint is a point of a comment for the record.
type FiledPoint struct {
	Position int      `json:"position"`
	Body     string   `json:"body"`
	Clauses  []string `json:"clauses"`
}

// FiledPoints come as one JSON array.
type FiledPoints []FiledPoint

// Scan implements sql.Scanner.
func (p *FiledPoints) Scan(value any) error { return scanJSON(value, p) }

// FiledRedaction is a part of a point that was covered.
type FiledRedaction struct {
	Position int        `json:"position"`
	Starts   int        `json:"starts"`
	Ends     int        `json:"ends"`
	Code     string     `json:"code"`
	By       int64      `json:"by"`
	At       time.Time  `json:"at"`
	UndoneBy int64      `json:"undone_by"`
	UndoneAt *time.Time `json:"undone_at"`
}

// FiledRedactions come as one JSON array.
type FiledRedactions []FiledRedaction

// Scan implements sql.Scanner.
func (r *FiledRedactions) Scan(value any) error { return scanJSON(value, r) }

// FiledComment is a comment for the record, without anything that is under seal.
type FiledComment struct {
	consult.Comment
	DraftID     int64           `db:"draft_id"`
	TextHash    string          `db:"text_hash"`
	ModeratedAt *time.Time      `db:"moderated_at"`
	Files       int             `db:"files"`
	ReceivedOn  workday.Date    `db:"received_on"`
	Place       string          `db:"place"`
	RecordedBy  int64           `db:"recorded_by"`
	Filed       FiledPoints     `db:"points"`
	Redactions  FiledRedactions `db:"redactions"`
}

// filedPointsHead, a table or view and filedPointsTail are the points of m as one
// JSON array.
const (
	filedPointsHead = `(SELECT jsonb_agg(jsonb_build_object('position', p.position, 'body', p.body, 'clauses',
        (SELECT coalesce(jsonb_agg(x.label || ` + versionSuffix + ` ORDER BY x.draft_id, x.position), '[]')
        FROM point_clauses k JOIN clauses x ON x.consultation_id = k.consultation_id AND x.id = k.clause_id
        WHERE k.consultation_id = p.consultation_id AND k.comment_id = p.comment_id AND k.position = p.position)) ORDER BY p.position)::text
    FROM `
	filedPointsTail = ` p WHERE p.consultation_id = m.consultation_id AND p.comment_id = m.id) AS points`
)

const sqlFiledComments = `SELECT m.id, m.receipt_no, m.channel, m.identity, m.public_name, m.visibility, m.hidden_code, m.hidden_reason, m.revision,
    m.moderated_at, m.received_at, m.draft_id, encode(m.text_hash, 'hex') AS text_hash, z.at AS superseded_at,
    (SELECT count(*) FROM trade_secrets x WHERE x.consultation_id = m.consultation_id AND x.comment_id = m.id) AS secrets,
    (SELECT count(*) FROM comment_files f WHERE f.consultation_id = m.consultation_id AND f.comment_id = m.id AND f.comment_id <> 0) AS files,
    i.received_on, coalesce(i.place, '') AS place, coalesce(i.recorded_by, 0) AS recorded_by, ` + filedPointsHead + `points` + filedPointsTail + `,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('position', d.position, 'starts', d.starts, 'ends', d.ends, 'code', d.code, 'by', d.redacted_by,
        'at', d.redacted_at, 'undone_by', coalesce(d.undone_by, 0), 'undone_at', d.undone_at) ORDER BY d.id), '[]')::text
    FROM redactions d WHERE d.consultation_id = m.consultation_id AND d.comment_id = m.id) AS redactions
FROM comments m JOIN consultations q ON q.id = m.consultation_id
LEFT JOIN superseded_comments z ON z.consultation_id = m.consultation_id AND z.comment_id = m.id
LEFT JOIN intakes i ON i.consultation_id = m.consultation_id AND i.comment_id = m.id
WHERE m.consultation_id = $1 ORDER BY m.id`

// Comments gives every comment in the order in which they came, whole.
func (s *Snapshot) Comments(ctx context.Context, id int64) iter.Seq2[FiledComment, error] {
	return each[FiledComment](ctx, s, sqlFiledComments, id)
}

// The public sees no receipt number, nothing of how it came in nor of how moderation went.
const sqlFiledPublicComments = `SELECT m.id, m.identity, m.public_name, m.received_at, m.draft_id, ` + filedPointsHead + `public_points` + filedPointsTail + `
FROM comments m JOIN consultations q ON q.id = m.consultation_id
WHERE m.consultation_id = $1 AND m.visibility = 'published' ORDER BY m.id`

// PublicComments gives the comments that the public reads, as it reads them.
func (s *Snapshot) PublicComments(ctx context.Context, id int64) iter.Seq2[FiledComment, error] {
	return each[FiledComment](ctx, s, sqlFiledPublicComments, id)
}

// FiledPointRef names a point behind a suggestion, or a part of it.
type FiledPointRef struct {
	ReceiptNo string `json:"receipt_no"`
	Position  int    `json:"position"`
	Starts    *int   `json:"starts"`
	Ends      *int   `json:"ends"`
}

// FiledPointRefs come as one JSON array.
type FiledPointRefs []FiledPointRef

// Scan implements sql.Scanner.
func (p *FiledPointRefs) Scan(value any) error { return scanJSON(value, p) }

// FiledSuggestion is a suggestion with its decision for the record.
type FiledSuggestion struct {
	ID         int64          `db:"id"`
	Summary    string         `db:"summary"`
	MergedInto int64          `db:"merged_into"`
	Silent     bool           `db:"silent"`
	Outcome    string         `db:"outcome"`
	Reason     string         `db:"reason"`
	DecidedBy  int64          `db:"decided_by"`
	DecidedAt  *time.Time     `db:"decided_at"`
	CheckedBy  int64          `db:"checked_by"`
	CheckedAt  *time.Time     `db:"checked_at"`
	Revision   int            `db:"revision"`
	Override   string         `db:"override_note"`
	Overridden string         `db:"overridden"`
	BackBy     int64          `db:"back_by"`
	BackAt     *time.Time     `db:"back_at"`
	BackNote   string         `db:"back_note"`
	Batch      int            `db:"batch"`
	Line       int            `db:"line"`
	Points     FiledPointRefs `db:"points"`
	consult.Voices
}

const sqlFiledSuggestions = `SELECT s.id, s.summary, coalesce(s.merged_into, 0) AS merged_into, NOT (` + live + `) AS silent, coalesce(d.outcome, '') AS outcome,
    coalesce(d.reason, '') AS reason, coalesce(d.decided_by, 0) AS decided_by, d.decided_at, coalesce(d.checked_by, 0) AS checked_by, d.checked_at,
    coalesce(d.revision, 0) AS revision, coalesce(d.override_note, '') AS override_note, coalesce(d.overridden, '') AS overridden,
    coalesce(d.back_by, 0) AS back_by, d.back_at, coalesce(d.back_note, '') AS back_note,
    coalesce(w.batch, 0) AS batch, coalesce(w.position, 0) AS line, v.comments, v.persons, v.enterprises,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('receipt_no', m.receipt_no, 'position', o.position, 'starts', o.starts, 'ends', o.ends)
        ORDER BY o.comment_id, o.position), '[]')::text
    FROM suggestion_points o JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
    WHERE o.consultation_id = s.consultation_id AND o.suggestion_id = s.id) AS points
FROM suggestions s
LEFT JOIN decisions d ON d.consultation_id = s.consultation_id AND d.suggestion_id = s.id
LEFT JOIN result_rows w ON w.consultation_id = s.consultation_id AND w.suggestion_id = s.id
CROSS JOIN LATERAL (SELECT ` + voices + ` FROM suggestion_points o JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
    WHERE o.consultation_id = s.consultation_id AND o.suggestion_id = s.id AND ` + notSuperseded + `) v
WHERE s.consultation_id = $1 ORDER BY s.id`

// Suggestions gives every suggestion with its decision, merged ones included.
func (s *Snapshot) Suggestions(ctx context.Context, id int64) iter.Seq2[FiledSuggestion, error] {
	return each[FiledSuggestion](ctx, s, sqlFiledSuggestions, id)
}

// FiledMove is a link that a step made or ended.
type FiledMove struct {
	Step       int64     `db:"step_id"`
	Undoes     int64     `db:"undoes"`
	Kind       string    `db:"kind"`
	StaffID    int64     `db:"staff_id"`
	At         time.Time `db:"at"`
	Suggestion int64     `db:"suggestion_id"`
	ReceiptNo  string    `db:"receipt_no"`
	Position   int       `db:"position"`
	Starts     *int      `db:"starts"`
	Ends       *int      `db:"ends"`
	Added      bool      `db:"added"`
}

const sqlFiledMoves = `SELECT k.step_id, coalesce(t.undoes, 0) AS undoes, t.kind, t.staff_id, t.at, k.suggestion_id, m.receipt_no, k.position, k.starts, k.ends, k.added
FROM suggestion_steps t JOIN suggestion_step_links k ON k.consultation_id = t.consultation_id AND k.step_id = t.id
JOIN comments m ON m.consultation_id = k.consultation_id AND m.id = k.comment_id
WHERE t.consultation_id = $1 ORDER BY k.step_id, k.added, k.suggestion_id, k.comment_id, k.position`

// Moves gives how suggestions were put together, step by step and link by link.
func (s *Snapshot) Moves(ctx context.Context, id int64) iter.Seq2[FiledMove, error] {
	return each[FiledMove](ctx, s, sqlFiledMoves, id)
}

const sqlFiledResults = `SELECT ` + resultColumns + ` FROM result_rows w WHERE w.consultation_id = $1 ORDER BY w.position`

// Results gives the released lines in their order, as the public reads them.
func (s *Snapshot) Results(ctx context.Context, id int64) iter.Seq2[consult.ResultRow, error] {
	return func(yield func(consult.ResultRow, error) bool) {
		for row, err := range each[resultRow](ctx, s, sqlFiledResults, id) {
			row.Finals = row.Links
			if !yield(row.ResultRow, err) {
				return
			}
		}
	}
}

const sqlFiledSurveyTexts = `SELECT x.answer_id, x.question, x.body, a.received_at
FROM survey_texts x JOIN survey_answers a ON a.consultation_id = x.consultation_id AND a.id = x.answer_id
WHERE x.consultation_id = $1 ORDER BY x.question, x.answer_id`

// SurveyTexts gives all that was written to a survey, question by question.
func (s *Snapshot) SurveyTexts(ctx context.Context, id int64) iter.Seq2[SurveyText, error] {
	return each[SurveyText](ctx, s, sqlFiledSurveyTexts, id)
}

// What happened to parts of a consultation happened after its release, in one unit:
// they are looked for among the entries of that.
const sqlFiledAudit = `SELECT e.id, e.at, coalesce(e.staff_id, 0) AS staff_id, e.action, e.object_kind, e.object_id, '' AS subject, e.before, e.after FROM (
    SELECT * FROM audit_entries WHERE object_kind = 'consultation' AND object_id = $1::bigint::text
    UNION ALL
    SELECT e.* FROM consultations c JOIN audit_entries e ON e.unit_id = c.unit_id AND e.at >= c.released_at
    WHERE c.id = $1 AND e.object_kind IN ('comment', 'suggestion') AND e.object_id LIKE $1::bigint::text || '/%') e
ORDER BY e.at, e.id`

// Audit gives the entries about a consultation and its parts, the oldest first.
func (s *Snapshot) Audit(ctx context.Context, id int64) iter.Seq2[AuditLine, error] {
	return each[AuditLine](ctx, s, sqlFiledAudit, id)
}

// FiledCommentFile is a file that came with a comment, for the record.
type FiledCommentFile struct {
	CommentFile
	ReceiptNo  string    `db:"receipt_no"`
	UploadedAt time.Time `db:"uploaded_at"`
}

const sqlFiledCommentFiles = `SELECT f.consultation_id, f.id, f.comment_id, f.token_hash, f.name_sealed, f.media_type, f.size, f.sha256, f.uploaded_at, m.receipt_no
FROM comment_files f JOIN comments m ON m.consultation_id = f.consultation_id AND m.id = f.comment_id
WHERE f.consultation_id = $1 AND f.comment_id <> 0 AND f.id > $2 ORDER BY f.id LIMIT $3`

// filesAtOnce is how many heads of files are read before their contents are.
const filesAtOnce = 500

// CommentFiles gives the files that came with comments. Between two of them other
// things may be asked, as what is in them.
func (s *Snapshot) CommentFiles(ctx context.Context, id int64) iter.Seq2[FiledCommentFile, error] {
	return func(yield func(FiledCommentFile, error) bool) {
		for after := int64(0); ; {
			var batch []FiledCommentFile
			if err := s.list(ctx, &batch, sqlFiledCommentFiles, id, after, filesAtOnce); err != nil {
				fault.Wrap(&err, "repo.Snapshot.CommentFiles(%d)", id)
				yield(FiledCommentFile{}, err)
				return
			}
			for _, f := range batch {
				if after = f.ID; !yield(f, nil) {
					return
				}
			}
			if len(batch) < filesAtOnce {
				return
			}
		}
	}
}

// CommentFileContent reads a file chunk by chunk.
func (s *Snapshot) CommentFileContent(f CommentFile) io.Reader {
	return &contentReader{get: s.get, query: sqlCommentFileChunk, owner: f.ConsultationID, id: f.ID, left: f.Size}
}

// AttachmentContent does the same with a file beside the notice.
func (s *Snapshot) AttachmentContent(a Attachment) io.Reader {
	return &contentReader{get: s.get, query: sqlChunk, owner: a.ConsultationID, id: a.ID, left: a.Size}
}
