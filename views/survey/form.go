package surveyview

import (
	"context"
	"slices"
	"strconv"
	"time"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/internal/survey"
	consultview "nayan/views/consult"
	"nayan/views/layout"
	"nayan/views/ui"
)

// Styles is the sheet that pages with a questionnaire load beside the common one.
var Styles = []string{"survey.css"}

// Filled is a questionnaire with what was filled in so far.
type Filled struct {
	Asked   survey.Survey
	Answers survey.Answers // as typed; fewer than questions where nothing was
	Errors  ui.Errors
}

// FormPage is the questionnaire of an open consultation. It posts to
// /consultations/:no/survey: q1, q2 … with the number of what was chosen or the
// words of a text, q1_other with those of 其他; action=draft keeps it for later.
type FormPage struct {
	consultview.Head
	Filled
	Key      string
	SavedAt  time.Time // of the draft that was found; zero: none
	Saved    bool      // just now
	Back     bool      // from signing in: what was typed is there, and not sent yet
	SignedIn bool
}

// framed is the frame of every page of a questionnaire.
func framed(ctx context.Context, h consultview.Head, name string, faulty bool) layout.Page {
	p := h.Framed(ctx, i18n.T(ctx, name))
	p.Width, p.Styles, p.Faulty = layout.Narrow, Styles, faulty
	return p
}

// submit is the word on the button: who must show first who they are goes on.
func (p FormPage) submit() string {
	switch {
	case p.Asked.OnePer == survey.Phone:
		return "survey.submit.phone"
	case p.Asked.OnePer == survey.Account && !p.SignedIn:
		return "survey.submit.sign_in"
	}
	return "survey.submit"
}

// asked is one question of the form.
type asked struct {
	survey.Question
	answer survey.Answer
	index  int
	errors ui.Errors
}

func (f Filled) questions() []asked {
	out := make([]asked, len(f.Asked.Questions))
	for i, q := range f.Asked.Questions {
		out[i] = asked{Question: q, index: i, errors: f.Errors}
		if i < len(f.Answers) {
			out[i].answer = f.Answers[i]
		}
	}
	return out
}

func (q asked) name() string { return survey.Field(q.index) }

func (q asked) other() string { return survey.OtherField(q.index) }

func (q asked) title() string { return strconv.Itoa(q.index+1) + ". " + q.Title }

// problem is what is wrong with the choice, or with the words beside it.
func (q asked) problem(ctx context.Context) string { return q.errors.Message(ctx, q.name()) }

func (q asked) chosen(choice int) bool { return slices.Contains(q.answer.Choices, choice) }

// id of a choice; the first has the question's, so that the error summary reaches it.
func (q asked) id(choice int) string {
	if choice == 1 {
		return q.name()
	}
	return q.name() + "-" + strconv.Itoa(choice)
}

func (q asked) inputType() string {
	if q.Kind == survey.Multiple {
		return "checkbox"
	}
	return "radio"
}

// described names what explains the question to a screen reader.
func (q asked) described(ctx context.Context) string {
	switch hint, problem := q.hint(ctx) != "", q.problem(ctx) != ""; {
	case hint && problem:
		return q.name() + "-hint " + q.name() + "-error"
	case hint:
		return q.name() + "-hint"
	case problem:
		return q.name() + "-error"
	}
	return ""
}

// hint says how many may be chosen.
func (q asked) hint(ctx context.Context) string {
	if q.Kind != survey.Multiple {
		return ""
	}
	switch most := q.Most; {
	case q.Least > 0 && q.Least == most:
		return i18n.T(ctx, "survey.hint.exactly", most)
	case q.Least > 1 && most > 0:
		return i18n.T(ctx, "survey.hint.between", q.Least, most)
	case q.Least > 1:
		return i18n.T(ctx, "survey.hint.least", q.Least)
	case most > 0:
		return i18n.T(ctx, "survey.hint.most", most)
	}
	return i18n.T(ctx, "survey.hint.any")
}

// words is the field of a text.
func (q asked) words(ctx context.Context) ui.Field {
	return ui.Field{ID: q.name(), Name: q.name(), Label: q.title(), Hint: i18n.T(ctx, "survey.hint.text", q.MaxRunes), Value: q.answer.Words,
		Required: q.Required, Error: q.problem(ctx), Rows: 4}
}

// Label names a choice: 其他 has no words of its own.
func Label(ctx context.Context, q survey.Question, choice int) string {
	if choice == q.OtherChoice() {
		return i18n.T(ctx, "survey.other")
	}
	return q.Label(choice)
}

func choices(q survey.Question) []int {
	out := make([]int, q.Choices())
	for i := range out {
		out[i] = i + 1
	}
	return out
}

// DonePage acknowledges an answer; it is shown once the answer is durable.
type DonePage struct {
	consultview.Head
	Title string // of the survey
	At    time.Time
	Given int
	Of    int
}

// ClosedPage stands in the place of the form: nothing is taken now, or this person
// has answered. Typed is what they had filled in, to copy.
type ClosedPage struct {
	consultview.Head
	Title      string
	AnsweredAt time.Time // zero: they have not
	Given      int
	Of         int
	Filled     Filled
}

// typed are the words that somebody wrote and could not send.
func (p ClosedPage) typed() (out []string) {
	for _, a := range p.Filled.Answers {
		if a.Words != "" {
			out = append(out, a.Words)
		}
	}
	return out
}

func (p ClosedPage) phase() consult.Phase { return p.Consultation.PhaseAt(p.Now) }
