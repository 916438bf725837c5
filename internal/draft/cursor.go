package draft

import (
	"strings"
	"unicode/utf8"
)

// cursor reads the beginning of a line. Every reader skips what is not seen, so
// that 第 一 条 with spaces or zero-width characters inside reads as 第一条, and
// leaves the cursor right behind what it took, or where it was.
type cursor struct {
	s string
	i int
}

func (c *cursor) atEnd() bool { return c.i >= len(c.s) }

func (c *cursor) peek() rune {
	r, _ := utf8.DecodeRuneInString(c.s[c.i:])
	return r
}

func (c *cursor) next() rune {
	r, n := utf8.DecodeRuneInString(c.s[c.i:])
	c.i += n
	return r
}

func (c *cursor) skipBlank() {
	for !c.atEnd() && isBlank(c.peek()) {
		c.next()
	}
}

// lit takes the word.
func (c *cursor) lit(word string) bool {
	save := c.i
	for _, want := range word {
		c.skipBlank()
		if c.atEnd() || c.next() != want {
			c.i = save
			return false
		}
	}
	return true
}

// oneOf takes one rune of the set.
func (c *cursor) oneOf(set string) (rune, bool) {
	save := c.i
	c.skipBlank()
	if !c.atEnd() {
		if r := c.next(); r != utf8.RuneError && strings.ContainsRune(set, r) {
			return r, true
		}
	}
	c.i = save
	return 0, false
}

// letter takes one Latin letter or Roman numeral character.
func (c *cursor) letter() bool {
	r := c.peek()
	if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || 'Ⅰ' <= r && r <= 'ⅿ' {
		c.next()
		return true
	}
	return false
}

// run takes the longest run of runes that ok admits, blanks between them
// included, and gives it without blanks.
func (c *cursor) run(ok func(rune) bool) string {
	var b strings.Builder
	for end := c.i; ; {
		c.i = end
		c.skipBlank()
		if c.atEnd() || !ok(c.peek()) {
			c.i = end
			return b.String()
		}
		b.WriteRune(c.next())
		end = c.i
	}
}

// chinese takes a Chinese numeral.
func (c *cursor) chinese() (int, bool) {
	digits := c.run(isNumeral)
	return chineseOrdinal(digits), digits != ""
}

// arabic takes ASCII or full-width digits.
func (c *cursor) arabic() (int, bool) {
	n, found := 0, false
	for !c.atEnd() && arabic(c.peek()) >= 0 {
		n, found = min(n*10+arabic(c.next()), maxOrdinal+1), true
	}
	return n, found
}

// numeral takes a Chinese or Arabic number, blanks before it skipped.
func (c *cursor) numeral() (int, bool) {
	if n, ok := c.chinese(); ok {
		return n, true
	}
	save := c.i
	c.skipBlank()
	n, ok := c.arabic()
	if !ok || n > maxOrdinal {
		c.i = save
		return 0, false
	}
	return n, true
}
