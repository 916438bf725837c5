package draft

import (
	"strings"
	"testing"
)

// nasties are inputs that have broken parsers like this one.
func nasties(t testing.TB) map[string][]byte {
	t.Helper()
	ring := `<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>`
	wild := `<w:abstractNum w:abstractNumId="1">` + level("8", "upperRoman", "%9%1%%0", `<w:lvlRestart w:val="9"/>`) + `</w:abstractNum>` +
		`<w:num w:numId="1"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="99"><w:startOverride w:val="-5"/></w:lvlOverride></w:num>` +
		`<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>`
	return map[string][]byte{
		"ring.docx":    docxOf(t, p(numPr("8", "1"), "甲")+p(numPr("-1", "2"), "乙")+p("", "第一条　丙"), "word/styles.xml", ring, "word/numbering.xml", wild),
		"fields.docx":  docxOf(t, `<w:p><w:r><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText></w:r></w:p>`+p("", "第一条")),
		"table.docx":   docxOf(t, `<w:tbl><w:tr/><w:tr><w:tc/><w:tc><w:tbl><w:tr><w:tc>`+p("", "第一条")+`</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>`),
		"close.docx":   zipOf(t, "word/document.xml", `</a></b>`),
		"entity.docx":  zipOf(t, "word/document.xml", `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`),
		"tocs.md":      []byte(strings.Repeat("目录\n\n第一章 甲\n\n", 50) + "第一条 乙"),
		"numbers.txt":  []byte("第条\n第零条\n第千千千条\n第99999999999999999999条\n（）\n（一\n1.\n、\n附\n附件九九九九九九九九\n一、\n第一条"),
		"headings.md":  []byte("#\n######\n# #\n## 第一章\n## 第一章\n|\n|-|\n||\n-\n>\n![\n"),
		"glued.txt":    []byte("第一条 甲。" + strings.Repeat("第二条 乙。第三条 丙。", 40)),
		"spaces.txt":   []byte("第" + strings.Repeat("\u3000", 500) + "一" + strings.Repeat("\u200b", 500) + "条"),
		"brackets.txt": []byte("第一条（）\n第二条【】【\n第三条（\n第四条］甲"),
	}
}

// FuzzParse holds that no input makes the parser panic, lose text or give a
// tree that cannot be written. The engine bounds the time of one input.
func FuzzParse(f *testing.F) {
	for name, data := range nasties(f) {
		f.Add(name, data)
	}
	for _, file := range readCorpus(f) {
		if len(file.data) < 20<<10 {
			f.Add(file.name, file.data)
		}
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		tree, err := Parse(name, data)
		if err != nil {
			return
		}
		src, err := read(name, data)
		if err != nil {
			t.Fatal(err)
		}
		if where := lost(src, tree); where != "" {
			t.Errorf("%s\n%s", where, sketch(tree))
		}
		for n := range tree.Walk() {
			if n.Clause.Children == nil {
				t.Error("children are null")
			}
		}
		if err := WriteDocx(discard{}, tree); err != nil {
			t.Error(err)
		}
	})
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }

// FuzzText fuzzes the grammar alone, where the engine gets far in little time.
func FuzzText(f *testing.F) {
	for name, data := range nasties(f) {
		if !strings.HasSuffix(name, ".docx") {
			f.Add(string(data))
		}
	}
	f.Add("规定\n第一章 总则\n第一条 甲：\n（一）乙；\n1.丙\n款\n附件1\n一、丁\n云溪县\n2026年1月5日")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "") // charset.Decode lets nothing else through
		for _, read := range []func(string) source{readText, readMarkdown} {
			src := read(text)
			if where := lost(src, assemble(src)); where != "" {
				t.Error(where)
			}
		}
	})
}

// FuzzDocx fuzzes the XML inside a package, which mutations of the packed bytes
// never reach.
func FuzzDocx(f *testing.F) {
	list := `<w:abstractNum w:abstractNumId="1">` + level("0", "chineseCounting", "第%1条", "") + level("1", "decimal", "%1.%2", "<w:isLgl/>") +
		`</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`
	style := `<w:style w:type="paragraph" w:styleId="a"><w:name w:val="toc 1"/><w:pPr><w:outlineLvl w:val="1"/><w:jc w:val="center"/></w:pPr></w:style>`
	f.Add(p("", "规定")+p(numPr("0", "1"), "甲")+p(numPr("1", "1"), "乙")+pStyle("a", "目录"), list, style)
	f.Add(`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>第一章</w:t></w:r></w:p>`, "", "")
	f.Add(`<w:tbl><w:tr><w:tc>`+p("", "一")+`</w:tc><w:tc>`+p("", "二")+`</w:tc></w:tr></w:tbl><w:sdt><w:sdtContent><w:ins>`+p("", "第一条 甲")+`</w:ins></w:sdtContent></w:sdt>`, "", "")
	f.Add(`<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>`+p("", "框")+`</w:txbxContent></mc:Choice><mc:Fallback/></mc:AlternateContent><w:br/><w:sym w:char="F0B7"/></w:r></w:p>`, "", "")
	f.Fuzz(func(t *testing.T, body, numbering, styles string) {
		data := docxOf(t, body, "word/numbering.xml", numbering, "word/styles.xml", styles)
		tree, err := Parse("a.docx", data)
		if err != nil {
			return
		}
		src, err := readDocx(data)
		if err != nil {
			t.Fatal(err)
		}
		if where := lost(src, tree); where != "" {
			t.Error(where)
		}
	})
}
