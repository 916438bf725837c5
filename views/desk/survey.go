package desk

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/internal/survey"
	surveyview "nayan/views/survey"
	"nayan/views/ui"
)

// surveyTab leads its drafter to the questionnaire, and who reads what came in to
// its figures.
func surveyTab(p Page, con consult.Consultation) []Tab {
	if con.State == consult.Drafting && p.Can(account.Drafter) ||
		con.Public() && con.SurveyQuestions > 0 && p.Can(account.Adjudicator, account.Auditor) {
		return []Tab{TabSurvey}
	}
	return nil
}

// SurveyForm is the questionnaire as it stands on the drafter's form.
type SurveyForm struct {
	Survey  survey.Survey
	Errors  ui.Errors
	Changed bool // by a button, and not stored yet
	At      int  // the question to look at
}

// SurveyPage is where a drafter writes the questionnaire of a consultation.
type SurveyPage struct {
	Page
	Con  consult.Consultation
	Form SurveyForm
}

// stored reports whether there is a questionnaire to take away or to look at.
func (p SurveyPage) stored() bool { return p.Con.SurveyQuestions > 0 }

// questionForm is one question of the form with the names its controls have.
type questionForm struct {
	survey.Question
	index, of int
	errors    ui.Errors
}

func (f SurveyForm) questions() []questionForm {
	out := make([]questionForm, len(f.Survey.Questions))
	for i, q := range f.Survey.Questions {
		out[i] = questionForm{q, i, len(f.Survey.Questions), f.Errors}
	}
	return out
}

func (q questionForm) name(part string) string { return fmt.Sprintf("questions.%d.%s", q.index, part) }

func (q questionForm) anchor() string { return questionAnchor(q.index) }

func questionAnchor(index int) string { return "question-" + strconv.Itoa(index+1) }

// action names a button of the question, as survey.Change reads it.
func (q questionForm) action(what string) string { return what + "." + strconv.Itoa(q.index) }

func (q questionForm) optionAction(what string, option int) string {
	return fmt.Sprintf("option.%s.%d.%d", what, q.index, option)
}

// options are those on the form, as many as a question must have at least.
func (q questionForm) options() []string {
	options := q.Options
	for len(options) < survey.MinOptions {
		options = append(options[:len(options):len(options)], "")
	}
	return options
}

func (q questionForm) field(ctx context.Context, part, value string) ui.Field {
	return ui.Field{ID: q.name(part), Name: q.name(part), Label: i18n.T(ctx, "desk.survey.field."+part), Value: value,
		Error: q.errors.Message(ctx, q.name(part))}
}

func (q questionForm) number(ctx context.Context, part string, n int) ui.Field {
	f := q.field(ctx, part, "")
	if n != 0 || part == "low" {
		f.Value = strconv.Itoa(n)
	}
	f.Type, f.InputMode = "number", "numeric"
	return f
}

func (q questionForm) title(ctx context.Context) ui.Field {
	f := q.field(ctx, "title", q.Title)
	f.Required = true
	return f
}

func (q questionForm) tick(ctx context.Context, part string, on bool) ui.Field {
	f := q.field(ctx, part, "")
	if on {
		f.Value = "1"
	}
	return f
}

func (p SurveyPage) line(ctx context.Context, name, value string, required bool) ui.Field {
	return ui.Field{ID: name, Name: name, Label: i18n.T(ctx, "desk.survey.whole."+name), Value: value, Required: required,
		Error: p.Form.Errors.Message(ctx, name), Rows: 4}
}

func (p SurveyPage) onePer(ctx context.Context) (ui.Field, []ui.Option) {
	f := p.line(ctx, "one_per", string(p.Form.Survey.OnePer), true)
	f.Hint = i18n.T(ctx, "desk.survey.one_per.hint")
	var options []ui.Option
	for _, o := range survey.OnePers {
		options = append(options, ui.Option{Value: string(o), Label: i18n.T(ctx, "survey.one_per."+string(o))})
	}
	return f, options
}

// SurveyPreviewPage shows the questionnaire as residents will see it.
type SurveyPreviewPage struct {
	Page
	Con      consult.Consultation
	Asked    survey.Survey
	Editable bool
}

// SurveyText is what one answer says in words.
type SurveyText struct {
	No   int64
	At   time.Time
	Body string
}

// SurveyResultsPage is what came in, whole, and the words to one question.
type SurveyResultsPage struct {
	Page
	Con      consult.Consultation
	Asked    survey.Survey
	Figures  survey.Figures
	Question int // whose words are listed; 0 for none
	Texts    []SurveyText
	After    int64 // the answer behind which the list begins
	Next     int64 // behind which it goes on; 0: it is at its end
}

func (p SurveyResultsPage) textsURL(question int, after int64) string {
	q := url.Values{"question": {strconv.Itoa(question)}}
	if after > 0 {
		q.Set("after", id64(after))
	}
	return withQuery(consultationURL(p.Con.ID, "survey/results"), q) + "#texts"
}

// chips are the questions that were answered in words.
func (p SurveyResultsPage) chips(ctx context.Context) (list []chip) {
	for i, q := range p.Asked.Questions {
		if q.HasTexts() {
			list = append(list, chip{p.textsURL(i+1, 0), i18n.T(ctx, "desk.survey.texts.of", i+1), p.Question == i+1})
		}
	}
	return list
}

// SurveyAnswer is one answer of an export. Words are by the number of the question.
type SurveyAnswer struct {
	No      int64
	At      time.Time
	Choices [][]int
	Words   map[string]string
}

// SurveyColumns are the headings of the export.
func SurveyColumns(ctx context.Context, s survey.Survey) []string {
	out := []string{i18n.T(ctx, "survey.csv.answer"), i18n.T(ctx, "survey.done.at")}
	for i, q := range s.Questions {
		out = append(out, strconv.Itoa(i+1)+". "+q.Title)
	}
	return out
}

// SurveyRecord is one line of it: the choices in words, and what was written.
func SurveyRecord(ctx context.Context, s survey.Survey, a SurveyAnswer) []string {
	out := []string{id64(a.No), i18n.Second(ctx, a.At)}
	for i, q := range s.Questions {
		var parts []string
		if i < len(a.Choices) {
			for _, choice := range a.Choices[i] {
				parts = append(parts, surveyview.Label(ctx, q, choice))
			}
		}
		cell, words := strings.Join(parts, i18n.T(ctx, "survey.csv.and")), a.Words[strconv.Itoa(i+1)]
		switch {
		case cell == "":
			cell = words
		case words != "":
			cell = i18n.T(ctx, "survey.csv.with_words", cell, words)
		}
		out = append(out, cell)
	}
	return out
}
