package draft

import (
	"encoding/xml"
	"strings"
)

// paragraph writes one w:p; line breaks of the text become soft breaks.
func (d docxWriter) paragraph(style, text string) {
	d.put("<w:p>")
	if style != "" {
		d.put(`<w:pPr><w:pStyle w:val="`, style, `"/></w:pPr>`)
	}
	d.run(text)
	d.put("</w:p>")
}

// run writes text with its tabs and soft breaks.
func (d docxWriter) run(text string) {
	d.put("<w:r>")
	for i, l := range strings.Split(text, "\n") {
		if i > 0 {
			d.put("<w:br/>")
		}
		for j, cell := range strings.Split(l, "\t") {
			if j > 0 {
				d.put("<w:tab/>")
			}
			if cell != "" {
				d.put(`<w:t xml:space="preserve">`)
				_ = xml.EscapeText(d, []byte(cell)) // the error stays in the bufio.Writer
				d.put("</w:t>")
			}
		}
	}
	d.put("</w:r>")
}

// table writes rows and cells with single borders over the width of the page.
func (d docxWriter) table(text string) {
	rows := strings.Split(text, "\n")
	columns := 1
	for _, row := range rows {
		columns = max(columns, strings.Count(row, "\t")+1)
	}
	d.put(`<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		d.put("<w:", side, ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
	}
	d.put("</w:tblBorders></w:tblPr><w:tblGrid>", strings.Repeat("<w:gridCol/>", columns), "</w:tblGrid>")
	for _, row := range rows {
		d.put("<w:tr>")
		for cell := range strings.SplitSeq(row, "\t") {
			d.put("<w:tc><w:tcPr/>")
			d.paragraph("NayanCell", cell)
			d.put("</w:tc>")
		}
		d.put("</w:tr>")
	}
	d.put("</w:tbl><w:p/>") // without a paragraph between them, Word joins two tables
}
