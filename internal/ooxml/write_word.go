package ooxml

import (
	"io"
	"strings"
)

// NSWord is the namespace of a Word document.
const NSWord = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

// Fonts by their usual names on Chinese computers, as GB/T 9704—2012 asks for them;
// sizes in half points, lengths in twentieths of a point. 32 is 三号 (16 pt), 44 is
// 二号 (22 pt).
const (
	FontBody    = `<w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋" w:cs="Times New Roman"/>`
	FontHeading = `<w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体" w:cs="Times New Roman"/>`
	FontTitle   = `<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="方正小标宋简体" w:cs="Times New Roman"/>`
	LineExact   = `<w:spacing w:line="560" w:lineRule="exact"/>`

	// WordDefaults are the beginning of the styles: text in 仿宋 三号, 28 pt between lines.
	WordDefaults = `<w:styles xmlns:w="` + NSWord + `">` +
		`<w:docDefaults><w:rPrDefault><w:rPr>` + FontBody + `<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr>` + LineExact + `<w:jc w:val="both"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="240" w:after="240" w:line="640" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr><w:rPr>` + FontTitle + `<w:sz w:val="44"/><w:szCs w:val="44"/></w:rPr></w:style>`
)

// WordPart is a part beside the document itself, which points to it.
type WordPart struct {
	Name string // styles, settings, footer1: its place is word/<Name>.xml
	Kind string // the last word of its type: styles, settings, footer
	XML  string
}

// WriteWord writes a Word document: its parts, and the document by write, straight
// through. The n-th part is its relation rId<n>, from 1.
func WriteWord(w io.Writer, parts []WordPart, write func(Word) error) error {
	z := NewWriter(w)
	for _, p := range packageParts(parts) {
		if err := z.Add(p.Name, p.XML); err != nil {
			return err
		}
	}
	for _, p := range parts {
		if err := z.Add("word/"+p.Name+".xml", p.XML); err != nil {
			return err
		}
	}
	out, err := z.Create("word/document.xml")
	if err != nil {
		return err
	}
	if err := write(Word{out}); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return z.Close()
}

// packageParts are those that say what the others are.
func packageParts(parts []WordPart) []WordPart {
	const kind = `ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.`
	var types, relations strings.Builder
	for i, p := range parts {
		types.WriteString(`<Override PartName="/word/` + p.Name + `.xml" ` + kind + p.Kind + `+xml"/>`)
		relations.WriteString(Relation(i+1, p.Kind, p.Name+".xml"))
	}
	return []WordPart{
		{Name: "[Content_Types].xml", XML: ContentTypes(`<Override PartName="/word/document.xml" ` + kind + `document.main+xml"/>` + types.String())},
		{Name: "_rels/.rels", XML: RootRelation("word/document.xml")},
		{Name: "word/_rels/document.xml.rels", XML: Relations(relations.String())},
	}
}

// Word is the document of a Word file.
type Word struct{ Part }

// Paragraph writes one paragraph; line breaks of the text become soft breaks.
func (d Word) Paragraph(style, text string) {
	d.Put("<w:p>")
	if style != "" {
		d.Put(`<w:pPr><w:pStyle w:val="`, style, `"/></w:pPr>`)
	}
	d.Run(text)
	d.Put("</w:p>")
}

// Run writes text with its tabs and soft breaks.
func (d Word) Run(text string) {
	d.Put("<w:r>")
	for i, l := range strings.Split(text, "\n") {
		if i > 0 {
			d.Put("<w:br/>")
		}
		for j, cell := range strings.Split(l, "\t") {
			if j > 0 {
				d.Put("<w:tab/>")
			}
			if cell != "" {
				d.Put(`<w:t xml:space="preserve">`)
				d.Text(cell)
				d.Put("</w:t>")
			}
		}
	}
	d.Put("</w:r>")
}

// TableBorders are single lines around every cell.
func (d Word) TableBorders() {
	d.Put("<w:tblBorders>")
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		d.Put("<w:", side, ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
	}
	d.Put("</w:tblBorders>")
}
