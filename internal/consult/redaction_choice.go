package consult

import (
	"slices"
	"strings"

	"nayan/internal/fault"
	"nayan/internal/text"
)

// MaxRedactedRunes bounds the words that are covered at once.
const MaxRedactedRunes = 2000

// Choice is what a moderator wants covered: parts named by their place, and words
// wherever they occur in the comment.
type Choice struct {
	Places []PlacedSpan // Code of each does not count
	Words  string       // one piece a line
	Code   ReasonCode
}

// Find gives the parts of the points that the choice covers and that are not
// covered yet.
//
// Error: fault.Invalid (no such reason, nothing chosen, a place or words that the
// comment does not have, nothing that is not covered already). What was typed is
// named by its line: it is a resident's.
func (c Choice) Find(points []Point, covered []Redaction) ([]PlacedSpan, error) {
	var f fault.Fields
	f.Check(slices.Contains(RedactCodes, c.Code), "code", "redact.error.code")
	f.Check(len([]rune(c.Words)) <= MaxRedactedRunes, "words", "redact.error.long", MaxRedactedRunes)
	if err := f.Err(); err != nil {
		return nil, err
	}
	found := c.places(&f, points)
	lines := lines(c.Words)
	for i, line := range lines {
		here := occurrences(points, line)
		f.Check(len(here) > 0, "words", "redact.error.absent", i+1)
		found = append(found, here...)
	}
	f.Check(len(c.Places)+len(lines) > 0, "words", "redact.error.nothing")
	if err := f.Err(); err != nil {
		return nil, err
	}
	fresh := c.fresh(points, covered, found)
	f.Check(len(fresh) > 0, "words", "redact.error.already")
	return fresh, f.Err()
}

func (c Choice) places(f *fault.Fields, points []Point) (out []PlacedSpan) {
	for _, p := range c.Places {
		i := slices.IndexFunc(points, func(x Point) bool { return x.Position == p.Position })
		ok := i >= 0 && p.Start >= 0 && p.Start < p.End && p.End <= len([]rune(points[i].Body))
		f.Check(ok, "words", "redact.error.place")
		out = append(out, p)
	}
	return out
}

// lines are the pieces of a text that has one a line; empty ones do not count.
func lines(words string) (out []string) {
	for line := range strings.SplitSeq(text.Block(words), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// occurrences finds words in all points, wherever they begin.
func occurrences(points []Point, words string) (out []PlacedSpan) {
	wanted := []rune(words)
	for _, p := range points {
		body := []rune(p.Body)
		for at := 0; at+len(wanted) <= len(body); at++ {
			if slices.Equal(body[at:at+len(wanted)], wanted) {
				out = append(out, PlacedSpan{p.Position, Span{Start: at, End: at + len(wanted)}})
			}
		}
	}
	return out
}

// fresh joins what was found, widens it to whole characters, and leaves out what
// is covered already.
func (c Choice) fresh(points []Point, covered []Redaction, found []PlacedSpan) (out []PlacedSpan) {
	for _, p := range points {
		body := []rune(p.Body)
		var here []Span
		for _, s := range found {
			if s.Position == p.Position {
				here = append(here, whole(body, s.Span))
			}
		}
		old := joined(SpansOn(covered, p.Position), len(body))
		for _, s := range joined(here, len(body)) {
			inside := slices.ContainsFunc(old, func(o part) bool { return o.Start <= s.Start && s.End <= o.End })
			if !inside {
				out = append(out, PlacedSpan{p.Position, Span{Start: s.Start, End: s.End, Code: c.Code}})
			}
		}
	}
	return out
}
