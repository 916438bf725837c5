package consult_test

import (
	"slices"
	"strings"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

func TestWordsAreFoundInAPoint(t *testing.T) {
	t.Parallel()
	const body = "东街要装灯，\n西街也要装灯。"
	for _, c := range []struct {
		words string
		nth   int
		want  consult.Part
		err   string
	}{
		{"东街", 0, consult.Part{Start: 0, End: 2}, ""},
		{" 装灯，\r\n西街 ", 0, consult.Part{Start: 3, End: 9}, ""},
		{"要装灯", 2, consult.Part{Start: 10, End: 13}, ""},
		{"要装灯", 0, consult.Part{}, "nth steps.error.ambiguous"},
		{"要装灯", 3, consult.Part{}, "nth steps.error.ambiguous"},
		{"南街", 0, consult.Part{}, "words steps.error.absent"},
		{" \r\n", 0, consult.Part{}, ""},
		{strings.ReplaceAll(body, "\n", "\r\n"), 0, consult.Part{}, ""},
	} {
		part, err := consult.FindPart(body, c.words, c.nth)
		if got := strings.Join(fields(err), ""); part != c.want || got != c.err {
			t.Errorf("%q: %v, %v", c.words, part, err)
		}
	}
	if list := consult.Occurrences(body, "要装灯"); len(list) != 2 || list[1] != (consult.Occurrence{Before: "东街要装灯，\n西街也", Words: "要装灯", After: "。"}) {
		t.Errorf("the places are %+v", list)
	}
	if part, err := consult.FindPart("同意👍🏽。", "👍", 0); err != nil || part != (consult.Part{Start: 2, End: 4}) {
		t.Errorf("an emoji keeps its tone: %v, %v", part, err)
	}
}

func TestWhatIsLeftOfAPartIsOnePiece(t *testing.T) {
	t.Parallel()
	const body = "零一二三四五六七八九"
	part := func(start, end int) consult.Part { return consult.Part{Start: start, End: end} }
	for _, c := range []struct {
		has, cut, rest consult.Part
		ok             bool
	}{
		{consult.Part{}, part(0, 4), part(4, 10), true},
		{consult.Part{}, part(4, 10), part(0, 4), true},
		{part(2, 8), part(2, 5), part(5, 8), true},
		{part(2, 8), part(2, 8), consult.Part{}, false},
		{part(2, 8), part(3, 5), consult.Part{}, false},
		{part(2, 8), part(0, 3), consult.Part{}, false},
		{part(2, 8), consult.Part{}, consult.Part{}, false},
	} {
		if rest, ok := c.has.Without(c.cut, body); rest != c.rest || ok != c.ok {
			t.Errorf("%v without %v is %v, %v", c.has, c.cut, rest, ok)
		}
	}
	if got := part(1, 3).With(part(6, 8)); got != part(1, 8) {
		t.Errorf("two parts together are %v", got)
	}
	if got := part(1, 3).With(consult.Part{}); !got.Whole() {
		t.Errorf("a part with all of it is %v", got)
	}
}

func TestAStepNamesTheLinksItEndsAndMakes(t *testing.T) {
	t.Parallel()
	p := consult.PointKey{CommentID: 7, Position: 1}
	cut := consult.Part{Start: 0, End: 4}
	held := []consult.Link{{SuggestionID: 1, PointKey: p}, {SuggestionID: 2, PointKey: p, Part: consult.Part{Start: 3, End: 6}}}
	split, err := consult.Split(1, 9, "零一二三四五六七", p, cut, consult.KeepRest, held, 0)
	want := []consult.StepLink{{Link: consult.Link{SuggestionID: 9, PointKey: p, Part: cut}, Added: true}, {Link: held[0]},
		{Link: consult.Link{SuggestionID: 1, PointKey: p, Part: consult.Part{Start: 4, End: 8}}, Added: true}}
	if err != nil || !slices.Equal(split, want) {
		t.Errorf("split: %v, %v", split, err)
	}
	attached, err := consult.Attach(2, p, cut, held)
	if err != nil || len(attached) != 2 || attached[0] != (consult.StepLink{Link: held[1]}) || attached[1].Part != (consult.Part{Start: 0, End: 6}) {
		t.Errorf("attach: %v, %v", attached, err)
	}
	if detached, err := consult.Detach(2, held); err != nil || !slices.Equal(detached, []consult.StepLink{{Link: held[1]}}) {
		t.Errorf("detach: %v, %v", detached, err)
	}
	if _, err := consult.Detach(1, held[:1]); !fault.Is(err, fault.Conflict) {
		t.Errorf("detach the last: %v", err)
	}
}

func TestASummaryHasItsLength(t *testing.T) {
	t.Parallel()
	if got, err := consult.CheckSummary(" 几位都说\r\n装灯 "); err != nil || got != "几位都说\n装灯" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := consult.CheckSummary(strings.Repeat("归", consult.MaxSummaryRunes+1)); !slices.Equal(fields(err), []string{"summary steps.error.summary_long"}) {
		t.Errorf("too long: %v", err)
	}
}
