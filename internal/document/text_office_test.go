package document

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestEveryPartOfAWordFileIsRead(t *testing.T) {
	t.Parallel()
	part := func(root, text string) string {
		return `<w:` + root + ` ` + wordNS + `><w:p>` + run(text) + `</w:p></w:` + root + `>`
	}
	box := func(text string) string { return `<w:txbxContent><w:p>` + run(text) + `</w:p></w:txbxContent>` }
	data := wordOf(t,
		`<w:p>`+run("电话139")+`<w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:r><mc:AlternateContent><mc:Choice>`+box("文本框")+`</mc:Choice><mc:Fallback>`+box("文本框")+`</mc:Fallback></mc:AlternateContent></w:r>`+
			run("0000")+`<w:r><w:noBreakHyphen/></w:r>`+run("0001")+`</w:p><w:tbl><w:tr><w:tc><w:p>`+run("单元格")+`</w:p></w:tc></w:tr></w:tbl>`,
		"word/header1.xml", part("hdr", "页眉"), "word/footer1.xml", part("ftr", "页脚"), "word/footnotes.xml", part("footnotes", "脚注"),
		"word/endnotes.xml", part("endnotes", "尾注"), "word/comments.xml", part("comments", "批注"),
		"word/charts/chart1.xml", `<c:chart xmlns:c="c"><c:pt><c:v>图表</c:v></c:pt></c:chart>`,
		"word/afchunk.html", "<p>嵌入的网页</p>",
		"word/_rels/document.xml.rels", `<Relationships><Relationship Id="a" Type="x/hyperlink" Target="mailto:zhang@example.org" TargetMode="External"/></Relationships>`)
	got := strings.Split(textOf(t, "a.docx", data), "\n")
	slices.Sort(got)
	want := []string{"<p>嵌入的网页</p>", "mailto:zhang@example.org", "删去", "单元格", "图表", "尾注", "批注", "文本框", "电话1390000-0001", "脚注", "页眉", "页脚"}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// sheet makes a workbook as Excel and WPS save it.
func sheet(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(f.SetSheetName("Sheet1", "补助名单"))
	money, err := f.NewStyle(&excelize.Style{NumFmt: 4})
	must(err)
	for cell, value := range map[string]any{"A1": "姓名", "A2": "李四", "B2": 13900000001, "C2": "11010519491231002X", "D2": 13900000001, "E2": 4111111111111111.0, "F2": 0.5} {
		must(f.SetCellValue("补助名单", cell, value))
	}
	must(f.SetCellStyle("补助名单", "D2", "D2", money))
	must(f.AddComment("补助名单", excelize.Comment{Cell: "A2", Author: "张三", Paragraph: []excelize.RichTextRun{{Text: "张三:\n", Font: &excelize.Font{Bold: true}}, {Text: "请核对"}}}))
	must(f.SetHeaderFooter("补助名单", &excelize.HeaderFooterOptions{OddHeader: "&C云溪县民政局"}))
	_, err = f.NewSheet("隐藏")
	must(err)
	must(f.SetCellValue("隐藏", "A1", "藏着的"))
	must(f.SetSheetVisible("隐藏", false))
	must(f.SetDocProps(&excelize.DocProperties{Creator: "张三", LastModifiedBy: "张三"}))
	must(f.SetAppProps(&excelize.AppProperties{Company: "张三工作室"}))
	buf, err := f.WriteToBuffer()
	must(err)
	return buf.Bytes()
}

func TestEveryCellOfAWorkbookIsRead(t *testing.T) {
	t.Parallel()
	text := textOf(t, "a.xlsx", sheet(t))
	for _, want := range []string{"补助名单", "姓名", "李四\t13900000001\t11010519491231002X\t13,900,000,001\t4111111111111111\t0.5", "请核对", "云溪县民政局", "藏着的"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
}

func TestNumbersAreWrittenOut(t *testing.T) {
	t.Parallel()
	for stored, want := range map[string]string{
		"1.3900000001E10": "13900000001", "6.2170000000000003E+18": "6217000000000000000", "45678": "45678", "-1.5": "-1.5", "abc": "abc", "1e300": "1e300", "": "",
	} {
		if got := showNumber(stored, false); got != want {
			t.Errorf("%s shows %s, want %s", stored, got, want)
		}
	}
	if got := showNumber("-1234567.5", true); got != "-1,234,567.5" {
		t.Errorf("grouped: %s", got)
	}
}

func TestAWorkbookIsPublishedWithoutNames(t *testing.T) {
	t.Parallel()
	data := sheet(t)
	clean := stripped(t, "a.xlsx", data)
	for name, part := range partsOf(t, clean) {
		if strings.Contains(name+part, "张三") || strings.HasPrefix(name, "docProps") {
			t.Errorf("%s: %s", name, part)
		}
	}
	f, err := excelize.OpenReader(strings.NewReader(string(clean)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if phone, err := f.GetCellValue("补助名单", "B2"); err != nil || phone != "13900000001" {
		t.Errorf("a cell says %q, %v", phone, err)
	}
	if notes, err := f.GetComments("补助名单"); err != nil || len(notes) != 1 || notes[0].Author != "" || !strings.Contains(notes[0].Text+notes[0].Paragraph[len(notes[0].Paragraph)-1].Text, "请核对") {
		t.Errorf("the notes are %+v, %v", notes, err)
	}
	before := strings.ReplaceAll(textOf(t, "a.xlsx", data), "张三:\n", "\n")
	if after := textOf(t, "a.xlsx", clean); strings.Join(strings.Fields(before), " ") != strings.Join(strings.Fields(after), " ") {
		t.Errorf("%q became %q", before, after)
	}
}

func TestAWorkbookForgetsItsMachinesAndViews(t *testing.T) {
	t.Parallel()
	data := zipOf(t,
		"[Content_Types].xml", `<Types><Override PartName="/xl/persons/person.xml" ContentType="a"/><Override PartName="/xl/workbook.xml" ContentType="b"/></Types>`,
		"xl/workbook.xml", `<workbook xmlns:r="r"><fileSharing userName="张三" readOnlyRecommended="1"/><x:absPath xmlns:x="x" url="C:\Users\张三\"/><sheets><sheet name="甲" r:id="rId1"/></sheets>`+
			`<definedNames><definedName name="Z_0A1B_.wvu.张三" hidden="1">甲!$A$1</definedName><definedName name="合计">甲!$A$1</definedName></definedNames><customWorkbookViews><customWorkbookView name="张三"/></customWorkbookViews></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId9" Type="x/person" Target="persons/person.xml"/></Relationships>`,
		"xl/persons/person.xml", `<personList><person displayName="张三"/></personList>`,
		"xl/worksheets/sheet1.xml", `<worksheet xmlns:r="r"><sheetData><row><c t="inlineStr"><is><t>甲</t></is></c></row></sheetData><pageSetup paperSize="9" r:id="rId1"/></worksheet>`,
		"xl/worksheets/_rels/sheet1.xml.rels", `<Relationships><Relationship Id="rId1" Type="x/printerSettings" Target="../printerSettings/printerSettings1.bin"/></Relationships>`,
		"xl/printerSettings/printerSettings1.bin", `\\PC-张三\打印机`,
		"xl/externalLinks/externalLink1.xml", `<externalLink/>`,
		"xl/externalLinks/_rels/externalLink1.xml.rels", `<Relationships><Relationship Id="rId1" Type="x/externalLinkPath" Target="file:///C:\Users\张三\预算.xlsx" TargetMode="External"/></Relationships>`,
		"xl/pivotCache/pivotCacheDefinition1.xml", `<pivotCacheDefinition refreshedBy="张三" refreshedDate="1"/>`,
		"xl/revisions/userNames.xml", `<users><userInfo name="张三"/></users>`,
	)
	parts := partsOf(t, stripped(t, "a.xlsx", data))
	for name, part := range parts {
		for _, trace := range []string{"张三", "printerSettings", "persons", "rId9", "PC-"} {
			if strings.Contains(name+part, trace) {
				t.Errorf("%s still holds %s: %s", name, trace, part)
			}
		}
	}
	for name, want := range map[string]string{"xl/workbook.xml": "合计", "xl/externalLinks/_rels/externalLink1.xml.rels": `Target="预算.xlsx"`, "xl/worksheets/sheet1.xml": `<pageSetup paperSize="9"/>`} {
		if !strings.Contains(parts[name], want) {
			t.Errorf("%s lost %s: %s", name, want, parts[name])
		}
	}
}
