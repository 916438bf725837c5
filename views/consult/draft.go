package consultview

import (
	"context"
	"strconv"
	"strings"

	"nayan/internal/consult"
	"nayan/internal/i18n"
)

// DraftPage is the 草案内容 tab: the clauses in document order, and the form
// beside them while the call is open.
type DraftPage struct {
	Head
	DraftTitle string
	Clauses    []consult.Clause
	Form       CommentForm // shown while the call is open, beside the current version
	Shown      int         // the version shown, as the public counts
	Versions   []consult.PublicVersion
	ChangedFor []consult.ChangedFor // of the final text: the suggestions its clauses were changed for
}

// final reports whether the text shown is the one that was adopted, and hasFinal
// whether there is one.
func (p DraftPage) final() bool {
	return p.Shown > 0 && p.Shown <= len(p.Versions) && p.Versions[p.Shown-1].Final
}

func (p DraftPage) hasFinal() bool {
	return len(p.Versions) > 0 && p.Versions[len(p.Versions)-1].Final
}

// consulted is the number of the version that people commented on.
func (p DraftPage) consulted() int {
	n := len(p.Versions)
	for n > 1 && p.Versions[n-1].Final {
		n--
	}
	return n
}

// old reports whether a newer version is public.
func (p DraftPage) old() bool { return p.Shown > 0 && p.Shown < len(p.Versions) }

// open reports whether opinions are taken here: on the current version.
func (p DraftPage) open() bool { return p.Head.open() && !p.old() }

// downloadURL leads to the Word file of the version shown.
func (p DraftPage) downloadURL() string {
	if p.old() {
		return p.url("/draft.docx?version=" + strconv.Itoa(p.Shown))
	}
	return p.url("/draft.docx")
}

// words are the texts repeated at every clause, looked up once a page.
type words struct {
	comment  string // 对本条提意见
	comments string // with one number: 已有 %d 条意见
	base     string // address of the comment form, up to the clause's id
	open     bool
	head     Head
	changed  map[int64][]consult.ChangedFor
}

func (p DraftPage) words(ctx context.Context) words {
	changed := map[int64][]consult.ChangedFor{}
	for _, c := range p.ChangedFor {
		changed[c.ClauseID] = append(changed[c.ClauseID], c)
	}
	return words{
		comment:  i18n.T(ctx, "draft.comment_on"),
		comments: i18n.T(ctx, "draft.comments_on"),
		base:     p.url("/comments?clause="),
		open:     p.open(),
		head:     p.Head,
		changed:  changed,
	}
}

// articles counts what people can comment on.
func (p DraftPage) articles() int {
	n := 0
	for _, c := range p.Clauses {
		if c.Commentable() {
			n++
		}
	}
	return n
}

// node is a clause with everything below it, cut from the flat list.
type node struct {
	consult.Clause
	below []consult.Clause
}

// nodes cuts a run of clauses into its topmost ones.
func nodes(clauses []consult.Clause) []node {
	var out []node
	for i := 0; i < len(clauses); {
		end := i + 1
		for end < len(clauses) && clauses[end].Depth > clauses[i].Depth {
			end++
		}
		out = append(out, node{clauses[i], clauses[i+1 : end]})
		i = end
	}
	return out
}

// heading reports whether the clause only names what stands below it.
func (n node) heading() bool {
	switch n.Kind {
	case "part", "chapter", "section":
		return true
	}
	return false
}

// rows gives the cells of a table, which the draft keeps as one row a line with
// tabs between the cells.
func (n node) rows() [][]string {
	var out [][]string
	for line := range strings.Lines(n.Text) {
		out = append(out, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	return out
}
