package draft

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// firstDifference says where two trees part; "" when they are the same.
func firstDifference(a, b []Clause, where string) string {
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) {
			return fmt.Sprintf("%s has %d and %d clauses", where, len(a), len(b))
		}
		x, y := a[i], b[i]
		if x.Kind != y.Kind || x.Number != y.Number || x.Heading != y.Heading || x.Text != y.Text {
			return fmt.Sprintf("%s[%d]: %s|%s|%s|%s and %s|%s|%s|%s", where, i, x.Kind, x.Number, x.Heading, x.Text, y.Kind, y.Number, y.Heading, y.Text)
		}
		if d := firstDifference(x.Children, y.Children, where+"/"+x.Number+x.Heading); d != "" {
			return d
		}
	}
	return ""
}

// roundTrip writes a tree and reads it back; it says what changed.
func roundTrip(tree Tree) string {
	var buf bytes.Buffer
	if err := WriteDocx(&buf, tree); err != nil {
		return err.Error()
	}
	again, err := Parse("again.docx", buf.Bytes())
	if err != nil {
		return err.Error()
	}
	if again.Title != tree.Title {
		return fmt.Sprintf("title %q and %q", tree.Title, again.Title)
	}
	return firstDifference(tree.Clauses, again.Clauses, "")
}

func TestWhatIsWrittenReadsBackTheSame(t *testing.T) {
	t.Parallel()
	tree := mustParse(t, "a.md", []byte(`# 云溪县规定

（2026年1月5日通过）

为了便民，制定本规定。

## 第一章　总　则

第一条【目的】甲 & <乙>。

第二条　有下列情形：

（一）甲：

1.一；

• 点

（二）乙。

| | 标准 |
|--|--|
| 犬 | 1 |

前款另行规定。

## 附　则

其他事项。

第三条　完。

云溪县人民政府

2026年1月5日

附件1

名录

一、甲

附件2：1.申请表。

2.登记表。`))
	if d := roundTrip(tree); d != "" {
		t.Error(d)
	}
}

func TestADownloadNamesNobodyAndNoTime(t *testing.T) {
	t.Parallel()
	var one, two bytes.Buffer
	tree := mustParse(t, "a.docx", docxOf(t, p("", "第一条　甲。"), "docProps/core.xml", "<creator>张三</creator>"))
	for _, buf := range []*bytes.Buffer{&one, &two} {
		if err := WriteDocx(buf, tree); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("equal trees give different bytes")
	}
	z, err := zip.NewReader(bytes.NewReader(one.Bytes()), int64(one.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(f.Name, "docProps") || strings.Contains(string(data), "张三") || f.Modified.Year() > 1980 {
			t.Errorf("%s tells too much: %s", f.Name, f.Modified)
		}
	}
}

func TestControlCharactersDoNotBreakTheDownload(t *testing.T) {
	t.Parallel()
	tree := parseText(t, "规定\n第一条　甲\u0001\uFFFE乙。")
	var buf bytes.Buffer
	if err := WriteDocx(&buf, tree); err != nil {
		t.Fatal(err)
	}
	if again := mustParse(t, "a.docx", buf.Bytes()); !strings.Contains(again.Clauses[0].Text, "乙") {
		t.Errorf("got %q", again.Clauses[0].Text)
	}
}

// full takes one write and then fails.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestAFailingWriterIsReported(t *testing.T) {
	t.Parallel()
	long := Tree{Clauses: []Clause{{Kind: Article, Text: strings.Repeat("甲", 1<<20)}}}
	if err := WriteDocx(full{}, long); err == nil {
		t.Error("no error")
	}
}
