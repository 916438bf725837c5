package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"nayan/internal/draft"
)

// draftCmd works on draft files.
type draftCmd struct {
	Parse draftParseCmd `cmd:"" help:"Print the clause tree of a .docx, .md or .txt file as JSON."`
}

type draftParseCmd struct {
	File string `arg:"" help:"The file to read." type:"path"`
}

// Run prints the tree; it fails when the file holds no clause.
func (cmd draftParseCmd) Run() error {
	data, err := os.ReadFile(cmd.File)
	if err != nil {
		return err
	}
	tree, err := draft.Parse(filepath.Base(cmd.File), data)
	if err != nil {
		return fmt.Errorf("%s: %w", cmd.File, err)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(tree)
}
