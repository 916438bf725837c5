package draft

// dunHeadings finds the 一、 lines that are headings above articles rather than
// articles or items themselves: 一、程序规定 above 第一条, or a text without 条 whose
// 1. 2. 3. count on from heading to heading.
func dunHeadings(lines []line) []bool {
	heads := make([]bool, len(lines))
	expected := 1
	for i, l := range lines {
		if l.mark.family != famDun || !headingLike(l.mark.rest) {
			continue
		}
		above := i+1 < len(lines) && lines[i+1].mark.family == famArticle
		if above && (l.mark.ord == 1 || l.mark.ord == expected) {
			heads[i] = true
			expected = l.mark.ord + 1
		}
	}
	if countsOn(lines, famDigit) || countsOn(lines, famParenCn) {
		for i, l := range lines {
			heads[i] = heads[i] || l.mark.family == famDun && headingLike(l.mark.rest)
		}
	}
	return heads
}

// countsOn reports whether, in a text without 条, every 一、 is a heading and the
// family's numbers go on across each of them.
func countsOn(lines []line, f family) bool {
	heads, across, last, fresh := 0, 0, 0, false
	for _, l := range lines {
		switch l.mark.family {
		case famArticle:
			return false
		case famDun:
			if !headingLike(l.mark.rest) {
				return false
			}
			heads++
			fresh = true
		case f:
			if fresh && l.mark.ord > 1 && l.mark.ord == last+1 {
				across++
			}
			last, fresh = l.mark.ord, false
		}
	}
	return heads > 1 && across == heads-1
}
