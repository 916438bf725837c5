package draft

import (
	"strings"
	"unicode/utf8"
)

// classifyDun reads 一、 and 一．
func classifyDun(text string) (marker, bool) {
	c := cursor{s: text}
	n, ok := c.chinese()
	if !ok {
		return marker{}, false
	}
	if _, ok := c.oneOf("、．."); !ok {
		return marker{}, false
	}
	m := c.mark(famDun, n)
	probe := c // 一、二审 and 一、二、三级 may be the beginning of a sentence
	_, numeral := probe.chinese()
	m.weak = numeral && strings.ContainsRune("、级审期类等次号线", probe.peek())
	return m, true
}

// bareNumber reads a heading that is nothing but a number: 三.
func bareNumber(text string) marker {
	c := cursor{s: text}
	if n, ok := c.chinese(); ok && c.atEnd() {
		m := c.mark(famDun, n)
		m.end = n
		return m
	}
	return marker{}
}

// classifyParen reads （一）, (1), （a）.
func classifyParen(text string) (marker, bool) {
	c := cursor{s: text}
	if _, ok := c.oneOf("（(﹙"); !ok {
		return marker{}, false
	}
	f, n := famParen, 0
	if v, ok := c.chinese(); ok {
		f, n = famParenCn, v
	} else if v, ok := c.arabic(); ok && v < 1000 { // (2019) is a year
		n = v
	} else if c.letter() {
		f = famLetter
	} else {
		return marker{}, false
	}
	if _, ok := c.oneOf("）)﹚"); !ok {
		return marker{}, false
	}
	if isListRef(c.s[c.i:]) {
		return marker{}, false
	}
	c.oneOf("、") // （一）、 keeps its comma in the number
	return c.mark(f, n), true
}

// isListRef recognises （一）至（三）项, （一）项 and the like.
func isListRef(rest string) bool {
	c := cursor{s: rest}
	if _, ok := c.oneOf("项款目"); ok {
		r := c.peek()
		return c.atEnd() || strings.ContainsRune("规、，所的和至或中", r)
	}
	if _, ok := c.oneOf("至、和或及与"); !ok {
		return false
	}
	_, ok := c.oneOf("（(")
	return ok
}

// classifyDigit reads 1. 1． 1、 1) and 1.1.
func classifyDigit(text string) (marker, bool) {
	c := cursor{s: text}
	n, ok := c.arabic()
	if !ok || n > 999 {
		return marker{}, false
	}
	sep, ok := c.oneOf(".．、)）")
	if !ok {
		return marker{}, false
	}
	if sep == ')' || sep == '）' {
		return c.mark(famParen, n), true
	}
	if arabic(c.peek()) < 0 {
		return c.mark(famDigit, n), true
	}
	if sep == '.' {
		return multiMarker(&c)
	}
	m := c.mark(famDigit, n)
	m.weak = true // 2．3，4—亚甲基… is an entry, 2．5万元 a quantity
	return m, true
}

// multiMarker reads 1.1 and 1.2.3 set apart by a space; 1.5倍 is a quantity.
func multiMarker(c *cursor) (marker, bool) {
	var last int
	for {
		v, ok := c.arabic()
		if !ok || v > 99 {
			return marker{}, false
		}
		last = v
		if r := c.peek(); r != '.' && r != '．' {
			break
		}
		c.next()
	}
	if c.atEnd() || !isBlank(c.peek()) {
		return marker{}, false
	}
	return c.mark(famMulti, last), true
}

// bullet is the number of a list entry that has none.
const bullet = "•"

// classifySymbol reads ①, ㈠, ⑴, ⒈ and bullets.
func classifySymbol(text string) (marker, bool) {
	c := cursor{s: text}
	r := c.next()
	for _, s := range [...]struct {
		first, last rune
		family      family
	}{
		{'①', '⑳', famCircled}, {'㈠', '㈩', famParenCn}, {'⑴', '⒇', famParen}, {'⒈', '⒛', famDigit},
		{'❶', '❿', famCircled}, {'➀', '➉', famCircled},
	} {
		if s.first <= r && r <= s.last {
			return c.mark(s.family, int(r-s.first)+1), true
		}
	}
	if strings.ContainsRune("•●■◆▪◦", r) && r != utf8.RuneError {
		return c.mark(famBullet, 0), true
	}
	return marker{}, false
}

// classifyLetter reads a. B、 c) with text that is not a word.
func classifyLetter(text string) (marker, bool) {
	c := cursor{s: text}
	if !c.letter() {
		return marker{}, false
	}
	if _, ok := c.oneOf("、．.)）"); !ok {
		return marker{}, false
	}
	if r := c.peek(); r < 0x80 && !isBlank(r) {
		return marker{}, false
	}
	return c.mark(famLetter, 0), true
}
