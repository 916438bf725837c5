package app

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/internal/survey"
	"nayan/repo"
)

// SaveSurvey writes the survey of a consultation. Errors: Invalid, fields as on
// the desk's form; Conflict unless the consultation is being drafted; Forbidden
// for anybody but its author; NotFound.
func (a *App) SaveSurvey(ctx context.Context, actor Actor, id int64, s survey.Survey) (err error) {
	defer fault.Wrap(&err, "app.SaveSurvey(%d)", id)
	s = s.Clean()
	if err := s.Validate(); err != nil {
		return err
	}
	if s.OnePer == survey.Phone && !a.Reach().Has(message.SMS) {
		return invalid("one_per", "survey.error.no_sms")
	}
	return a.edit(ctx, actor, id, func(tx *repo.Tx, _ repo.DeskConsultation, now time.Time) error {
		before, err := surveyBefore(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := tx.SaveSurvey(ctx, id, s, now); err != nil {
			return err
		}
		return tx.Audit(ctx, surveyAudit(now, actor, "survey.save", id, before, seeSurvey(s)))
	})
}

// RemoveSurvey takes the survey away. Errors as of SaveSurvey; Conflict when
// there is none.
func (a *App) RemoveSurvey(ctx context.Context, actor Actor, id int64) (err error) {
	defer fault.Wrap(&err, "app.RemoveSurvey(%d)", id)
	return a.edit(ctx, actor, id, func(tx *repo.Tx, _ repo.DeskConsultation, now time.Time) error {
		before, err := surveyBefore(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := tx.DeleteSurvey(ctx, id); err != nil {
			return err
		}
		return tx.Audit(ctx, surveyAudit(now, actor, "survey.remove", id, before, nil))
	})
}

// ExportSurvey leaves the entry that goes before an export of every answer.
func (a *App) ExportSurvey(ctx context.Context, actor Actor, id int64, answers int) (err error) {
	defer fault.Wrap(&err, "app.ExportSurvey(%d)", id)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		return tx.Audit(ctx, surveyAudit(a.Now(), actor, "survey.export", id, nil, seenSurveyExport{Answers: answers}))
	})
}

// seenSurveyExport is what the audit keeps of an export of answers.
type seenSurveyExport struct {
	Answers int `json:"answers"`
}

// seenSurvey is what the audit keeps of a survey: its questions as a hash, to show
// that they changed and to prove which they were.
type seenSurvey struct {
	Title           string        `json:"title"`
	OnePer          survey.OnePer `json:"one_per"`
	Questions       int           `json:"questions"`
	QuestionsSHA256 string        `json:"questions_sha256"`
}

func seeSurvey(s survey.Survey) *seenSurvey {
	document, err := json.Marshal(s)
	if err != nil {
		panic(err) // texts and numbers
	}
	return &seenSurvey{Title: s.Title, OnePer: s.OnePer, Questions: len(s.Questions), QuestionsSHA256: hexSum(string(document))}
}

// surveyBefore gives what the audit says of the survey as it stands; nil for none.
func surveyBefore(ctx context.Context, tx *repo.Tx, id int64) (any, error) {
	was, err := tx.Survey(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return seeSurvey(was.Asked()), err
}

func surveyAudit(at time.Time, actor Actor, action string, id int64, before, after any) repo.AuditEntry {
	return repo.AuditEntry{At: at, StaffID: actor.StaffID, Action: action, ObjectKind: "consultation",
		ObjectID: strconv.FormatInt(id, 10), Before: before, After: after}
}
