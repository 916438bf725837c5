package consult

import (
	"nayan/internal/fault"
	"nayan/internal/text"
)

// MaxSummaryRunes bounds staff's words for what several said.
const MaxSummaryRunes = 2000

// FindPart gives where words lie in the text of a point: at their nth occurrence,
// counted from 1; 0 where they occur but once. No words are all of the point.
//
// Error: fault.Invalid (the text does not have the words, or has them several times
// and nth names none of these).
func FindPart(body, words string, nth int) (Part, error) {
	words = text.Block(words)
	if words == "" {
		return Part{}, nil
	}
	found := occurrences([]Point{{Body: body}}, words)
	var f fault.Fields
	f.Check(len(found) > 0, "words", "steps.error.absent")
	f.Check(len(found) < 2 || nth >= 1 && nth <= len(found), "nth", "steps.error.ambiguous", len(found))
	if err := f.Err(); err != nil {
		return Part{}, err
	}
	s := whole([]rune(body), found[max(nth, 1)-1].Span)
	return Part{s.Start, s.End}.Of(body)
}

// contextRunes is as much of a text as is shown on either side of words in it.
const contextRunes = 12

// Occurrence is one place where words lie in a text, with what is around them.
type Occurrence struct{ Before, Words, After string }

// Occurrences lists the places where words lie in the text of a point.
func Occurrences(body, words string) (list []Occurrence) {
	words = text.Block(words)
	runes := []rune(body)
	for _, s := range occurrences([]Point{{Body: body}}, words) {
		list = append(list, Occurrence{string(runes[max(0, s.Start-contextRunes):s.Start]), words,
			string(runes[s.End:min(len(runes), s.End+contextRunes)])})
	}
	return list
}

// CheckSummary holds staff's words for what several said to their length, and gives
// them as they are stored. Error: fault.Invalid.
func CheckSummary(words string) (string, error) {
	words = text.Block(words)
	var f fault.Fields
	f.Check(len([]rune(words)) <= MaxSummaryRunes, "summary", "steps.error.summary_long", MaxSummaryRunes)
	return words, f.Err()
}
