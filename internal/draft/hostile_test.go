package draft

import (
	"strings"
	"testing"
	"time"
)

// hostileTime is far above what linear work takes on a slow, busy machine under
// the race detector; a step that is cubic, or loops, takes longer.
const hostileTime = time.Minute

func TestHostileInputsEndSoon(t *testing.T) {
	t.Parallel()
	lines := func(s string) []byte { return []byte(strings.Repeat(s+"\n\n", maxLines/(strings.Count(s, "\n")+1)-1)) }
	for name, data := range map[string][]byte{
		"contents.txt":  lines("目录"),
		"chapters.txt":  lines("第一章 总则\n\n第二章 附则\n\n第三章 其他\n\n第四章 另外\n\n第五章 更多"),
		"articles.txt":  lines("第一条 甲。"),
		"items.txt":     lines("（一）甲：\n\n续"),
		"digits.txt":    lines("1.2 甲\n\n2．3甲"),
		"glued.txt":     []byte("第一条 甲。" + strings.Repeat("第二条 ", 1<<17)),
		"blanks.txt":    []byte("第" + strings.Repeat("\u3000", 1<<20) + "条"),
		"numerals.txt":  []byte(strings.Repeat("千", 1<<20)),
		"brackets.md":   []byte("甲\n" + strings.Repeat("[(*_`<", 1<<17)),
		"comments.md":   []byte(strings.Repeat("<!--", 1<<18)),
		"headings.md":   lines("# 甲"),
		"rows.md":       lines("|甲|"),
		"soft.docx":     docxOf(t, `<w:p>`+strings.Repeat(`<w:r><w:t>第一条 甲</w:t><w:br/></w:r>`, maxLines-2)+`</w:p>`),
		"centred.docx":  docxOf(t, strings.Repeat(p(`<w:jc w:val="center"/>`, "甲"), maxLines/4)),
		"comments.docx": docxOf(t, strings.Repeat(`<w:p><w:r><w:commentReference/><w:t>甲</w:t></w:r></w:p>`, maxLines/4)),
		"deep.docx":     docxOf(t, strings.Repeat("<w:sdt><w:sdtContent>", 100)+p("", "第一条 甲")+strings.Repeat("</w:sdtContent></w:sdt>", 100)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			tree, err := Parse(name, data)
			if spent := time.Since(start); spent > hostileTime {
				t.Errorf("took %v for %d bytes", spent, len(data))
			}
			if err == nil && len(tree.Warnings) > maxWarnings+1 {
				t.Errorf("%d warnings", len(tree.Warnings))
			}
			t.Logf("%v, %v", time.Since(start), err)
		})
	}
}
