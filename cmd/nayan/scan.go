package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"nayan/internal/document"
	"nayan/internal/privacy"
)

// scanCmd finds personal data in files.
type scanCmd struct {
	Files []string `arg:"" name:"file" help:"Files to look into: .docx, .xlsx, .pdf, or text."`
}

// scanned is one line of the output. The offset counts characters of the file's
// text from 0, whatever the file is encoded in.
type scanned struct {
	File   string              `json:"file"`
	Kind   privacy.FindingKind `json:"kind"`
	Text   string              `json:"text"`
	Offset int                 `json:"offset"`
}

// Run prints what is found as lines of JSON. A file that cannot be read, or of
// which a part cannot, does not keep the others from being looked into; the
// command fails when all are done.
func (cmd scanCmd) Run() error {
	unread := 0
	for _, name := range cmd.Files {
		text, err := readText(name)
		if err != nil {
			unread++
			fmt.Fprintf(os.Stderr, "nayan: %s: %s\n", name, explain(err))
		}
		if err := printFindings(os.Stdout, name, text); err != nil {
			return err
		}
	}
	if unread > 0 {
		return fmt.Errorf("%d of %d files could not be read in full", unread, len(cmd.Files))
	}
	return nil
}

func readText(name string) (string, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	return document.Text(name, data)
}

func printFindings(to io.Writer, file, text string) error {
	out := json.NewEncoder(to)
	out.SetEscapeHTML(false)
	characters, at := 0, 0
	for _, f := range privacy.Scan(text) {
		characters += utf8.RuneCountInString(text[at:f.Offset])
		at = f.Offset
		if err := out.Encode(scanned{file, f.Kind, f.Text, characters}); err != nil {
			return err
		}
	}
	return nil
}
