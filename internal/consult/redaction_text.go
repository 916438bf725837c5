package consult

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// marks are what the public reads in place of a covered part. They are stored
// within the text, and stay as they were published.
var marks = map[ReasonCode]string{ReasonPersonalData: "个人信息", ReasonInsult: "辱骂攻击", ReasonSpam: "广告信息"}

// mark stands for a covered part. It is always the same for the same reasons: its
// length tells nothing about what it covers.
func mark(codes []ReasonCode) string {
	words := make([]string, len(codes))
	for i, c := range codes {
		words[i] = marks[c]
	}
	return "〔已遮盖：" + strings.Join(words, "、") + "〕"
}

// Piece is a run of a text that is covered as a whole, suggested as a whole, or
// neither.
type Piece struct {
	Text      string
	Codes     []ReasonCode // why it is covered; empty: it is not
	Suggested bool         // it may have to be covered
}

// Pieces cuts a text where parts of it are covered or suggested. Parts that
// overlap or touch are one.
func Pieces(body string, covered, suggested []Span) (out []Piece) {
	runes, at := []rune(body), 0
	for _, part := range joined(covered, len(runes)) {
		out = append(out, plain(runes, at, part.Start, suggested)...)
		out = append(out, Piece{Text: string(runes[part.Start:part.End]), Codes: part.codes})
		at = part.End
	}
	return append(out, plain(runes, at, len(runes), suggested)...)
}

// plain cuts what is not covered between two places.
func plain(runes []rune, from, to int, suggested []Span) (out []Piece) {
	for _, part := range joined(suggested, len(runes)) {
		start, end := max(part.Start, from), min(part.End, to)
		if start >= end {
			continue
		}
		if from < start {
			out = append(out, Piece{Text: string(runes[from:start])})
		}
		out = append(out, Piece{Text: string(runes[start:end]), Suggested: true})
		from = end
	}
	if from < to {
		out = append(out, Piece{Text: string(runes[from:to])})
	}
	return out
}

// PublicText gives a text as the public reads it: a mark in place of each
// covered part.
func PublicText(body string, covered []Span) string {
	var b strings.Builder
	for _, p := range Pieces(body, covered, nil) {
		if len(p.Codes) > 0 {
			p.Text = mark(p.Codes)
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

// part is what several spans make together.
type part struct {
	Span
	codes []ReasonCode
}

// joined puts spans in order and makes one of those that overlap or touch; what
// lies outside of a text of the length is cut off.
func joined(spans []Span, length int) (out []part) {
	sorted := slices.SortedFunc(slices.Values(spans), func(a, b Span) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	for _, s := range sorted {
		s.Start, s.End = max(s.Start, 0), min(s.End, length)
		if s.Start >= s.End {
			continue
		}
		if len(out) == 0 || out[len(out)-1].End < s.Start {
			out = append(out, part{Span: s})
		}
		last := &out[len(out)-1]
		last.End = max(last.End, s.End)
		if !slices.Contains(last.codes, s.Code) {
			last.codes = append(last.codes, s.Code)
		}
	}
	for i := range out {
		slices.SortFunc(out[i].codes, func(a, b ReasonCode) int { return slices.Index(HideCodes, a) - slices.Index(HideCodes, b) })
	}
	return out
}

// whole widens a span to whole characters as people see them: a base keeps its
// accents, an emoji its tone and what is joined to it.
func whole(runes []rune, s Span) Span {
	for s.Start > 0 && s.Start < len(runes) && clings(runes, s.Start) {
		s.Start--
	}
	for s.End < len(runes) && clings(runes, s.End) {
		s.End++
	}
	return s
}

const zeroWidthJoiner = '\u200d'

// clings reports whether the character at i belongs to the one before it.
func clings(runes []rune, i int) bool {
	r := runes[i]
	tone := r >= 0x1F3FB && r <= 0x1F3FF
	return unicode.Is(unicode.M, r) || tone || r == zeroWidthJoiner || i > 0 && runes[i-1] == zeroWidthJoiner
}
