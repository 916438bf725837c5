package draft

import (
	"io"
	"strings"

	"nayan/internal/ooxml"
)

// WriteDocx writes the tree as a .docx in the manner of an official document
// (GB/T 9704—2012: title centred in 小标宋, text in 仿宋 16 pt, two characters of
// indent, 28 pt between lines, A4). Reading it back gives the same clauses.
//
// The file says nothing about who made it or when: it has no docProps part and
// fixed times, so equal trees give equal bytes.
func WriteDocx(w io.Writer, tree Tree) error {
	return ooxml.WriteWord(w, []ooxml.WordPart{{Name: "styles", Kind: "styles", XML: partStyles}}, func(word ooxml.Word) error {
		docxWriter{word}.document(tree)
		return nil
	})
}

// The paragraph styles, named as Word names its own where there is one, so that
// the reader needs nothing special for our files.
const (
	styleTitle     = "Title"
	styleNote      = "NayanNote"  // names of appendices: centred
	stylePreamble  = "NayanFront" // before the first clause; the reader knows it by name
	styleHeading1  = "Heading1"   // 编、章
	styleHeading2  = "Heading2"   // 节
	styleHeading3  = "Heading3"   // heading of an article
	styleBody      = "NayanBody"  // indented two characters
	styleSignature = "NayanRight" // office and date
	stylePlain     = ""           // appendix marks
)

// docxWriter writes document.xml.
type docxWriter struct{ ooxml.Word }

func (d docxWriter) document(t Tree) {
	d.Put(`<w:document xmlns:w="`, ooxml.NSWord, `"><w:body>`)
	if t.Title != "" {
		d.Paragraph(styleTitle, t.Title)
	}
	d.clauses(t.Clauses, Clause{})
	d.Put(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>`)
}

// clauses writes siblings. A paragraph outside any article that follows one is
// the signature, set to the right.
func (d docxWriter) clauses(list []Clause, within Clause) {
	parent, headed := within.Kind, within.Heading != ""
	behindArticle := false
	for i := range list {
		c := &list[i]
		switch c.Kind {
		case Table:
			d.table(c.Text)
		case Paragraph:
			style := styleBody
			if parent == Preamble && !headed {
				style = stylePreamble
			}
			if behindArticle && (parent == "" || parent == Appendix) && headingLike(c.Text) {
				style = styleSignature
			}
			d.Paragraph(style, c.Text)
		case Part, Chapter, Section:
			d.heading(c)
		case Appendix:
			d.appendix(c)
		default:
			d.numbered(c)
		}
		behindArticle = behindArticle || c.Kind != Paragraph && c.Kind != Preamble
		d.clauses(c.Children, *c)
	}
}

// heading writes 编、章、节; an unnumbered one keeps its level by its style.
func (d docxWriter) heading(c *Clause) {
	style := styleHeading1
	if c.Kind == Section {
		style = styleHeading2
	}
	d.Paragraph(style, spaced(c.Number, c.Heading))
	if c.Text != "" {
		d.Paragraph(styleBody, c.Text)
	}
}

func (d docxWriter) appendix(c *Clause) {
	if c.Text != "" { // 附件：1.… runs on
		d.Paragraph(stylePlain, spaced(c.Number, c.Text))
		return
	}
	d.Paragraph(stylePlain, c.Number)
	if c.Heading != "" {
		d.Paragraph(styleNote, c.Heading)
	}
}

// numbered writes articles and items. A heading in brackets stands on the
// article's own line; any other, like a bare number, on a line by itself.
func (d docxWriter) numbered(c *Clause) {
	_, bracket := bracketOf(c.Heading)
	switch {
	case c.Kind == Preamble:
		d.preamble(c)
	case c.Heading != "" && !bracket, bareNumber(c.Number).family != none:
		d.Paragraph(styleHeading3, join(c.Number, c.Heading))
		d.optional(c.Text)
	default:
		d.Paragraph(styleBody, join(c.Number, spaced(c.Heading, c.Text)))
	}
}

func (d docxWriter) preamble(c *Clause) {
	if c.Heading != "" {
		d.Paragraph(styleHeading1, c.Heading)
		d.optional(c.Text)
		return
	}
	d.Paragraph(stylePreamble, c.Text)
}

func (d docxWriter) optional(text string) {
	if text != "" {
		d.Paragraph(styleBody, text)
	}
}

// join puts a number before its text: 第一条 and •, which take a space, or 一、
// and （一）, which do not.
func join(number, text string) string {
	if strings.HasPrefix(number, "第") || number == bullet || strings.ContainsAny(number, ".abcdefghijklmnopqrstuvwxyz") {
		return spaced(number, text)
	}
	return number + text
}

// spaced joins what is not empty with one ideographic space.
func spaced(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "　" + b
}
