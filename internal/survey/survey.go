// Package survey is the rules of questionnaires (问卷): what a drafter may ask, how
// an answer must look, which figures are counted, and which of them the public may
// see. A questionnaire is one of the ways of hearing people that 重大行政决策程序
// 暂行条例 art. 14 names. Pure.
package survey

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"nayan/internal/text"
)

// Kind says how a question is answered.
type Kind string

// The kinds of questions.
const (
	Single   Kind = "single"   // one of the options
	Multiple Kind = "multiple" // some of the options
	Scale    Kind = "scale"    // a number between two ends
	Text     Kind = "text"     // words
)

// Kinds lists every kind in the order in which the desk offers them.
var Kinds = []Kind{Single, Multiple, Scale, Text}

// OnePer says of what a survey takes one answer.
type OnePer string

// What it can take one answer of, the easiest for people first.
const (
	Device  OnePer = "device"  // a browser
	Phone   OnePer = "phone"   // a mobile that a one-time code reached
	Account OnePer = "account" // somebody who is signed in
)

// OnePers lists them in the order in which the desk offers them.
var OnePers = []OnePer{Device, Phone, Account}

// Survey is what one consultation asks.
type Survey struct {
	Title     string
	Intro     string
	OnePer    OnePer
	Questions []Question
}

// Question is one of its questions. Choices are numbered from 1: the options in
// their order, then 其他 where there is one; on a scale from its low end.
type Question struct {
	Kind      Kind     `json:"kind"`
	Title     string   `json:"title"`
	Required  bool     `json:"required,omitempty"`
	Options   []string `json:"options,omitempty"`
	Other     bool     `json:"other,omitempty"` // offers 其他, with words
	Least     int      `json:"least,omitempty"` // of a multiple one: how many to choose; 0 sets none
	Most      int      `json:"most,omitempty"`
	Low       int      `json:"low,omitempty"` // of a scale
	High      int      `json:"high,omitempty"`
	LowLabel  string   `json:"low_label,omitempty"`
	HighLabel string   `json:"high_label,omitempty"`
	MaxRunes  int      `json:"max_runes,omitempty"` // of a text
}

// Blank is a new question of a kind, as the desk offers it.
func Blank(k Kind) Question {
	q := Question{Kind: k}
	switch k {
	case Single, Multiple:
		q.Options = make([]string, MinOptions)
	case Scale:
		q.Low, q.High = 1, 5
	case Text:
		q.MaxRunes = 500
	}
	return q
}

// Choices is how many choices the question offers; 0 for a text.
func (q Question) Choices() int {
	switch {
	case q.Kind == Scale:
		return max(0, q.High-q.Low+1)
	case q.Kind == Text:
		return 0
	case q.Other:
		return len(q.Options) + 1
	}
	return len(q.Options)
}

// OtherChoice is the number of 其他; 0 where it is not offered.
func (q Question) OtherChoice() int {
	if q.Other && (q.Kind == Single || q.Kind == Multiple) {
		return len(q.Options) + 1
	}
	return 0
}

// Label gives the words of a choice: the option, or the number on a scale; "" for
// 其他, which the pages name, and for what is no choice.
func (q Question) Label(choice int) string {
	switch {
	case choice < 1 || choice > q.Choices() || choice == q.OtherChoice():
		return ""
	case q.Kind == Scale:
		return strconv.Itoa(q.Low + choice - 1)
	}
	return q.Options[choice-1]
}

// Clean gives the survey as it is stored: texts tidied, options that were left
// empty dropped, and of each question only what belongs to its kind.
func (s Survey) Clean() Survey {
	out := Survey{Title: text.Line(s.Title), Intro: text.Block(s.Intro), OnePer: s.OnePer}
	for _, q := range s.Questions {
		out.Questions = append(out.Questions, q.clean())
	}
	return out
}

func (q Question) clean() Question {
	out := Question{Kind: q.Kind, Title: text.Line(q.Title), Required: q.Required}
	switch q.Kind {
	case Single, Multiple:
		for _, o := range q.Options {
			out.Options = append(out.Options, text.Line(o))
		}
		out.Options = slices.DeleteFunc(out.Options, func(o string) bool { return o == "" })
		out.Other = q.Other
		if q.Kind == Multiple {
			out.Least, out.Most = q.Least, q.Most
		}
	case Scale:
		out.Low, out.High = q.Low, q.High
		out.LowLabel, out.HighLabel = text.Line(q.LowLabel), text.Line(q.HighLabel)
	case Text:
		out.MaxRunes = q.MaxRunes
	}
	return out
}

// pace is about how long people take for a question of a kind.
var pace = map[Kind]time.Duration{Single: 10 * time.Second, Multiple: 15 * time.Second, Scale: 8 * time.Second, Text: 40 * time.Second}

// Minutes is about how long the survey takes, rounded up.
func (s Survey) Minutes() int {
	var total time.Duration
	for _, q := range s.Questions {
		total += pace[q.Kind]
	}
	return max(1, int((total+time.Minute-1)/time.Minute))
}

// HasTexts reports whether the question takes words.
func (q Question) HasTexts() bool { return q.Kind == Text || q.OtherChoice() > 0 }

// blank reports whether nothing of a text can be seen.
func blank(s string) bool { return !text.Ink(strings.TrimSpace(s)) }
