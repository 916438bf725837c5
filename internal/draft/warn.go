package draft

import (
	"fmt"
	"strings"
	"unicode"
)

// warnings collects what a drafter should check, in the order of discovery.
type warnings struct{ list []Warning }

// maxWarnings keeps a hostile or hopeless file from burying the drafter.
const maxWarnings = 200

func (w *warnings) add(place, message string) {
	for _, old := range w.list[max(0, len(w.list)-20):] { // the same thing found twice in a clause
		if old.Place == place && old.Message == message {
			return
		}
	}
	w.list = append(w.list, Warning{Place: place, Message: message})
}

// addNotes takes over what the reader noted, now that places are known.
func (w *warnings) addNotes(notes []note, places map[int]string) {
	for _, n := range notes {
		w.add(place(n.para, places), n.message)
	}
}

// sorted gives what concerns the whole text first, and a bounded number.
func (w *warnings) sorted() []Warning {
	out := make([]Warning, 0, len(w.list))
	for _, whole := range []bool{true, false} {
		for _, one := range w.list {
			if (one.Place == "全文") == whole {
				out = append(out, one)
			}
		}
	}
	if len(out) > maxWarnings {
		rest := len(out) - maxWarnings
		out = append(out[:maxWarnings], Warning{Place: "全文", Message: fmt.Sprintf("另有%d处同类提示未列出，建议先整理文稿再导入。", rest)})
	}
	return out
}

// checkTables warns about articles inside tables, as in a table that compares an
// old with a new text: they stay in the table.
func (w *warnings) checkTables(t Tree) {
	for node := range t.Walk() {
		if node.Clause.Kind != Table {
			continue
		}
		n := 0
		for cell := range strings.FieldsFuncSeq(node.Clause.Text, func(r rune) bool { return r == '\t' || r == '\n' }) {
			if m := classify(trimSpace(cell)); m.family == famArticle && !m.weak {
				n++
			}
		}
		if n > 0 {
			w.add(node.Label, fmt.Sprintf("表格中有%d个以“第…条”开头的单元格，已保留在表格内，没有作为条文导入。", n))
		}
	}
}

// checkCharacters warns about characters that other computers may not show.
func (w *warnings) checkCharacters(t Tree) {
	w.characters("标题", t.Title)
	for node := range t.Walk() {
		w.characters(node.Label, node.Clause.Heading)
		w.characters(node.Label, node.Clause.Text)
	}
}

func (w *warnings) characters(place, text string) {
	for _, r := range text {
		switch {
		case r < 0x80 && r >= 0x20 || r == '\n' || r == '\t':
		case unicode.Is(unicode.Co, r):
			w.add(place, fmt.Sprintf("含有专用区字符（U+%04X），在别的电脑上可能显示不出来，请核对原文后改正。", r))
		case r == unicode.ReplacementChar:
			w.add(place, "含有无法识别的字符（�），请核对原文后改正。")
		case isZeroWidth(r):
			w.add(place, fmt.Sprintf("含有看不见的零宽字符（U+%04X），已原样保留。", r))
		case unicode.IsControl(r):
			w.add(place, fmt.Sprintf("含有控制字符（U+%04X），请删除。", r))
		}
	}
}
