package repo_test

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"testing"

	"nayan/repo/repotest"
)

// A misspelt column never waits for production: every statement of the package
// is prepared by a migrated database.
func TestEveryStatementFitsTheSchema(t *testing.T) {
	t.Parallel()
	db := repotest.DB(t)
	statements := statements(t)
	if len(statements) < 50 {
		t.Fatalf("only %d statements were found", len(statements))
	}
	for name, query := range statements {
		stmt, err := db.PrepareContext(t.Context(), query)
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, query)
			continue
		}
		if err := stmt.Close(); err != nil {
			t.Error(err)
		}
	}
}

// statements gives the package's string constants whose names begin with sql,
// concatenations worked out.
func statements(t *testing.T) map[string]string {
	t.Helper()
	fset := token.NewFileSet()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	// Imports are not needed to work out string constants; their absence is no error here.
	config := types.Config{Error: func(error) {}}
	pkg, _ := config.Check("repo", fset, files, nil)
	found := map[string]string{}
	for _, name := range pkg.Scope().Names() {
		c, ok := pkg.Scope().Lookup(name).(*types.Const)
		if ok && strings.HasPrefix(name, "sql") && c.Val().Kind() == constant.String {
			found[name] = constant.StringVal(c.Val())
		}
	}
	return found
}
