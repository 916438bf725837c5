package report

import (
	"io"
	"strconv"
	"strings"

	"nayan/internal/ooxml"
	"nayan/internal/text"
)

// WriteDOCX writes the statement of what was adopted and why (采纳情况说明) in the
// manner of an official document (GB/T 9704—2012). The table of opinions goes
// straight through, whatever its length. Error: ErrFooting, and whatever the lines
// or w give.
func (r Results) WriteDOCX(w io.Writer, t Words) error {
	if !r.Totals.Foots() {
		return ErrFooting
	}
	return ooxml.WriteWord(w, wordParts, func(word ooxml.Word) error {
		return (&statement{Word: word, Results: r, t: t}).write()
	})
}

// statement writes the document part, from the title to the signature.
type statement struct {
	ooxml.Word
	Results
	t         Words
	chapters  int // 一、二、… so far
	landscape bool
}

func (s *statement) write() error {
	s.Put(`<w:document xmlns:w="`, ooxml.NSWord, `" xmlns:r="`, ooxml.NSRelations, `"><w:body>`)
	s.Paragraph("Title", Clean(s.t("report.statement.title", named(s.Title))))
	s.basis()
	if !s.empty() {
		s.outcomes()
		for _, part := range []func() error{s.opinions, s.refusals, s.corrections} {
			if err := part(); err != nil {
				return err
			}
		}
	}
	s.signature()
	s.page()
	s.Put(`</w:body></w:document>`)
	return s.Err()
}

// named puts a title into 《》; titles within it get 〈〉 (GB/T 15834—2011, 4.15).
func named(title string) string {
	if strings.HasPrefix(title, "《") && strings.LastIndex(title, "《") == 0 && strings.HasSuffix(title, "》") {
		return title
	}
	return "《" + inner.Replace(title) + "》"
}

var inner = strings.NewReplacer("《", "〈", "》", "〉")

// chapter writes a heading of the first level: 一、
func (s *statement) chapter(key string) {
	s.chapters++
	s.Paragraph(styleChapter, text.ChineseNumber(s.chapters)+"、"+s.t(key))
}

// item writes a heading of the second level: （一）
func (s *statement) item(n int, heading string) {
	s.Paragraph(styleItem, "（"+text.ChineseNumber(n)+"）"+Clean(heading))
}

// body writes text, each of its lines as a paragraph.
func (s *statement) body(passage string) {
	for l := range strings.SplitSeq(Clean(passage), "\n") {
		if strings.TrimSpace(l) != "" {
			s.Paragraph(styleBody, l)
		}
	}
}

// signature names the office and the day: the day begins two characters to the right
// of the office; where it is the longer one, it ends two characters before the margin
// (GB/T 9704—2012, 7.3.5.2).
func (s *statement) signature() {
	unit, date := oneLine(s.Unit), oneLine(s.ReleasedOn)
	beyond := halves(unit) - halves(date)
	s.Put(`<w:p><w:pPr><w:keepNext/></w:pPr></w:p>`)
	if beyond >= 4 {
		s.right(unit, 4)
		s.right(date, beyond)
		return
	}
	s.right(unit, 8-beyond)
	s.right(date, 4)
}

// right writes a line that ends so many half-width characters before the margin.
func (s *statement) right(passage string, halves int) {
	s.Put(`<w:p><w:pPr><w:pStyle w:val="`, styleSignature, `"/><w:ind w:rightChars="`, strconv.Itoa(halves*50), `" w:right="`, strconv.Itoa(halves*160), `"/></w:pPr>`)
	s.Run(passage)
	s.Put(`</w:p>`)
}

// gap keeps a table apart from the text around it; without any paragraph, Word joins
// it with the next one.
func (s *statement) gap() {
	s.Put(`<w:p><w:pPr><w:spacing w:line="160" w:lineRule="exact"/></w:pPr></w:p>`)
}

// turn ends a section of the document where the next has pages of another direction.
// The paragraph that holds it takes no room of its own.
func (s *statement) turn(landscape bool) {
	if s.landscape == landscape {
		return
	}
	s.Put(`<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>`)
	s.page()
	s.Put(`</w:pPr></w:p>`)
	s.landscape = landscape
}

// page writes the properties of a section: A4, the margins of GB/T 9704—2012, 5.2.
func (s *statement) page() {
	size := `<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588"`
	if s.landscape {
		size = `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1588" w:right="1985" w:bottom="1474" w:left="2098"`
	}
	s.Put(`<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>`,
		size, ` w:header="851" w:footer="1134" w:gutter="0"/></w:sectPr>`)
}
