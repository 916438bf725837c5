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
	Diff  draftDiffCmd  `cmd:"" help:"Print what changed from one version of a draft to the next as JSON."`
}

type draftParseCmd struct {
	File string `arg:"" help:"The file to read." type:"path"`
}

// Run prints the tree; it fails when the file holds no clause.
func (cmd draftParseCmd) Run() error {
	tree, err := parseFile(cmd.File)
	if err != nil {
		return err
	}
	return printJSON(tree)
}

func parseFile(file string) (draft.Tree, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return draft.Tree{}, err
	}
	tree, err := draft.Parse(filepath.Base(file), data)
	if err != nil {
		return draft.Tree{}, fmt.Errorf("%s: %w", file, err)
	}
	return tree, nil
}

func printJSON(v any) error {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(v)
}
