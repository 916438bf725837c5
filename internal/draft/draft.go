// Package draft turns the text of a draft decision (.docx, Markdown or plain
// text) into a tree of clauses that people can point at, and back into .docx;
// docs/import.md tells what becomes what.
//
// It reads in three steps, each a room of its own: a reader (docx_*.go,
// markdown.go, text.go) makes a flat list of visible paragraphs; marker.go says
// what the beginning of a line announces (第三条, 一、, （一）…); build.go hangs
// the lines into a tree. Nothing is repaired silently: every character of the
// text is kept, and whatever looks wrong becomes a [Warning] with its place.
package draft

import "nayan/internal/fault"

// Kind is the level of a clause in a Chinese legal text. The list is closed.
type Kind string

// The kinds, from the outside in. An unnumbered heading is a Chapter, or a
// Section where its outline level is deeper, with an empty Number.
const (
	Preamble  Kind = "preamble"  // what stands before the first clause, and 序言
	Part      Kind = "part"      // 编、分编、篇、部分
	Chapter   Kind = "chapter"   // 章
	Section   Kind = "section"   // 节
	Article   Kind = "article"   // 条; 一、 where a text has no 条
	Paragraph Kind = "paragraph" // 款; also signature, date and loose text
	Item      Kind = "item"      // 项
	Subitem   Kind = "subitem"   // 目 and whatever is below it
	Appendix  Kind = "appendix"  // 附件、附录、附
	Table     Kind = "table"     // Text holds a row a line, cells separated by tabs
)

// Clause is one addressable piece of a draft.
//
// Number, Heading and Text hold every visible character of the source in
// reading order: punctuation that belongs to a number (一、 1. （一） 附件一：)
// stays in Number, brackets around a heading (【适用范围】) stay in Heading.
// The Text of an article is its first 款; later ones are Paragraph children.
type Clause struct {
	Kind     Kind     `json:"kind"`
	Number   string   `json:"number"`
	Heading  string   `json:"heading"`
	Text     string   `json:"text"` // a line break inside is a soft break of the source
	Children []Clause `json:"children"`
}

// Warning tells a drafter what to check, and where.
type Warning struct {
	Place   string `json:"place"` // as 第十二条, 第5段 or 全文
	Message string `json:"message"`
}

// Tree is a parsed draft. Its slices, and those of its clauses, are never nil
// when it comes from [Parse], so that JSON shows [] and not null.
type Tree struct {
	Title    string    `json:"title"` // its line breaks joined; the stage, as （征求意见稿）, included
	Clauses  []Clause  `json:"clauses"`
	Warnings []Warning `json:"warnings"`
}

// Parse reads a draft. name is the file's name, whose extension decides only
// between Markdown and plain text; everything else is told by the content.
//
// Errors are fault.Invalid, with a key draft.error.* that says what the drafter
// should do: see errors.go.
func Parse(name string, data []byte) (Tree, error) {
	src, err := read(name, data)
	if err != nil {
		return Tree{}, err
	}
	if src.lines > maxLines {
		return Tree{}, fault.New(fault.Invalid, keyTooLarge)
	}
	if len(src.blocks) == 0 {
		if src.altChunks > 0 {
			return Tree{}, fault.New(fault.Invalid, keyAltChunk)
		}
		return Tree{}, fault.New(fault.Invalid, keyNoText)
	}
	tree := assemble(src)
	if !hasClause(tree.Clauses) {
		return Tree{}, fault.New(fault.Invalid, keyNoClause)
	}
	return tree, nil
}

// hasClause reports whether anything beyond a preamble was found.
func hasClause(clauses []Clause) bool {
	for i := range clauses {
		if clauses[i].Kind != Preamble || clauses[i].Heading != "" {
			return true
		}
	}
	return false
}
