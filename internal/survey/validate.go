package survey

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"nayan/internal/fault"
)

// Limits of a survey; lengths count characters.
const (
	MaxTitle     = 100
	MaxIntro     = 2000
	MaxQuestions = 30
	MaxQuestion  = 200
	MinOptions   = 2
	MaxOptions   = 20
	MaxOption    = 100
	MaxScale     = 10 // the highest end of a scale
	MaxEnd       = 20 // the words at an end of a scale
	MaxText      = 2000
	MaxOther     = 100
)

// Validate checks a cleaned survey. Fields are named as on the desk's form:
// "questions.0.title". Error: Invalid.
func (s Survey) Validate() error {
	var f fault.Fields
	f.Check(!blank(s.Title), "title", "survey.error.title")
	short(&f, "title", s.Title, MaxTitle)
	short(&f, "intro", s.Intro, MaxIntro)
	f.Check(slices.Contains(OnePers, s.OnePer), "one_per", "survey.error.one_per")
	f.Check(len(s.Questions) > 0, "add", "survey.error.questions")
	f.Check(len(s.Questions) <= MaxQuestions, "add", "survey.error.questions_many", MaxQuestions)
	for i, q := range s.Questions {
		q.validate(&f, fmt.Sprintf("questions.%d.", i))
	}
	return f.Err()
}

func (q Question) validate(f *fault.Fields, at string) {
	f.Check(!blank(q.Title), at+"title", "survey.error.question")
	short(f, at+"title", q.Title, MaxQuestion)
	switch q.Kind {
	case Single:
		q.validateOptions(f, at)
	case Multiple:
		q.validateOptions(f, at)
		f.Check(q.Least >= 0 && q.Least <= q.Choices(), at+"least", "survey.error.least", q.Choices())
		f.Check(q.Most == 0 || q.Most >= max(1, q.Least) && q.Most <= q.Choices(), at+"most", "survey.error.most", q.Choices())
	case Scale:
		f.Check(q.Low == 0 || q.Low == 1, at+"low", "survey.error.low")
		f.Check(q.High > q.Low && q.High <= MaxScale, at+"high", "survey.error.high", MaxScale)
		short(f, at+"low_label", q.LowLabel, MaxEnd)
		short(f, at+"high_label", q.HighLabel, MaxEnd)
	case Text:
		f.Check(q.MaxRunes >= 1 && q.MaxRunes <= MaxText, at+"max_runes", "survey.error.max_runes", MaxText)
	default:
		f.Add(at+"title", "survey.error.kind")
	}
}

func (q Question) validateOptions(f *fault.Fields, at string) {
	f.Check(len(q.Options) >= MinOptions, at+"options.0", "survey.error.options", MinOptions)
	f.Check(len(q.Options) <= MaxOptions, at+"options.0", "survey.error.options_many", MaxOptions)
	for i, o := range q.Options {
		name := fmt.Sprintf("%soptions.%d", at, i)
		short(f, name, o, MaxOption)
		f.Check(slices.Index(q.Options, o) == i, name, "survey.error.option_twice")
	}
}

func short(f *fault.Fields, name, value string, most int) {
	f.Check(utf8.RuneCountInString(value) <= most, name, "survey.error.too_long", most)
}
