package draft

import "strings"

// classifyAppendix reads 附件, 附件一：, 附录 2, 附：, and 脚注, under which the
// notes of a .docx are kept. 附则 and 附加 are ordinary words.
func classifyAppendix(text string) (marker, bool) {
	if text == footnoteHeading {
		return marker{family: famAppendix, number: text}, true
	}
	c := cursor{s: text}
	if !c.lit("附") {
		return marker{}, false
	}
	_, named := c.oneOf("件录表图")
	n, numbered := c.numeral()
	if named && !numbered {
		n = 0
	}
	if !named && numbered { // 附一：
		named = true
	}
	return appendixTail(&c, named, n)
}

// appendixTail wants the number to end there: nothing, a colon, or a space and
// a heading. A bare 附 needs its colon, for 附 则 is a chapter.
func appendixTail(c *cursor, named bool, n int) (marker, bool) {
	if _, ok := c.oneOf("：:"); ok {
		return c.mark(famAppendix, n), true
	}
	if _, ok := c.oneOf("．.、"); ok && n > 0 {
		return c.mark(famAppendix, n), true
	}
	if !named {
		return c.mark(famAppendix, n), c.atEnd()
	}
	apart := c.atEnd() || isBlank(c.peek()) || strings.ContainsRune("（(《", c.peek())
	m := c.mark(famAppendix, n)
	return m, apart && (m.rest == "" || headingLike(m.rest) || n > 0)
}
