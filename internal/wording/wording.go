// Package wording finds misspellings of a list in official texts. Pure.
package wording

// Rule is one line of the list.
type Rule struct {
	Wrong  string // what is looked for
	Right  string // what it should be
	Source string // where it was observed, for people
}

// Hit is one wrong wording in a text.
type Hit struct {
	Rule
	Offset int // of its first byte: text[Offset:Offset+len(Wrong)] == Wrong
}
