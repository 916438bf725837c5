package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
)

const sqlSurveyCounts = `SELECT counts FROM survey_counts WHERE consultation_id = $1`

// SurveyCounts adds up the figures of a survey: at most 64 rows, however many
// have answered. None is nil.
func (r *Repo) SurveyCounts(ctx context.Context, consultationID int64) (counts []int64, err error) {
	defer fault.Wrap(&err, "repo.SurveyCounts(%d)", consultationID)
	var slots []pq.Int64Array
	if err := r.list(ctx, &slots, sqlSurveyCounts, consultationID); err != nil {
		return nil, err
	}
	return summed(slots), nil
}

// summed adds up slots; none is nil.
func summed(slots []pq.Int64Array) (counts []int64) {
	for _, slot := range slots {
		if counts == nil {
			counts = make([]int64, len(slot))
		}
		for i, n := range slot {
			counts[i] += n
		}
	}
	return counts
}

// SurveyFigures are the figures that the public sees while a survey is open.
type SurveyFigures struct {
	AsOf   time.Time     `db:"as_of"`
	Counts pq.Int64Array `db:"counts"`
}

const sqlSurveyFigures = `SELECT as_of, counts FROM survey_figures WHERE consultation_id = $1`

// SurveyFigures gives them; NotFound before the first ten answers.
func (r *Repo) SurveyFigures(ctx context.Context, consultationID int64) (f SurveyFigures, err error) {
	defer fault.Wrap(&err, "repo.SurveyFigures(%d)", consultationID)
	return f, r.get(ctx, &f, sqlSurveyFigures, consultationID)
}

// SurveyText is what one answer says in words.
type SurveyText struct {
	AnswerID   int64     `db:"answer_id"`
	Question   int       `db:"question"` // from 1
	Body       string    `db:"body"`
	ReceivedAt time.Time `db:"received_at"`
}

const sqlSurveyTexts = `SELECT x.answer_id, x.question, x.body, a.received_at
FROM survey_texts x JOIN survey_answers a ON a.consultation_id = x.consultation_id AND a.id = x.answer_id
WHERE x.consultation_id = $1 AND x.question = $2 AND x.answer_id > $3 ORDER BY x.answer_id LIMIT $4`

// SurveyTexts gives the words to one question in the order in which they came,
// behind an answer: the thousandth page takes what the first does.
func (r *Repo) SurveyTexts(ctx context.Context, consultationID int64, question int, after int64, limit int) (list []SurveyText, err error) {
	defer fault.Wrap(&err, "repo.SurveyTexts(%d, %d)", consultationID, question)
	return list, r.list(ctx, &list, sqlSurveyTexts, consultationID, question, after, limit)
}

// SurveyAnswer is one answer as it was sent; Texts are its words by question.
type SurveyAnswer struct {
	ID         int64         `db:"id"`
	ReceivedAt time.Time     `db:"received_at"`
	Choices    SurveyChoices `db:"choices"`
	Texts      SurveyWords   `db:"texts"`
}

// SurveyChoices are the numbers chosen, by question.
type SurveyChoices [][]int

// Scan implements sql.Scanner.
func (c *SurveyChoices) Scan(value any) error { return scanJSON(value, c) }

// SurveyWords are words by the number of the question.
type SurveyWords map[string]string

// Scan implements sql.Scanner.
func (w *SurveyWords) Scan(value any) error { return scanJSON(value, w) }

const sqlSurveyAnswers = `SELECT a.id, a.received_at, a.choices::text AS choices,
(SELECT coalesce(jsonb_object_agg(x.question, x.body), '{}')::text FROM survey_texts x
 WHERE x.consultation_id = a.consultation_id AND x.answer_id = a.id) AS texts
FROM survey_answers a WHERE a.consultation_id = $1 AND a.id > $2 ORDER BY a.id LIMIT $3`

// SurveyAnswers gives the next answers behind one, in the order in which they came.
func (r *Repo) SurveyAnswers(ctx context.Context, consultationID, after int64, limit int) (list []SurveyAnswer, err error) {
	defer fault.Wrap(&err, "repo.SurveyAnswers(%d)", consultationID)
	return list, r.list(ctx, &list, sqlSurveyAnswers, consultationID, after, limit)
}
