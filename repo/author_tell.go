package repo

import (
	"context"
	"slices"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// AnsweredCall is what authors are told about: a consultation, or one correction
// of an answer in it.
type AnsweredCall struct {
	ConsultationID int64  `db:"consultation_id"`
	CorrectionID   int64  `db:"correction_id"` // 0: their answers are public
	SuggestionID   int64  `db:"suggestion_id"` // that was corrected
	Why            string `db:"why"`           // it was
	No             string `db:"no"`
	Title          string `db:"title"`
	UnitName       string `db:"unit_name"`
}

const sqlAnsweredCall = `SELECT c.id AS consultation_id, coalesce(k.id, 0) AS correction_id, coalesce(k.suggestion_id, 0) AS suggestion_id,
    coalesce(k.why, '') AS why, c.no, c.title, u.name AS unit_name
FROM consultations c JOIN units u ON u.id = c.unit_id
LEFT JOIN result_corrections k ON k.consultation_id = c.id AND k.id = $2 AND k.confirmed_at IS NOT NULL
WHERE c.id = $1 AND c.state = 'released' AND ($2 = 0 OR k.id IS NOT NULL)`

// AnsweredCall reads what authors are told about. Errors: NotFound.
func (r *Repo) AnsweredCall(ctx context.Context, consultationID, correctionID int64) (c AnsweredCall, err error) {
	defer fault.Wrap(&err, "repo.AnsweredCall(%d, %d)", consultationID, correctionID)
	return c, r.get(ctx, &c, sqlAnsweredCall, consultationID, correctionID)
}

// Author is who sent one comment, with what is said to them.
type Author struct {
	CommentID   int64  `db:"id"`
	ReceiptNo   string `db:"receipt_no"`
	NameSealed  []byte `db:"name_sealed"`
	EmailSealed []byte `db:"email_sealed"`
	PhoneSealed []byte `db:"phone_sealed"`
	AccountID   int64  `db:"account_id"` // 0: of none
	Points      []consult.AnsweredPoint
}

// Comments of consultation $1 after $2 all of whose parts are answered, and whose
// author was not told yet (of correction $3). Who spoke again has a later comment.
const sqlAuthorsToTell = `SELECT m.id, m.receipt_no, m.name_sealed, m.email_sealed, m.phone_sealed, coalesce(a.account_id, 0) AS account_id
FROM comments m LEFT JOIN account_comments a ON a.consultation_id = m.consultation_id AND a.comment_id = m.id
WHERE m.consultation_id = $1 AND m.id > $2
  AND ($4 = 0 OR m.id IN (SELECT o.comment_id FROM suggestion_points o WHERE o.consultation_id = $1 AND o.suggestion_id = $4))
  AND NOT EXISTS (SELECT FROM superseded_comments z WHERE z.consultation_id = m.consultation_id AND z.comment_id = m.id)
  AND NOT EXISTS (SELECT FROM author_tellings t WHERE t.consultation_id = m.consultation_id AND t.comment_id = m.id AND t.comment_id > $2 AND t.correction_id = $3)
  AND NOT EXISTS (SELECT FROM suggestion_points o WHERE o.consultation_id = m.consultation_id AND o.comment_id = m.id
    AND NOT EXISTS (SELECT FROM result_rows w WHERE w.consultation_id = o.consultation_id AND w.suggestion_id = o.suggestion_id))
ORDER BY m.id LIMIT $5`

// Who is being erased is waited for, and is gone then.
const sqlHoldAccounts = `SELECT id FROM accounts WHERE id = ANY ($1) AND erased_at IS NULL ORDER BY id FOR KEY SHARE`

// A correction is told with what it is about, answers with all of them.
const sqlAuthorAnswers = `SELECT p.comment_id, p.position, p.body, w.outcome, w.reason, '[]' AS clauses
FROM points p
JOIN suggestion_points o ON o.consultation_id = p.consultation_id AND o.comment_id = p.comment_id AND o.position = p.position
JOIN result_rows w ON w.consultation_id = o.consultation_id AND w.suggestion_id = o.suggestion_id
WHERE p.consultation_id = $1 AND p.comment_id = ANY ($2) AND ($3 = 0 OR o.suggestion_id = $3)
ORDER BY p.comment_id, p.position, w.position`

// AuthorsToTell gives the authors of the next comments after one, with their words
// and the answers. Of those whose account is gone meanwhile there is no contact.
func (t *Tx) AuthorsToTell(ctx context.Context, c AnsweredCall, after int64, limit int) (list []Author, err error) {
	defer fault.Wrap(&err, "repo.AuthorsToTell(%d, %d)", c.ConsultationID, c.CorrectionID)
	if err := t.list(ctx, &list, sqlAuthorsToTell, c.ConsultationID, after, c.CorrectionID, c.SuggestionID, limit); err != nil || len(list) == 0 {
		return nil, err
	}
	var comments, accounts, held pq.Int64Array
	for _, a := range list {
		comments = append(comments, a.CommentID)
		accounts = append(accounts, a.AccountID)
	}
	if err := t.list(ctx, &held, sqlHoldAccounts, accounts); err != nil {
		return nil, err
	}
	var rows []struct {
		CommentID int64 `db:"comment_id"`
		receiptPoint
	}
	if err := t.list(ctx, &rows, sqlAuthorAnswers, c.ConsultationID, comments, c.SuggestionID); err != nil {
		return nil, err
	}
	points := map[int64][]receiptPoint{}
	for _, row := range rows {
		points[row.CommentID] = append(points[row.CommentID], row.receiptPoint)
	}
	for i := range list {
		if a := &list[i]; a.AccountID != 0 && !slices.Contains(held, a.AccountID) {
			a.AccountID, a.NameSealed, a.EmailSealed, a.PhoneSealed = 0, nil, nil, nil
		}
		list[i].Points, _ = answeredPoints(points[list[i].CommentID], true)
	}
	return list, nil
}

// AuthorTellings says of the authors of one batch by which way they are told.
type AuthorTellings struct {
	At       time.Time
	comments pq.Int64Array
	channels pq.StringArray
}

// Add notes one author with the messages to them, the way they count as told by
// first; without one there is no way.
func (a *AuthorTellings) Add(commentID int64, messages []NewMessage) {
	a.comments = append(a.comments, commentID)
	if len(messages) == 0 {
		a.channels = append(a.channels, "")
		return
	}
	a.channels = append(a.channels, string(messages[0].Channel))
}

const sqlInsertAuthorTellings = `INSERT INTO author_tellings (consultation_id, comment_id, correction_id, channel, at)
SELECT $1, n.comment_id, $2, n.channel, $3 FROM unnest($4::bigint[], $5::text[]) AS n (comment_id, channel) ON CONFLICT DO NOTHING`

// InsertAuthorTellings notes who is told. Whom another job told meanwhile is waited
// for, and stays told once: the cause of a message is as unique as this.
func (t *Tx) InsertAuthorTellings(ctx context.Context, c AnsweredCall, told AuthorTellings) (err error) {
	defer fault.Wrap(&err, "repo.InsertAuthorTellings(%d, %d)", c.ConsultationID, c.CorrectionID)
	_, err = t.exec(ctx, sqlInsertAuthorTellings, c.ConsultationID, c.CorrectionID, told.At, told.comments, told.channels)
	return err
}

const sqlInsertMessages = `WITH kept AS (
    INSERT INTO messages (cause, channel, template, recipient_sealed, values_sealed, account_id, state, not_after, created_at, changed_at)
    SELECT n.cause, n.channel, n.template, n.recipient, n.filled, nullif(n.account, 0), n.state, n.not_after, n.at, n.at
    FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::bigint[], $7::text[], $8::timestamptz[], $9::timestamptz[])
        AS n (cause, channel, template, recipient, filled, account, state, not_after, at)
    ON CONFLICT (cause, channel) DO NOTHING RETURNING id, state
) SELECT id FROM kept WHERE state = 'queued' ORDER BY id`

// InsertMessages stores messages whose causes were not told yet, and gives the ids
// of those that are to be sent. Each has a time after which it is worthless.
func (t *Tx) InsertMessages(ctx context.Context, list []NewMessage) (queued []int64, err error) {
	defer fault.Wrap(&err, "repo.InsertMessages(%d)", len(list))
	if len(list) == 0 {
		return nil, nil
	}
	var causes, channels, templates, states pq.StringArray
	var recipients, values pq.ByteaArray
	var accounts pq.Int64Array
	var notAfter, at []time.Time
	for _, m := range list {
		causes, channels, templates = append(causes, m.Cause), append(channels, string(m.Channel)), append(templates, string(m.Template))
		recipients, values, accounts = append(recipients, m.RecipientSealed), append(values, m.ValuesSealed), append(accounts, m.AccountID)
		states, notAfter, at = append(states, string(m.State)), append(notAfter, m.NotAfter), append(at, m.At)
	}
	return queued, t.list(ctx, &queued, sqlInsertMessages, causes, channels, templates, recipients, values, accounts, states, pq.Array(notAfter), pq.Array(at))
}

// AuthorsTold counts who was told that all of their comment is answered.
type AuthorsTold struct {
	Told      int `db:"told"`
	NoContact int `db:"no_contact"` // comments whose author gave no way to be told
	Waiting   int `db:"waiting"`    // corrections that nobody has confirmed yet
}

const sqlAuthorsTold = `SELECT count(*) FILTER (WHERE t.channel <> '') AS told, count(*) FILTER (WHERE t.channel = '') AS no_contact,
    (SELECT count(*) FROM result_corrections k WHERE k.consultation_id = $1 AND k.confirmed_at IS NULL AND k.dropped_at IS NULL) AS waiting
FROM author_tellings t WHERE t.consultation_id = $1 AND t.correction_id = 0`

// AuthorsTold counts who was told of the answers to their comments, and the
// corrections of which more may be told.
func (r *Repo) AuthorsTold(ctx context.Context, consultationID int64) (n AuthorsTold, err error) {
	defer fault.Wrap(&err, "repo.AuthorsTold(%d)", consultationID)
	return n, r.get(ctx, &n, sqlAuthorsTold, consultationID)
}
