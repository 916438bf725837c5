package app

import (
	"bytes"
	"net/http"
	"path"
	"strings"
)

// ooxml is the beginning of the media types of .docx and .xlsx (ECMA-376).
const ooxml = "application/vnd.openxmlformats-officedocument."

// Marks of what an Office file is: names of entries, which a ZIP archive keeps in clear.
var (
	markWord  = []byte("word/document.xml")
	markSheet = []byte("xl/workbook.xml")
	markMacro = []byte("vbaProject.bin")
)

// fileType tells the type of a file from its content as it streams by.
type fileType struct {
	sniffed            string // by net/http, from the first bytes
	tail               []byte // of the last piece: a mark may lie across two
	word, sheet, macro bool
}

// see takes the next piece.
func (t *fileType) see(piece []byte) {
	if t.sniffed == "" {
		t.sniffed, _, _ = strings.Cut(http.DetectContentType(piece), ";")
	}
	if t.sniffed != "application/zip" {
		return
	}
	joint := append(t.tail, piece...)
	t.word = t.word || bytes.Contains(joint, markWord)
	t.sheet = t.sheet || bytes.Contains(joint, markSheet)
	t.macro = t.macro || bytes.Contains(joint, markMacro)
	t.tail = bytes.Clone(joint[max(0, len(joint)-len(markWord)):])
}

// mediaType gives the type of an allowed file whose extension agrees with its
// content, or "". Office files with macros are programs, and refused.
func (t *fileType) mediaType(name string) string {
	switch ext := strings.ToLower(path.Ext(name)); {
	case ext == ".pdf" && t.sniffed == "application/pdf",
		ext == ".png" && t.sniffed == "image/png",
		(ext == ".jpg" || ext == ".jpeg") && t.sniffed == "image/jpeg",
		ext == ".txt" && t.sniffed == "text/plain":
		return t.sniffed
	case ext == ".md" && t.sniffed == "text/plain":
		return "text/markdown"
	case ext == ".docx" && t.word && !t.macro:
		return ooxml + "wordprocessingml.document"
	case ext == ".xlsx" && t.sheet && !t.macro:
		return ooxml + "spreadsheetml.sheet"
	}
	return ""
}
