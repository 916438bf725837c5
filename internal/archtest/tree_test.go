package archtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// module is the path of ours; root is where it begins, seen from here.
const (
	module = "nayan"
	root   = "../.."
)

// pkg is what `go list -json` tells about one package.
type pkg struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

// packages lists the module, packages that do not build included.
func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// file is one parsed source file; path is seen from the root.
type file struct {
	path string
	set  *token.FileSet
	tree *ast.File
}

// place names a line for people.
func (f file) place(n ast.Node) string {
	return fmt.Sprintf("%s:%d", f.path, f.set.Position(n.Pos()).Line)
}

// sources parses every Go file below the given directories of the module.
func sources(t *testing.T, dirs ...string) []file {
	t.Helper()
	var all []file
	for _, dir := range dirs {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() {
				return skipForeign(d.Name())
			}
			if filepath.Ext(path) != ".go" {
				return nil
			}
			f, err := parse(path)
			all = append(all, f)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// skipForeign leaves out what is not ours to judge.
func skipForeign(name string) error {
	if name == "testdata" || name == "node_modules" || name == "bin" || len(name) > 2 && name[0] == '.' {
		return fs.SkipDir
	}
	return nil
}

func parse(path string) (file, error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	rel, relErr := filepath.Rel(root, path)
	return file{path: filepath.ToSlash(rel), set: set, tree: tree}, errors.Join(err, relErr)
}

func (f file) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }
