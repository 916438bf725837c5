package draft

import (
	"html"
	"regexp"
	"strings"
)

var (
	mdComment  = regexp.MustCompile(`(?s)<!--.*?-->`)
	mdFrontEnd = "<!-- INFO END -->" // LawRefBook: notes on adoption end here
	mdHeading  = regexp.MustCompile(`^[ \t]{0,3}(#{1,6})[ \t]*(.*?)[ \t]*#*$`)
	mdBullet   = regexp.MustCompile(`^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?`)
	mdRule     = regexp.MustCompile(`^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,})$`)
	mdTableCut = regexp.MustCompile(`^[ \t|:\-]*-[ \t|:\-]*$`)
	mdImage    = regexp.MustCompile(`!\[([^\]]*)\]\([^)]*\)`)
	mdLink     = regexp.MustCompile(`\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)`)
	mdStrong   = regexp.MustCompile(`\*\*([^*]+)\*\*|__([^_]+)__|~~([^~]+)~~`)
	mdEmphasis = regexp.MustCompile("\\*([^*\\s][^*]*)\\*|\\b_([^_]+)_\\b|`([^`]+)`")
	mdBreakTag = regexp.MustCompile(`(?i)<br\s*/?>`)
	mdTag      = regexp.MustCompile(`</?[A-Za-z][^<>]*>`)
	mdEscape   = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+\\-.!|>~])")
	mdFence    = regexp.MustCompile("^[ \\t]*(?:```|~~~)")
)

// readMarkdown reads the Markdown that drafts are written in: headings, lists,
// tables, emphasis. Numbers written in a list (1. 2.) are text and stay as
// they are; a bullet becomes •.
func readMarkdown(text string) source {
	m := mdReader{}
	text = m.frontMatter(text)
	if front, body, found := strings.Cut(text, mdFrontEnd); found {
		m.section(front, true)
		text = body
	}
	m.section(text, false)
	m.flushTable()
	return m.src
}

type mdReader struct {
	src   source
	rows  []string // of the table being read
	gap   bool
	front bool
}

// frontMatter takes off a YAML header, of which only the title is text.
func (m *mdReader) frontMatter(text string) string {
	body, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return text
	}
	head, rest, ok := strings.Cut(body, "\n---\n")
	if !ok {
		return text
	}
	for l := range strings.SplitSeq(head, "\n") {
		if title, ok := strings.CutPrefix(l, "title:"); ok {
			m.src.add(block{text: strings.Trim(trimSpace(title), `"'`), title: true})
		}
	}
	m.src.warnAll("文件开头的YAML信息没有作为正文导入。")
	return rest
}

func (m *mdReader) section(text string, front bool) {
	m.front = front
	text = mdComment.ReplaceAllString(text, "")
	for _, l := range unwrap(strings.Split(text, "\n")) {
		m.line(l)
	}
}

func (m *mdReader) line(l string) {
	trimmed := trimSpace(l)
	if strings.HasPrefix(trimmed, "|") || len(m.rows) > 0 && strings.Contains(trimmed, "|") {
		if !mdTableCut.MatchString(trimmed) {
			m.rows = append(m.rows, m.tableRow(trimmed))
		}
		return
	}
	m.flushTable()
	switch {
	case trimmed == "", mdFence.MatchString(l), mdRule.MatchString(l):
		m.gap = true
		return
	}
	b := block{gap: m.gap, front: m.front}
	m.gap = false
	trimmed = trimSpace(strings.TrimLeft(trimmed, ">"))
	if h := mdHeading.FindStringSubmatch(trimmed); h != nil {
		trimmed = h[2]
		b.level = max(len(h[1])-1, 1)
		b.title = len(h[1]) == 1 && len(m.src.blocks) == 0 && classify(trimmed).family == none
	}
	mark := mdBullet.FindString(trimmed)
	b.text = m.inline(trimmed[len(mark):])
	if mark != "" && classify(trimSpace(b.text)).family == none { // - （一）… has a number already
		b.text = bullet + " " + b.text
	}
	m.src.add(b)
}

// inline takes off what Markdown draws instead of showing.
func (m *mdReader) inline(s string) string {
	if !strings.ContainsAny(s, "*_`~[<&\\") {
		return s
	}
	if mdImage.MatchString(s) {
		m.src.warn("有一幅图片，没有导入。")
		s = mdImage.ReplaceAllString(s, "$1")
	}
	s = mdLink.ReplaceAllString(s, "$1")
	s = mdBreakTag.ReplaceAllString(s, "\n")
	s = mdTag.ReplaceAllString(s, "")
	s = mdStrong.ReplaceAllString(s, "$1$2$3")
	s = mdEmphasis.ReplaceAllString(s, "$1$2$3")
	s = mdEscape.ReplaceAllString(s, "$1")
	return html.UnescapeString(s)
}

func (m *mdReader) tableRow(l string) string {
	l = strings.TrimSuffix(strings.TrimPrefix(l, "|"), "|")
	cells := strings.Split(strings.ReplaceAll(l, `\|`, "\x00"), "|")
	for i, cell := range cells {
		cell = strings.ReplaceAll(cell, "\x00", "|")
		cells[i] = strings.NewReplacer("\n", " ", "\t", " ").Replace(m.inline(trimSpace(cell)))
	}
	return strings.Join(cells, "\t")
}

func (m *mdReader) flushTable() {
	if len(m.rows) > 0 {
		m.src.addTable(strings.Join(m.rows, "\n"))
		m.rows = nil
	}
}
