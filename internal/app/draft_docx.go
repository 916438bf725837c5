package app

import (
	"bytes"
	"context"

	"nayan/internal/consult"
	"nayan/internal/draft"
	"nayan/internal/fault"
)

// DraftDocx writes a public version of the draft of a released consultation, 0 for
// the current one, as a Word file made from its clauses: it holds nobody's name.
// Errors: NotFound.
func (a *App) DraftDocx(ctx context.Context, no string, version int) (title string, docx []byte, err error) {
	defer fault.Wrap(&err, "app.DraftDocx(%q, %d)", no, version)
	d, err := a.Repo.DraftVersionByNo(ctx, no, version)
	if err != nil {
		return "", nil, err
	}
	var buf bytes.Buffer
	err = draft.WriteDocx(&buf, draft.Tree{Title: d.DraftTitle, Clauses: nested(d.Clauses, 0)})
	return d.DraftTitle, buf.Bytes(), err
}

// nested puts clauses in document order back into the tree they were read in.
func nested(flat []consult.Clause, depth int) []draft.Clause {
	out := []draft.Clause{}
	for i := 0; i < len(flat); {
		end := i + 1
		for end < len(flat) && flat[end].Depth > depth {
			end++
		}
		c := flat[i]
		out = append(out, draft.Clause{Kind: draft.Kind(c.Kind), Number: c.Number, Heading: c.Heading, Text: c.Text,
			Children: nested(flat[i+1:end], depth+1)})
		i = end
	}
	return out
}
