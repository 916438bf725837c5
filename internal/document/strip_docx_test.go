package document

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAPublishedDocumentTellsNothingAboutItsAuthors(t *testing.T) {
	t.Parallel()
	body := `<w:p w:rsidR="00A1" w14:paraId="1"><w:r><w:t>第一条　为了</w:t></w:r><w:ins w:id="1" w:author="张三" w:date="2026-01-01"><w:r><w:t>规范</w:t></w:r></w:ins>` +
		`<w:del w:id="2" w:author="张三"><w:r><w:delText>秘密</w:delText></w:r></w:del><w:commentRangeStart w:id="3"/><w:r><w:rPr><w:rPrChange w:author="张三"><w:rPr/></w:rPrChange></w:rPr>` +
		`<w:t xml:space="preserve"> 管理 &amp; 服务。</w:t><w:commentReference w:id="3"/></w:r></w:p>`
	data := zipOf(t,
		"[Content_Types].xml", `<Types><Override PartName="/docProps/core.xml" ContentType="a"/><Override PartName="/word/document.xml" ContentType="b"/></Types>`,
		"_rels/.rels", `<Relationships><Relationship Id="1" Type="x/core-properties" Target="docProps/core.xml"/><Relationship Id="2" Type="x/officeDocument" Target="word/document.xml"/></Relationships>`,
		"docProps/core.xml", `<c><creator>张三</creator></c>`,
		"word/comments.xml", `<w:comments><w:comment w:author="张三"/></w:comments>`,
		"word/people.xml", `<people>张三</people>`,
		"word/media/image1.png", "\x89PNG",
		"word/_rels/document.xml.rels", `<Relationships><Relationship Id="1" Type="x/comments" Target="comments.xml"/><Relationship Id="2" Type="x/image" Target="media/image1.png"/></Relationships>`,
		"word/document.xml", `<w:document `+wordNS+` xmlns:w14="urn:w14"><w:body>`+body+`</w:body></w:document>`)
	got, err := StripMetadata("a.docx", data)
	if err != nil {
		t.Fatal(err)
	}
	if text := textOf(t, "a.docx", got); text != "第一条　为了规范 管理 & 服务。" {
		t.Errorf("the text is %q", text)
	}
	parts := partsOf(t, got)
	for name, text := range parts {
		for _, trace := range []string{"张三", "秘密", "rsid", "paraId", "docProps", "comment"} {
			if strings.Contains(name+text, trace) {
				t.Errorf("%s still holds %s: %s", name, trace, text)
			}
		}
	}
	if parts["word/media/image1.png"] == "" || !strings.Contains(parts["word/_rels/document.xml.rels"], "media/image1.png") {
		t.Error("the picture is gone")
	}
}

func TestStrippingKeepsTheTextOfRealDocuments(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../draft/testdata/*.docx")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		clean := stripped(t, name, data)
		if before, after := textOf(t, name, data), textOf(t, name, clean); before != after {
			t.Errorf("%s: %d characters became %d", name, len(before), len(after))
		}
	}
}
