package consult_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

func span(start, end int, code consult.ReasonCode) consult.Span {
	return consult.Span{Start: start, End: end, Code: code}
}

func TestAMarkStandsForWhatIsCovered(t *testing.T) {
	t.Parallel()
	const data, insult = consult.ReasonPersonalData, consult.ReasonInsult
	for name, c := range map[string]struct {
		body  string
		spans []consult.Span
		want  string
	}{
		"nothing":          {"张三的电话", nil, "张三的电话"},
		"the beginning":    {"张三的电话", []consult.Span{span(0, 2, data)}, "〔已遮盖：个人信息〕的电话"},
		"the end":          {"找张三", []consult.Span{span(1, 3, data)}, "找〔已遮盖：个人信息〕"},
		"the whole text":   {"张三", []consult.Span{span(0, 2, insult)}, "〔已遮盖：辱骂攻击〕"},
		"two parts":        {"张三和李四", []consult.Span{span(3, 5, data), span(0, 2, data)}, "〔已遮盖：个人信息〕和〔已遮盖：个人信息〕"},
		"an overlap":       {"张三是坏人啊", []consult.Span{span(0, 4, data), span(3, 5, insult)}, "〔已遮盖：个人信息、辱骂攻击〕啊"},
		"one in another":   {"电话13900001234", []consult.Span{span(0, 13, data), span(2, 5, data)}, "〔已遮盖：个人信息〕"},
		"parts that touch": {"张三李四来", []consult.Span{span(0, 2, data), span(2, 4, data)}, "〔已遮盖：个人信息〕来"},
		"beyond the end":   {"张三", []consult.Span{span(1, 99, data)}, "张〔已遮盖：个人信息〕"},
		"rare characters":  {"𠮷野家的老板", []consult.Span{span(0, 1, data)}, "〔已遮盖：个人信息〕野家的老板"},
	} {
		if got := consult.PublicText(c.body, c.spans); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTheMarkTellsNothingOfWhatItCovers(t *testing.T) {
	t.Parallel()
	long, short := strings.Repeat("密", 40), "密"
	cover := func(body string) string {
		return consult.PublicText("前"+body+"后", []consult.Span{span(1, 1+utf8.RuneCountInString(body), consult.ReasonPersonalData)})
	}
	if cover(long) != cover(short) {
		t.Errorf("%q and %q differ", cover(long), cover(short))
	}
}

func TestThePiecesMakeUpTheText(t *testing.T) {
	t.Parallel()
	body := "电话13900001234，住甲路1号。"
	pieces := consult.Pieces(body, []consult.Span{span(2, 8, consult.ReasonSpam)}, []consult.Span{span(2, 13, ""), span(15, 19, "")})
	var whole, kinds []string
	for _, p := range pieces {
		whole = append(whole, p.Text)
		switch {
		case len(p.Codes) > 0:
			kinds = append(kinds, "covered")
		case p.Suggested:
			kinds = append(kinds, "suggested")
		default:
			kinds = append(kinds, "plain")
		}
	}
	if strings.Join(whole, "") != body || strings.Join(kinds, " ") != "plain covered suggested plain suggested plain" {
		t.Errorf("%q as %q", whole, kinds)
	}
}

var twoPoints = []consult.Point{{Position: 1, Body: "请找张三，张三的电话是13900001234。"}, {Position: 2, Body: "cafe\u0301 归张三管👨\u200d👩\u200d👧"}}

func find(t *testing.T, words string, covered ...consult.Redaction) []consult.PlacedSpan {
	t.Helper()
	found, err := consult.Choice{Words: words, Code: consult.ReasonPersonalData}.Find(twoPoints, covered)
	if err != nil {
		t.Fatalf("%q: %v", words, err)
	}
	return found
}

func placed(position, start, end int) consult.PlacedSpan {
	return consult.PlacedSpan{Position: position, Span: span(start, end, consult.ReasonPersonalData)}
}

func TestWordsAreCoveredWhereverTheyOccur(t *testing.T) {
	t.Parallel()
	if got, want := find(t, "\r\n 张三 \r\n\r\n13900001234"), []consult.PlacedSpan{placed(1, 2, 4), placed(1, 5, 7), placed(1, 11, 22), placed(2, 7, 9)}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got, want := find(t, "000"), []consult.PlacedSpan{placed(1, 14, 18)}; !slices.Equal(got, want) {
		t.Errorf("what overlaps itself: %v, want %v", got, want)
	}
}

func TestNoCharacterIsCutInTwo(t *testing.T) {
	t.Parallel()
	if got, want := find(t, "cafe"), []consult.PlacedSpan{placed(2, 0, 5)}; !slices.Equal(got, want) {
		t.Errorf("an accent is left behind: %v, want %v", got, want)
	}
	if got, want := find(t, "\u0301 归"), []consult.PlacedSpan{placed(2, 3, 7)}; !slices.Equal(got, want) {
		t.Errorf("a base is left behind: %v, want %v", got, want)
	}
	if got, want := find(t, "👩"), []consult.PlacedSpan{placed(2, 10, 15)}; !slices.Equal(got, want) {
		t.Errorf("a family is cut: %v, want %v", got, want)
	}
}

func TestWhatIsCoveredIsNotCoveredTwice(t *testing.T) {
	t.Parallel()
	covered := consult.Redaction{ID: 1, PlacedSpan: placed(1, 0, 6)}
	if got, want := find(t, "张三", covered), []consult.PlacedSpan{placed(1, 5, 7), placed(2, 7, 9)}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	_, err := consult.Choice{Words: "请找", Code: consult.ReasonPersonalData}.Find(twoPoints, []consult.Redaction{covered})
	if got := fields(err); !slices.Equal(got, []string{"words redact.error.already"}) {
		t.Errorf("%v", got)
	}
}

func TestAChoiceThatCannotBeCoveredIsRefusedWithoutItsWords(t *testing.T) {
	t.Parallel()
	place := func(position, start, end int) consult.Choice {
		return consult.Choice{Places: []consult.PlacedSpan{placed(position, start, end)}, Code: consult.ReasonSpam}
	}
	for want, c := range map[string]consult.Choice{
		"code redact.error.code":     {Words: "张三", Code: consult.ReasonOffTopic},
		"words redact.error.nothing": {Words: " \n ", Code: consult.ReasonSpam},
		"words redact.error.absent":  {Words: "张三\n王五泄露", Code: consult.ReasonSpam},
		"words redact.error.long":    {Words: strings.Repeat("张", consult.MaxRedactedRunes+1), Code: consult.ReasonSpam},
	} {
		_, err := c.Find(twoPoints, nil)
		if got := fields(err); !slices.Equal(got, []string{want}) || strings.Contains(err.Error(), "王五") {
			t.Errorf("want %s: %v", want, err)
		}
	}
	for _, c := range []consult.Choice{place(3, 0, 1), place(1, -1, 2), place(1, 5, 5), place(1, 6, 2), place(1, 0, 99)} {
		if _, err := c.Find(twoPoints, nil); !fault.Is(err, fault.Invalid) || fields(err)[0] != "words redact.error.place" {
			t.Errorf("%+v: %v", c.Places, err)
		}
	}
	if got, err := place(1, 2, 4).Find(twoPoints, nil); err != nil || len(got) != 1 || got[0].Code != consult.ReasonSpam {
		t.Errorf("a place: %v, %v", got, err)
	}
}
