package draft

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"nayan/internal/text"
)

// hundredArticles makes a draft of 100 articles with paragraphs and items, about
// 18,000 characters: a long county document.
func hundredArticles() string {
	var b strings.Builder
	b.WriteString("# 云溪县公共场所管理办法\n\n")
	for n := 1; n <= 100; n++ {
		if n%20 == 1 {
			fmt.Fprintf(&b, "## 第%s章　管理职责\n\n", text.ChineseNumber(n/20+1))
		}
		fmt.Fprintf(&b, "第%s条　县人民政府有关部门应当按照各自职责，依法做好公共场所的监督管理工作，并接受社会监督。\n\n", text.ChineseNumber(n))
		b.WriteString("有下列情形之一的，应当自收到申请之日起十个工作日内作出书面答复：\n\n")
		for i := 1; i <= 3; i++ {
			fmt.Fprintf(&b, "（%s）申请材料齐全、符合规定形式，并且按照要求提交全部补正材料的；\n\n", text.ChineseNumber(i))
		}
	}
	return b.String()
}

// A hundred articles must parse in under 20 ms.
func BenchmarkParse100Articles(b *testing.B) {
	markdown := []byte(hundredArticles())
	tree, err := Parse("a.md", markdown)
	if err != nil || tree.Articles() != 100 {
		b.Fatalf("got %d articles, %v", tree.Articles(), err)
	}
	var docx bytes.Buffer
	if err := WriteDocx(&docx, tree); err != nil {
		b.Fatal(err)
	}
	for _, file := range []struct {
		name string
		data []byte
	}{{"a.md", markdown}, {"a.docx", docx.Bytes()}} {
		b.Run(file.name[2:], func(b *testing.B) {
			b.SetBytes(int64(len(file.data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(file.name, file.data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
