package repo

import (
	"context"
	"encoding/json"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/survey"
)

// Survey is a survey with the consultation that carries it.
type Survey struct {
	consult.Consultation
	SurveyTitle string        `db:"survey_title"`
	Intro       string        `db:"intro"`
	OnePer      survey.OnePer `db:"one_per"`
	Questions   Questions     `db:"questions"`
}

// Questions are those of a survey, read from its document.
type Questions []survey.Question

// Scan implements sql.Scanner.
func (q *Questions) Scan(value any) error { return scanJSON(value, q) }

// Asked gives what is asked.
func (s Survey) Asked() survey.Survey {
	return survey.Survey{Title: s.SurveyTitle, Intro: s.Intro, OnePer: s.OnePer, Questions: s.Questions}
}

// surveyBrief says of c how many questions its survey has, and about how long they
// take: counted when it was written.
const surveyBrief = `coalesce((SELECT jsonb_array_length(s.questions) FROM surveys s WHERE s.consultation_id = c.id), 0) AS survey_questions,
coalesce((SELECT s.minutes FROM surveys s WHERE s.consultation_id = c.id), 0) AS survey_minutes`

const surveyColumns = consultationColumns + `, s.title AS survey_title, s.intro, s.one_per, s.questions::text AS questions`

const surveyTables = consultationTables + ` JOIN surveys s ON s.consultation_id = c.id`

const sqlSurveyByNo = `SELECT ` + surveyColumns + ` FROM ` + surveyTables + ` WHERE c.no = $1 AND c.state = 'released'`

// SurveyByNo gives the survey of a released consultation. Errors: NotFound.
func (r *Repo) SurveyByNo(ctx context.Context, no string) (s Survey, err error) {
	defer fault.Wrap(&err, "repo.SurveyByNo(%q)", no)
	return s, r.get(ctx, &s, sqlSurveyByNo, no)
}

const sqlSurveyByID = `SELECT ` + surveyColumns + ` FROM ` + surveyTables + ` WHERE c.id = $1`

// SurveyByID gives the survey of a consultation in any state, for the desk.
// Errors: NotFound.
func (r *Repo) SurveyByID(ctx context.Context, consultationID int64) (s Survey, err error) {
	defer fault.Wrap(&err, "repo.SurveyByID(%d)", consultationID)
	return s, r.get(ctx, &s, sqlSurveyByID, consultationID)
}

const sqlSurveyOf = `SELECT ` + surveyColumns + ` FROM ` + surveyTables + ` WHERE c.id = $1 FOR NO KEY UPDATE OF s`

// Survey gives the survey of a consultation and holds it. Errors: NotFound.
func (t *Tx) Survey(ctx context.Context, consultationID int64) (s Survey, err error) {
	defer fault.Wrap(&err, "repo.Survey(%d)", consultationID)
	return s, t.get(ctx, &s, sqlSurveyOf, consultationID)
}

const sqlSaveSurvey = `INSERT INTO surveys (consultation_id, title, intro, one_per, questions, minutes, updated_at)
VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7)
ON CONFLICT (consultation_id) DO UPDATE SET title = EXCLUDED.title, intro = EXCLUDED.intro, one_per = EXCLUDED.one_per,
    questions = EXCLUDED.questions, minutes = EXCLUDED.minutes, updated_at = EXCLUDED.updated_at`

// SaveSurvey writes the survey of a consultation that is being drafted.
func (t *Tx) SaveSurvey(ctx context.Context, consultationID int64, s survey.Survey, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.SaveSurvey(%d)", consultationID)
	questions, err := json.Marshal(s.Questions)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, sqlSaveSurvey, consultationID, s.Title, s.Intro, s.OnePer, string(questions), s.Minutes(), now)
	return err
}

const sqlDeleteSurvey = `DELETE FROM surveys WHERE consultation_id = $1`

// DeleteSurvey takes the survey away. Errors: Conflict when there is none.
func (t *Tx) DeleteSurvey(ctx context.Context, consultationID int64) (err error) {
	defer fault.Wrap(&err, "repo.DeleteSurvey(%d)", consultationID)
	return t.changeOne(ctx, sqlDeleteSurvey, consultationID)
}
