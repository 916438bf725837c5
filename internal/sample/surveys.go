package sample

import (
	"context"
	"fmt"

	"nayan/internal/app"
	"nayan/internal/survey"
)

// Survey is the questionnaire that a consultation carries, and what came in.
type Survey struct {
	Consultation string            `json:"consultation"` // key of a Consultation
	Title        string            `json:"title"`
	Intro        string            `json:"intro"`
	OnePer       survey.OnePer     `json:"one_per"`
	Questions    []survey.Question `json:"questions"`
	Answers      []SurveyAnswer    `json:"answers"`
}

// SurveyAnswer is what one person answered.
type SurveyAnswer struct {
	Day     int            `json:"day"` // days after the opening day
	Time    Clock          `json:"time"`
	Answers survey.Answers `json:"answers"`
}

func (s Survey) asked() survey.Survey {
	return survey.Survey{Title: s.Title, Intro: s.Intro, OnePer: s.OnePer, Questions: s.Questions}
}

// surveys checks that what is asked and answered obeys the rules, and came in time.
func (k *checker) surveys(all []Survey) {
	for _, s := range all {
		con, ok := k.consultations[s.Consultation]
		k.must(ok, "a survey of no consultation %q", s.Consultation)
		err := s.asked().Clean().Validate()
		k.must(err == nil && s.OnePer == survey.Device, "%s: the survey: %v", s.Consultation, err)
		for i, a := range s.Answers {
			answers := s.asked().Normalise(a.Answers)
			k.must(s.asked().Check(answers) == nil, "%s: answer %d", s.Consultation, i+1)
			day := con.OpensInDays + a.Day
			k.must(a.Day >= 0 && day <= con.ClosesInDays && day < 0 && (a.Day > 0 || a.Time >= openingHour),
				"%s: answer %d outside the period or in the future", s.Consultation, i+1)
		}
	}
}

// survey writes the questionnaire of a consultation, if it carries one.
func (f *filler) survey(ctx context.Context, at *app.App, c Consultation, id int64) error {
	for _, s := range f.county.Surveys {
		if s.Consultation == c.Key {
			return at.SaveSurvey(ctx, f.staff[c.Author], id, s.asked())
		}
	}
	return nil
}

// answers sends what came in, each from a browser of its own.
func (f *filler) answers(ctx context.Context, c Consultation) error {
	for _, s := range f.county.Surveys {
		if s.Consultation != c.Key {
			continue
		}
		for i, a := range s.Answers {
			_, err := f.base.At(instant(f.now, c.OpensInDays+a.Day, a.Time)).SubmitSurvey(ctx, app.SurveyInput{
				ConsultationNo: f.calls[c.Key].no, Answers: a.Answers, By: app.Respondent{Device: fmt.Sprintf("%s-%d", c.Key, i)}})
			if err != nil {
				return fmt.Errorf("answer %d: %w", i+1, err)
			}
		}
	}
	return nil
}
