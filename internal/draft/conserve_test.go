package draft

import "strings"

// lost compares the visible text of a file with that of its tree and says where
// they part; "" when nothing is lost, added or moved.
func lost(src source, tree Tree) string {
	lines := dropTOC(linesOf(src.blocks), &warnings{})
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.text)
	}
	want := squeeze(b.String())
	got := squeeze(tree.PlainText())
	untagFirst(lines)
	if _, _, behind := takeTitle(splitGlued(lines, &warnings{})); behind > 0 {
		got = strings.TrimPrefix(got, squeeze(tree.Title)) // a copy of what stands further down
	}
	if got == want {
		return ""
	}
	g, w2 := []rune(got), []rune(want)
	for i := range min(len(g), len(w2)) {
		if g[i] != w2[i] {
			return "want " + string(w2[i:min(i+30, len(w2))]) + " got " + string(g[i:min(i+30, len(g))])
		}
	}
	return "one is shorter"
}
