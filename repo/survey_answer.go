package repo

import (
	"context"
	"encoding/json"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
	"nayan/internal/survey"
)

// As a comment does, an answer holds the consultation FOR KEY SHARE: answers do
// not wait for each other, and a release of the results waits for them.
const sqlHoldSurvey = sqlSurveyByNo + ` FOR KEY SHARE OF c`

// HoldSurvey gives the survey of a released consultation for an answer to it.
// Errors: NotFound.
func (t *Tx) HoldSurvey(ctx context.Context, no string) (s Survey, err error) {
	defer fault.Wrap(&err, "repo.HoldSurvey(%q)", no)
	return s, t.get(ctx, &s, sqlHoldSurvey, no)
}

// NewSurveyAnswer is a checked answer ready to be stored.
type NewSurveyAnswer struct {
	ConsultationID int64
	ReceivedAt     time.Time
	Answers        survey.Answers
	Given          int
	Mark           []byte // of whom the survey takes one answer
	KeyMAC         []byte // nil: no form to recognise
	ConsentVersion string
}

// The unique index decides who was first; the second waits for the first to
// commit, and then finds that it may not.
const sqlInsertSurveyAnswer = `INSERT INTO survey_answers (consultation_id, received_at, choices, given, mark, key_mac, consent_version)
VALUES ($1, $2, $3::jsonb, $4, $5, nullif($6::bytea, ''), $7) ON CONFLICT DO NOTHING RETURNING id`

const sqlInsertSurveyTexts = `INSERT INTO survey_texts (consultation_id, question, answer_id, body)
SELECT $1, x.question, $2, x.body FROM unnest($3::smallint[], $4::text[]) AS x (question, body)`

// InsertSurveyAnswer stores an answer; fresh is false when there is one of the
// same person or form already: [Tx.EarlierAnswer] gives it.
func (t *Tx) InsertSurveyAnswer(ctx context.Context, n NewSurveyAnswer) (fresh bool, err error) {
	defer fault.Wrap(&err, "repo.InsertSurveyAnswer(%d)", n.ConsultationID)
	choices := make([][]int, len(n.Answers))
	var questions pq.Int64Array
	var bodies pq.StringArray
	for i, a := range n.Answers {
		choices[i] = append([]int{}, a.Choices...)
		if a.Words != "" {
			questions, bodies = append(questions, int64(i+1)), append(bodies, a.Words)
		}
	}
	document, err := json.Marshal(choices)
	if err != nil {
		return false, err
	}
	var id int64
	err = t.get(ctx, &id, sqlInsertSurveyAnswer, n.ConsultationID, n.ReceivedAt, string(document), n.Given, n.Mark, orEmpty(n.KeyMAC),
		n.ConsentVersion)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil || len(bodies) == 0 {
		return err == nil, err
	}
	_, err = t.exec(ctx, sqlInsertSurveyTexts, n.ConsultationID, id, questions, bodies)
	return true, err
}

// EarlierAnswer is one that somebody has given before.
type EarlierAnswer struct {
	ReceivedAt time.Time `db:"received_at"`
	Given      int       `db:"given"`
	KeyMAC     []byte    `db:"key_mac"`
}

const sqlEarlierAnswer = `SELECT received_at, given, coalesce(key_mac, '') AS key_mac FROM survey_answers
WHERE consultation_id = $1 AND (mark = $2 OR key_mac = $3) ORDER BY (key_mac = $3) DESC NULLS LAST LIMIT 1`

// EarlierAnswer gives the answer of a person or of a form, of the form first.
// Errors: NotFound.
func (t *Tx) EarlierAnswer(ctx context.Context, consultationID int64, mark, keyMAC []byte) (e EarlierAnswer, err error) {
	defer fault.Wrap(&err, "repo.EarlierAnswer(%d)", consultationID)
	return e, t.get(ctx, &e, sqlEarlierAnswer, consultationID, mark, keyMAC)
}

// EarlierAnswer is the same outside of a transaction; nil finds nobody's.
func (r *Repo) EarlierAnswer(ctx context.Context, consultationID int64, mark, keyMAC []byte) (e EarlierAnswer, err error) {
	defer fault.Wrap(&err, "repo.EarlierAnswer(%d)", consultationID)
	return e, r.get(ctx, &e, sqlEarlierAnswer, consultationID, mark, keyMAC)
}

const sqlCountSurvey = `INSERT INTO survey_counts AS t (consultation_id, slot, counts) VALUES ($1, 1 + pg_backend_pid() % 64, $2::int[])
ON CONFLICT (consultation_id, slot) DO UPDATE SET counts =
    (SELECT array_agg(u.a + u.b ORDER BY u.i) FROM unnest(t.counts, EXCLUDED.counts) WITH ORDINALITY AS u (a, b, i))`

// CountSurvey adds what an answer counts to the figures of this connection's slot.
func (t *Tx) CountSurvey(ctx context.Context, consultationID int64, tally []int64) (err error) {
	defer fault.Wrap(&err, "repo.CountSurvey(%d)", consultationID)
	_, err = t.exec(ctx, sqlCountSurvey, consultationID, pq.Array(tally))
	return err
}

// Every figure is added up only when ten answers have come since the last time.
const sqlPublishSurvey = `INSERT INTO survey_figures AS t (consultation_id, as_of, counts)
SELECT $1, $2, array_agg(x.n ORDER BY x.i) FROM (
    SELECT u.i, sum(u.n)::int AS n FROM survey_counts k, unnest(k.counts) WITH ORDINALITY AS u (n, i)
    WHERE k.consultation_id = $1 GROUP BY u.i) x
WHERE (SELECT sum(k.counts[1]) FROM survey_counts k WHERE k.consultation_id = $1)
    >= coalesce((SELECT f.counts[1] FROM survey_figures f WHERE f.consultation_id = $1), 0) + $3
HAVING count(*) > 0
ON CONFLICT (consultation_id) DO UPDATE SET as_of = EXCLUDED.as_of, counts = EXCLUDED.counts WHERE t.counts[1] + $3 <= EXCLUDED.counts[1]`

// PublishSurvey moves the figures that the public sees on, once enough answers
// have come since they last moved.
func (t *Tx) PublishSurvey(ctx context.Context, consultationID int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.PublishSurvey(%d)", consultationID)
	_, err = t.exec(ctx, sqlPublishSurvey, consultationID, now, survey.MinAnswers)
	return err
}
