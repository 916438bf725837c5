package draft

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
	`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ` +
	`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
	`xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"`

// docxOf packs a document from the inside of w:body and further parts, given as
// name and inside of the root element.
func docxOf(t testing.TB, body string, parts ...string) []byte {
	t.Helper()
	files := []string{"word/document.xml", `<w:document ` + wordNS + `><w:body>` + body + `</w:body></w:document>`}
	for i := 0; i+1 < len(parts); i += 2 {
		root := strings.TrimSuffix(parts[i][strings.LastIndex(parts[i], "/")+1:], ".xml")
		files = append(files, parts[i], `<w:`+root+` `+wordNS+`>`+parts[i+1]+`</w:`+root+`>`)
	}
	return zipOf(t, files...)
}

// zipOf packs files given as name and content.
func zipOf(t testing.TB, files ...string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for i := 0; i+1 < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// p writes a paragraph with paragraph properties and text.
func p(props, text string) string {
	return `<w:p><w:pPr>` + props + `</w:pPr><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

func pStyle(style, text string) string { return p(`<w:pStyle w:val="`+style+`"/>`, text) }

func numPr(level, id string) string {
	return `<w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + id + `"/></w:numPr>`
}

func run(text string) string { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }

// mustParse parses what must parse.
func mustParse(t testing.TB, name string, data []byte) Tree {
	t.Helper()
	tree, err := Parse(name, data)
	if err != nil {
		t.Fatalf("Parse(%s): %v", name, err)
	}
	return tree
}

// sketch draws a tree, a clause a line, for comparison.
func sketch(tree Tree) string {
	var b strings.Builder
	for n := range tree.Walk() {
		b.WriteString(strings.Repeat(" ", n.Depth) + string(n.Clause.Kind))
		for _, s := range []string{n.Clause.Number, n.Clause.Heading, n.Clause.Text} {
			b.WriteString("|" + strings.NewReplacer("\n", "⏎", "\t", "⇥").Replace(s))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// wantSketch compares a tree with lines, a common indent ignored.
func wantSketch(t *testing.T, tree Tree, want string) {
	t.Helper()
	var lines []string
	for l := range strings.SplitSeq(want, "\n") {
		if l = strings.TrimLeft(l, "\t"); l != "" {
			lines = append(lines, l)
		}
	}
	if got := strings.TrimSuffix(sketch(tree), "\n"); got != strings.Join(lines, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(lines, "\n"))
	}
}

// wantWarning looks for a warning by its place and a part of its message.
func wantWarning(t *testing.T, tree Tree, place, part string) {
	t.Helper()
	for _, w := range tree.Warnings {
		if w.Place == place && strings.Contains(w.Message, part) {
			return
		}
	}
	t.Errorf("no warning at %s about %s in %+v", place, part, tree.Warnings)
}

func TestTrackedChangesAreTakenAsAccepted(t *testing.T) {
	t.Parallel()
	tree := mustParse(t, "a.docx", docxOf(t,
		`<w:p><w:r><w:t>第一条　为了</w:t></w:r><w:ins w:id="1" w:author="某人"><w:r><w:t>规范</w:t></w:r></w:ins>`+
			`<w:del w:id="2"><w:r><w:delText>限制</w:delText></w:r></w:del><w:r><w:t>管理。</w:t></w:r></w:p>`+
			`<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr><w:r><w:t>第二条　前半，</w:t></w:r></w:p>`+p("", "后半。")))
	wantSketch(t, tree, `
		article|第一条||为了规范管理。
		article|第二条||前半，后半。`)
	wantWarning(t, tree, "全文", "插入1处、删除1处")
}

func TestTextDrawnTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	box := `<w:txbxContent>` + p("", "县政府文件") + `</w:txbxContent>`
	both := `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>` + box + `</w:drawing></mc:Choice>` +
		`<mc:Fallback><w:pict><v:shape>` + box + `</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
	onlyOld := `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing/></mc:Choice>` +
		`<mc:Fallback><w:pict>` + strings.ReplaceAll(box, "县政府文件", "旧式文本框") + `</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
	tree := mustParse(t, "a.docx", docxOf(t, both+onlyOld+p("", "第一条　内容。")))
	if got := tree.PlainText(); strings.Count(got, "县政府文件") != 1 || strings.Count(got, "旧式文本框") != 1 {
		t.Errorf("got %q", got)
	}
}

func TestSoftBreaksStartClausesAndKeepTheirPlace(t *testing.T) {
	t.Parallel()
	tree := mustParse(t, "a.docx", docxOf(t,
		`<w:p><w:r><w:t>第一条　下列情形：</w:t><w:br/><w:t>　　（一）甲；</w:t><w:br/><w:t>（二）乙。</w:t><w:br/><w:t>续行</w:t><w:tab/><w:t>制表。</w:t></w:r></w:p>`))
	wantSketch(t, tree, `
		article|第一条||下列情形：
		 item|（一）||甲；
		 item|（二）||乙。⏎续行⇥制表。`)
}

func TestFieldsShowTheirResultOnly(t *testing.T) {
	t.Parallel()
	link := `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "x" </w:instrText></w:r>` +
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r>` + run("第九十条") + `<w:r><w:fldChar w:fldCharType="end"/></w:r>`
	tree := mustParse(t, "a.docx", docxOf(t, `<w:p>`+run("第一条　依照宪法")+link+`<w:hyperlink r:id="r1">`+run("规定")+`</w:hyperlink><w:fldSimple w:instr="X">`+run("办理。")+`</w:fldSimple></w:p>`))
	wantSketch(t, tree, `article|第一条||依照宪法第九十条规定办理。`)
}

func TestTablesOfContentsAreLeftOutWithAWarning(t *testing.T) {
	t.Parallel()
	styles := `<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>`
	body := p("", "第一章　总则") + p("", "第一条　内容。") + p("", "第二章　附则") + p("", "第二条　内容。")
	for name, toc := range map[string]string{
		"by style":      p("", "目　录") + pStyle("11", "第一章　总则\t1") + pStyle("11", "第二章　附则\t2"),
		"by field":      `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \o "1-3" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` + run("第一章　总则 1") + `</w:p>` + `<w:p>` + run("第二章　附则 2") + `<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`,
		"by control":    `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>` + p("", "第一章　总则") + p("", "第二章　附则") + `</w:sdtContent></w:sdt>`,
		"by repetition": p("", "目录") + p("", "第一章　总则") + p("", "第二章　附则"),
		"by leaders":    p("", "目次") + p("", "第一章　总则……………1") + p("", "第二章　附则……………2"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := mustParse(t, "a.docx", docxOf(t, toc+body, "word/styles.xml", styles))
			wantSketch(t, tree, `
				chapter|第一章|总则|
				 article|第一条||内容。
				chapter|第二章|附则|
				 article|第二条||内容。`)
			wantWarning(t, tree, "第1段", "没有导入")
		})
	}
}

func TestTablesKeepRowsAndCells(t *testing.T) {
	t.Parallel()
	cell := func(text string) string { return `<w:tc>` + p("", text) + `</w:tc>` }
	table := `<w:tbl><w:tr>` + cell("") + cell("标准") + `</w:tr><w:tr>` + cell("甲类") + `<w:tc>` + p("", "三") + p("", "五") + `</w:tc></w:tr>` +
		`<w:tr><w:trPr><w:del w:id="1"/></w:trPr>` + cell("删") + cell("行") + `</w:tr></w:tbl>`
	layout := `<w:tbl><w:tr>` + cell("第二条　框内条文。") + `</w:tr></w:tbl>`
	tree := mustParse(t, "a.docx", docxOf(t, p("", "第一条　标准如下：")+table+p("", "前款标准每年调整。")+layout))
	wantSketch(t, tree, `
		article|第一条||标准如下：
		 table|||⇥标准⏎甲类⇥三 五
		 paragraph|||前款标准每年调整。
		article|第二条||框内条文。`)
}

func TestWhatIsNotShownOnPaperIsReported(t *testing.T) {
	t.Parallel()
	notes := `<w:footnote w:type="separator" w:id="0">` + p("", "——") + `</w:footnote><w:footnote w:id="2">` + p("", "指县城规划区。") + `</w:footnote>`
	tree := mustParse(t, "a.docx", docxOf(t,
		`<w:p>`+run("第一条　县城")+`<w:r><w:footnoteReference w:id="2"/></w:r>`+run("适用")+`<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部意见</w:t></w:r>`+
			`<w:r><w:commentReference w:id="1"/></w:r>`+run("。")+`<w:r><w:drawing><a:blip r:embed="r"/></w:drawing></w:r></w:p>`+
			`<w:altChunk r:id="r2"/>`, "word/footnotes.xml", notes))
	wantSketch(t, tree, `
		article|第一条||县城［1］适用。
		appendix|脚注||
		 paragraph|||［1］指县城规划区。`)
	wantWarning(t, tree, "第一条", "4个字的隐藏文字")
	wantWarning(t, tree, "第一条", "图片")
	wantWarning(t, tree, "全文", "1处批注")
	wantWarning(t, tree, "全文", "脚注")
	wantWarning(t, tree, "全文", "altChunk")
}

func TestTheTitleIsFoundBehindAnAnnouncement(t *testing.T) {
	t.Parallel()
	centre := `<w:jc w:val="center"/>`
	tree := mustParse(t, "a.docx", docxOf(t, p(centre, "云溪县人民政府")+p(centre, "公　告")+p("", "")+
		p("", "《云溪县养犬管理办法》已经通过，现予公布。")+p(centre, "云溪县人民政府")+p(centre, "关于养犬管理的规定")+
		p(centre, "（2026年1月5日通过）")+p("", "第一条　内容。")))
	if tree.Title != "云溪县人民政府关于养犬管理的规定" {
		t.Errorf("got %q", tree.Title)
	}
	if got := tree.Clauses[0].Text; got != "云溪县人民政府" {
		t.Errorf("the announcement is not kept: %q", got)
	}
}
