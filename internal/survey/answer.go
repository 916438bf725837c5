package survey

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/internal/text"
)

// Answer is what somebody says to one question: the numbers of what they chose,
// and the words of 其他 or of a text.
type Answer struct {
	Choices []int  `json:"choices,omitempty"`
	Words   string `json:"words,omitempty"`
}

// Answers are those to all questions, in their order.
type Answers []Answer

// Given reports whether the question is answered at all.
func (q Question) Given(a Answer) bool {
	if q.Kind == Text {
		return a.Words != ""
	}
	return len(a.Choices) > 0
}

// Given counts the questions that are answered.
func (s Survey) Given(a Answers) (n int) {
	for i, q := range s.Questions {
		if i < len(a) && q.Given(a[i]) {
			n++
		}
	}
	return n
}

// Normalise gives the answers as they are stored, one for each question: words
// tidied, choices in order and each once. Words typed for 其他 without ticking it
// tick it, unless something else was chosen where one can be.
func (s Survey) Normalise(a Answers) Answers {
	out := make(Answers, len(s.Questions))
	for i, q := range s.Questions {
		if i < len(a) {
			out[i] = q.normalise(a[i])
		}
	}
	return out
}

func (q Question) normalise(a Answer) Answer {
	if q.Kind == Text {
		return Answer{Words: text.Block(a.Words)}
	}
	choices := slices.Clone(a.Choices)
	other := q.OtherChoice()
	out := Answer{}
	if other > 0 {
		out.Words = text.Line(a.Words)
	}
	if out.Words != "" && (q.Kind == Multiple || len(choices) == 0) {
		choices = append(choices, other)
	}
	slices.Sort(choices)
	out.Choices = slices.Compact(choices)
	return out
}

// Field names the control of a question on the form: "q1" and, for the words of
// 其他, "q1_other".
func Field(question int) string { return fmt.Sprintf("q%d", question+1) }

// OtherField is the name of the words of 其他.
func OtherField(question int) string { return Field(question) + "_other" }

// Check says what is wrong with normalised answers, question by question.
// Error: Invalid.
func (s Survey) Check(a Answers) error {
	var f fault.Fields
	for i, q := range s.Questions {
		q.check(&f, i, a[i])
	}
	if f.Err() == nil && s.Given(a) == 0 {
		f.Add(Field(0), "survey.error.nothing")
	}
	return f.Err()
}

func (q Question) check(f *fault.Fields, i int, a Answer) {
	if !q.Given(a) {
		f.Check(!q.Required || q.Kind == Text, Field(i), "survey.error.required.choose", i+1)
		f.Check(!q.Required || q.Kind != Text, Field(i), "survey.error.required.write", i+1)
		return
	}
	if q.Kind == Text {
		n := utf8.RuneCountInString(a.Words)
		f.Check(n <= q.MaxRunes, Field(i), "survey.error.answer_long", i+1, q.MaxRunes, n)
		f.Check(!blank(a.Words), Field(i), "survey.error.required.write", i+1)
		return
	}
	known := a.Choices[0] >= 1 && a.Choices[len(a.Choices)-1] <= q.Choices()
	f.Check(known && (q.Kind == Multiple || len(a.Choices) == 1), Field(i), "survey.error.choice", i+1)
	if q.Kind == Multiple {
		f.Check(len(a.Choices) >= q.Least, Field(i), "survey.error.too_few", i+1, q.Least)
		f.Check(q.Most == 0 || len(a.Choices) <= q.Most, Field(i), "survey.error.too_many", i+1, q.Most)
	}
	q.checkOther(f, i, a)
}

func (q Question) checkOther(f *fault.Fields, i int, a Answer) {
	ticked := q.Other && slices.Contains(a.Choices, q.OtherChoice())
	f.Check(!ticked || !blank(a.Words), OtherField(i), "survey.error.other", i+1)
	f.Check(ticked || a.Words == "", OtherField(i), "survey.error.other_unticked", i+1)
	f.Check(utf8.RuneCountInString(a.Words) <= MaxOther, OtherField(i), "survey.error.other_long", i+1, MaxOther)
}
