package draft

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"nayan/internal/fault"
	"nayan/internal/ooxml"
)

func TestWhatCannotBeImportedSaysWhatToDo(t *testing.T) {
	t.Parallel()
	ole := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)
	good := docxOf(t, p("", "第一条　甲。"))
	deep := `<w:document><w:body>` + strings.Repeat("<w:sdt>", ooxml.MaxDepth+1)
	for _, tc := range []struct{ name, file, data, key string }{
		{"a Word 97 file", "a.doc", ole, keySaveAsDocx},
		{"a Word 97 file named .docx", "a.docx", ole, keySaveAsDocx},
		{"a WPS file", "a.wps", "anything", keySaveAsDocx},
		{"a PDF", "a.pdf", "%PDF-1.7", keySaveAsDocx},
		{"a PDF named .txt", "a.txt", "%PDF-1.7", keySaveAsDocx},
		{"rich text", "a.doc", `{\rtf1 x}`, keySaveAsDocx},
		{"an encrypted document", "a.docx", ole + string(encryptedStream), keyEncrypted},
		{"a truncated archive", "a.docx", string(good[:len(good)/2]), keyDamaged},
		{"no archive", "a.docx", "hello", keyDamaged},
		{"broken XML", "a.docx", string(zipOf(t, "word/document.xml", "<w:document><w:body><w:p>")), keyDamaged},
		{"a spreadsheet", "a.docx", string(zipOf(t, "xl/workbook.xml", "<a/>")), keyNotWord},
		{"only an altChunk", "a.docx", string(docxOf(t, `<w:altChunk r:id="x"/>`)), keyAltChunk},
		{"an empty document", "a.docx", string(docxOf(t, p("", "　"))), keyNoText},
		{"an empty file", "a.docx", "", keyNoText},
		{"an empty text", "a.txt", "\n \n", keyNoText},
		{"a title and no clause", "a.md", "# 规定\n", keyNoClause},
		{"a title and a date", "a.md", "# 条例\n\n2022年5月30日 常务委员会通过\n\n<!-- INFO END -->\n", keyNoClause},
		{"endless nesting", "a.docx", string(zipOf(t, "word/document.xml", deep)), keyBomb},
		{"a high ratio", "a.docx", string(zipOf(t, "word/document.xml", strings.Repeat(" ", ooxml.RatioApplies+1))), keyBomb},
		{"too many lines", "a.txt", strings.Repeat("甲\n\n", maxLines+1), keyTooLarge},
		{"too much text", "a.txt", strings.Repeat("甲", maxText/3+1), keyTooLarge},
		{"a picture", "a.png", "\x89PNG", keyUnsupported},
		{"binary text", "a.txt", "a\x00b", keyEncoding},
		{"noise", "a.txt", "\xff\xfe", keyNoText},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse(tc.file, []byte(tc.data))
			if !fault.Is(err, fault.Invalid) || fault.Of(err).Key != tc.key {
				t.Errorf("got %v, want %s", err, tc.key)
			}
		})
	}
}

func TestTooManyPartsAreRefused(t *testing.T) {
	t.Parallel()
	var files []string
	for i := range ooxml.MaxEntries + 1 {
		files = append(files, strings.Repeat("x", i%50)+string(rune('a'+i%26))+strings.Repeat("y", i/50), "")
	}
	if _, err := Parse("a.docx", zipOf(t, files...)); fault.Of(err).Key != keyBomb {
		t.Errorf("got %v", err)
	}
}

func TestTextIsReadInTheEncodingsThatEditorsSave(t *testing.T) {
	t.Parallel()
	const text = "规定\r\n第一条　为了方便群众，制定本规定。\r\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	little, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	big, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"UTF-8": []byte(text), "UTF-8 with mark": append([]byte("\xEF\xBB\xBF"), text...), "GB18030": gb, "UTF-16LE": little, "UTF-16BE": big,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantSketch(t, mustParse(t, "A.TXT", data), `article|第一条||为了方便群众，制定本规定。`)
		})
	}
}

func TestWrappedLinesAreJoined(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("长", wrappedRunes)
	wantSketch(t, parseText(t, "规定\n第一条　"+long+"\n接着写完。\n（一）短\n不接"), `
		article|第一条||`+long+`接着写完。
		 item|（一）|短|不接`)
}

func TestMarkdownLosesItsMarkupAndNoText(t *testing.T) {
	t.Parallel()
	tree := mustParse(t, "a.md", []byte(`---
title: 云溪县规定
---
<!-- 说明 -->
## **第一章** 总则

第一条 为了*规范*[养犬](http://x "t")行为，<u>制定</u>本规定。a\*b &lt;c&gt;

> 引用的款。

- 甲
- 乙
- （一）丙

| 项目 | 标准 |
|:---|---:|
| 犬 | 1\|2 |

***

![印章](a.png)第二条 完。
`))
	if tree.Title != "云溪县规定" {
		t.Errorf("title %q", tree.Title)
	}
	wantSketch(t, tree, `
		chapter|第一章|总则|
		 article|第一条||为了规范养犬行为，制定本规定。a*b <c>
		  paragraph|||引用的款。
		   item|•||甲
		   item|•||乙
		   item|（一）||丙
		   table|||项目⇥标准⏎犬⇥1|2
		  paragraph|||印章第二条 完。`)
	wantWarning(t, tree, "第一条", "图片")
	wantWarning(t, tree, "全文", "YAML")
}

func TestPartsAreFoundThroughTheirRelations(t *testing.T) {
	t.Parallel()
	const rel = `<Relationships><Relationship Id="r" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>`
	data := zipOf(t, "_rels/.rels", rel, "word/document2.xml", `<w:document `+wordNS+`><w:body>`+p("", "第一条　甲。")+`</w:body></w:document>`)
	wantSketch(t, mustParse(t, "a.docx", data), `article|第一条||甲。`)
}

func TestParsingLeavesTheInputAlone(t *testing.T) {
	t.Parallel()
	data := docxOf(t, p("", "第一条　甲。"))
	before := bytes.Clone(data)
	mustParse(t, "a.docx", data)
	if !bytes.Equal(before, data) {
		t.Error("the input was changed")
	}
}
