package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// Time is an argument: phases and limits must be testable at any instant.
func TestOnlyProgramsAndTestsAskTheClock(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t, ".") {
		if f.isTest() || strings.HasPrefix(f.path, "cmd/") {
			continue
		}
		for _, n := range uses(f.tree, "time", "Now", "Since", "Until") {
			t.Errorf("%s asks the clock: take the time as an argument", f.place(n))
		}
	}
}

// A missing server is a failure: a test that skips tells nobody anything.
func TestNoTestSkips(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t, ".") {
		for _, receiver := range []string{"t", "b", "tb", "f"} {
			for _, n := range uses(f.tree, receiver, "Skip", "Skipf", "SkipNow") {
				t.Errorf("%s skips", f.place(n))
			}
		}
		for _, n := range uses(f.tree, "testing", "Short") {
			t.Errorf("%s asks for a short run", f.place(n))
		}
	}
}

// A page takes one typed value: a map would hide a misspelt name until somebody
// sees the page.
func TestNoSignatureSaysMapOfAnything(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t, "handlers", "views", "internal/app") {
		if f.isTest() {
			continue
		}
		for _, n := range untyped(f.tree) {
			t.Errorf("%s: use a struct instead of a map of any", f.place(n))
		}
	}
}

// uses finds name.member for each of the members.
func uses(tree ast.Node, name string, members ...string) []ast.Node {
	var found []ast.Node
	ast.Inspect(tree, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && isName(sel.X, name) && slices.Contains(members, sel.Sel.Name) {
			found = append(found, n)
		}
		return true
	})
	return found
}

// untyped finds maps of any in the parameters, results and fields of a file.
func untyped(tree ast.Node) []ast.Node {
	var found []ast.Node
	ast.Inspect(tree, func(n ast.Node) bool {
		if field, ok := n.(*ast.Field); ok && field.Type != nil {
			found = append(found, mapsOfAny(field.Type)...)
		}
		return true
	})
	return found
}

func mapsOfAny(typ ast.Expr) []ast.Node {
	found := uses(typ, "fiber", "Map")
	ast.Inspect(typ, func(n ast.Node) bool {
		if m, ok := n.(*ast.MapType); ok && isName(m.Key, "string") && isAny(m.Value) {
			found = append(found, n)
		}
		_, inner := n.(*ast.Field) // a field of its own, looked at by itself
		return !inner
	})
	return found
}

func isAny(e ast.Expr) bool {
	i, ok := e.(*ast.InterfaceType)
	return isName(e, "any") || ok && len(i.Methods.List) == 0
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

func TestTheChecksSeeWhatTheyLookFor(t *testing.T) {
	t.Parallel()
	const guilty = `package p
func a(x map[string]any) {}
func b() (map[string]interface{}, error) { return nil, nil }
type c struct { d []map[string]any }
type e func(fiber.Map)
func g() { h := map[string]any{}; _ = h; time.Now(); t.Skip() }
func i(x map[string]int) {}`
	tree, err := parser.ParseFile(token.NewFileSet(), "guilty.go", guilty, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(untyped(tree)); n != 4 {
		t.Errorf("%d maps of any found, want 4", n)
	}
	if n := len(uses(tree, "time", "Now")) + len(uses(tree, "t", "Skip")); n != 2 {
		t.Errorf("%d calls found, want 2", n)
	}
}
