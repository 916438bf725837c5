package storybook

import (
	"strings"

	"nayan/internal/consult"
	"nayan/internal/fault"
	consultview "nayan/views/consult"
)

// files are a photograph and a document that came with a comment.
func (f fixtures) files() []consult.File {
	return []consult.File{
		{ID: 1, Name: f.Attachments[0].Name, Size: 2_300_000, SHA256: strings.Repeat("3f9a", 16), Token: "1"},
		{ID: 2, Name: "IMG_20261120_083012_" + strings.Repeat("0", 40) + ".jpg", Size: 480_000, SHA256: strings.Repeat("c07e", 16), Token: "2"},
	}
}

// withFiles is a form that came back because of one more file.
func (f fixtures) withFiles() consultview.CommentsPage {
	p := f.commentsPage(f.Open, nil)
	p.Form.Values, p.Form.Files = f.Typed, f.files()
	p.Form.Errors = []fault.Field{{Name: "files", Key: "consult.error.attachment_type"}}
	return p
}
