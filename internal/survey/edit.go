package survey

import (
	"slices"
	"strconv"
	"strings"
)

// Change is one press of a button of the drafter's form: "add.single", "up.2",
// "down.2", "remove.2", "option.add.2", "option.up.2.1", "option.remove.2.1".
// Questions and options are counted from 0. It gives the survey so changed, and
// the question to look at; ok is false for what no button of the form says.
func (s Survey) Change(action string) (changed Survey, at int, ok bool) {
	words := strings.Split(action, ".")
	s.Questions = slices.Clone(s.Questions)
	if words[0] == "add" && len(words) == 2 {
		return s.add(Kind(words[1]))
	}
	of := words[1:]
	if words[0] == "option" && len(words) > 2 {
		of = words[2:]
	}
	at, inner := index(of, 0), index(of, 1)
	if at < 0 || at >= len(s.Questions) {
		return s, 0, false
	}
	if words[0] == "option" && len(words) > 2 {
		options, ok := changeOptions(slices.Clone(s.Questions[at].Options), words[1], inner)
		s.Questions[at].Options = options
		return s, at, ok
	}
	return s.move(words[0], at)
}

func (s Survey) add(k Kind) (Survey, int, bool) {
	if !slices.Contains(Kinds, k) || len(s.Questions) >= MaxQuestions {
		return s, len(s.Questions) - 1, false
	}
	s.Questions = append(s.Questions, Blank(k))
	return s, len(s.Questions) - 1, true
}

func (s Survey) move(action string, at int) (Survey, int, bool) {
	var to int
	switch action {
	case "up":
		to = max(0, at-1)
	case "down":
		to = min(len(s.Questions)-1, at+1)
	case "remove":
		s.Questions = slices.Delete(s.Questions, at, at+1)
		return s, max(0, at-1), true
	default:
		return s, at, false
	}
	s.Questions[at], s.Questions[to] = s.Questions[to], s.Questions[at]
	return s, to, true
}

func changeOptions(options []string, action string, at int) ([]string, bool) {
	if action == "add" {
		if len(options) >= MaxOptions {
			return options, false
		}
		return append(options, ""), true
	}
	if at < 0 || at >= len(options) {
		return options, false
	}
	switch action {
	case "up":
		to := max(0, at-1)
		options[at], options[to] = options[to], options[at]
		return options, true
	case "remove":
		return slices.Delete(options, at, at+1), true
	}
	return options, false
}

// index reads the i-th word as a number; -1 for what is none.
func index(words []string, i int) int {
	if i >= len(words) {
		return -1
	}
	n, err := strconv.Atoi(words[i])
	if err != nil {
		return -1
	}
	return n
}
