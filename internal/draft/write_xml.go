package draft

import "strings"

// table writes rows and cells with single borders over the width of the page.
func (d docxWriter) table(text string) {
	rows := strings.Split(text, "\n")
	columns := 1
	for _, row := range rows {
		columns = max(columns, strings.Count(row, "\t")+1)
	}
	d.Put(`<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>`)
	d.TableBorders()
	d.Put("</w:tblPr><w:tblGrid>", strings.Repeat("<w:gridCol/>", columns), "</w:tblGrid>")
	for _, row := range rows {
		d.Put("<w:tr>")
		for cell := range strings.SplitSeq(row, "\t") {
			d.Put("<w:tc><w:tcPr/>")
			d.Paragraph("NayanCell", cell)
			d.Put("</w:tc>")
		}
		d.Put("</w:tr>")
	}
	d.Put("</w:tbl><w:p/>") // without a paragraph between them, Word joins two tables
}
