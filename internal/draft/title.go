package draft

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

const maxTitle = 120 // characters; the longest real title seen has 84

var (
	actTitle   = regexp.MustCompile(`(条例|规定|办法|细则|规则|规程|意见|决定|决议|解释|批复|答复|通知|方案|规划|计划|章程|制度|措施|标准|目录|安排|法|若干政策|草案|征求意见稿)([（(].*[)）])?$`)
	titleTail  = regexp.MustCompile(`^[（(](.{0,8}稿|草案.{0,8}|试行|暂行|修订.{0,6}|代拟.{0,6})[）)]$`)
	docNumber  = regexp.MustCompile(`[〔\[［（(][0-9０-９]{4}[〕\]］）)].*号$`)
	leadingDay = regexp.MustCompile(`^[（(]?[0-9０-９〇○零一二三四五六七八九]{4}年`)
	wholeDate  = regexp.MustCompile(`^[（(]?[0-9０-９〇○零一二三四五六七八九]{4}年[0-9０-９元一二三四五六七八九十]{1,3}月[0-9０-９一二三四五六七八九十]{1,3}日[）)]?$`)
)

// takeTitle finds the title among the lines before the first clause. A title
// that opens the file is taken out; one that stands behind an announcement is
// copied, so that the order of the text stays as it is. behind is the number of
// remaining lines up to the end of that copy.
func takeTitle(lines []line) (title string, rest []line, behind int) {
	groups := titleGroups(lines)
	if len(groups) == 0 {
		return "", lines, 0
	}
	best := groups[0]
	if !lines[best[0]].title {
		for _, g := range groups {
			if text := joinTitle(lines[g[0]:g[1]]); actTitle.MatchString(text) && !isAnnouncement(text) {
				best = g
			}
		}
	}
	for best[1] < len(lines) && titleTail.MatchString(squeeze(lines[best[1]].text)) {
		best[1]++
	}
	title = joinTitle(lines[best[0]:best[1]])
	if best[0] == 0 {
		return title, lines[best[1]:], 0
	}
	return title, lines, best[1]
}

// titleGroups lists [from, to) of lines that could be the title: what the file
// calls so, what is centred, else what opens it.
func titleGroups(lines []line) [][2]int {
	var groups [][2]int
	inNote := false
	for i, l := range lines {
		if endsTitleZone(l, i, lines) {
			break
		}
		wasNote := inNote
		inNote = inNote && !strings.ContainsAny(l.text, "）)") || opensNote(l.text)
		if wasNote || isNote(l.text) || !(l.centred || l.title || l.level > 0) || !titleLike(l.text) {
			continue
		}
		last := len(groups) - 1
		if last >= 0 && groups[last][1] == i && !l.gap && l.title == lines[i-1].title {
			groups[last][1]++
		} else {
			groups = append(groups, [2]int{i, i + 1})
		}
	}
	if len(groups) == 0 {
		groups = openingLines(lines)
	}
	return groups
}

// endsTitleZone: the first clause, table or heading behind the opening lines.
func endsTitleZone(l line, i int, lines []line) bool {
	if l.table || l.mark.family != none && !l.title {
		return true
	}
	return l.level > 0 && !l.title && i > 0 && lines[i-1].level == 0
}

// openingLines takes up to three heading-like lines at the start of a file that
// marks nothing.
func openingLines(lines []line) [][2]int {
	from := 0
	if len(lines) > 0 && lines[0].front && classify(lines[0].text).family == famAppendix {
		from = 1 // 附件1
	}
	n := from
	for n < len(lines) && n < from+3 {
		l := lines[n]
		if l.table || l.mark.family != none || n > from && l.gap || isNote(l.text) || !headingLike(l.text) || isDate(l.text) {
			break
		}
		n++
	}
	if n == from {
		return nil
	}
	return [][2]int{{from, n}}
}

func titleLike(s string) bool {
	return utf8.RuneCountInString(s) <= maxTitle && !strings.ContainsRune(s, '。')
}

// isNote reports whether a line by the title tells adoption, number or date.
func isNote(s string) bool {
	s = squeeze(s)
	return strings.HasPrefix(s, "（") || strings.HasPrefix(s, "(") || docNumber.MatchString(s) || leadingDay.MatchString(s)
}

// opensNote reports whether a bracket opened here closes on a later line.
func opensNote(s string) bool {
	s = squeeze(s)
	return (strings.HasPrefix(s, "（") || strings.HasPrefix(s, "(")) && !strings.ContainsAny(s, "）)")
}

func isDate(s string) bool { return wholeDate.MatchString(squeeze(s)) }

// isAnnouncement reports whether a title is that of the 公告 or 令 in front.
func isAnnouncement(title string) bool {
	title = squeeze(title)
	return strings.HasSuffix(title, "公告") || strings.HasSuffix(title, "令")
}

// joinTitle joins the lines of a title, which are broken for looks.
func joinTitle(lines []line) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(strings.Join(strings.FieldsFunc(l.text, isBlank), " "))
	}
	return b.String()
}
