package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nayan/internal/audit"
	"nayan/internal/consult"
)

// functions are the declared functions of some files by name, methods too.
func functions(files []file) map[string]*ast.FuncDecl {
	found := map[string]*ast.FuncDecl{}
	for _, f := range files {
		for _, d := range f.tree.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil && !f.isTest() {
				found[fn.Name.Name] = fn
			}
		}
	}
	return found
}

// calls are the names of the functions that a function calls.
func calls(fn *ast.FuncDecl) (names []string) {
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			names = append(names, calledName(call))
		}
		return true
	})
	return names
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// reaches reports whether a function calls Audit or AuditEach, itself or through others.
func reaches(all map[string]*ast.FuncDecl, fn *ast.FuncDecl, seen map[string]bool) bool {
	return slices.ContainsFunc(calls(fn), func(name string) bool {
		next, ours := all[name]
		if audits := name == "Audit" || name == "AuditEach"; audits || !ours || seen[name] {
			return audits
		}
		seen[name] = true
		return reaches(all, next, seen)
	})
}

// onBehalf reports whether a function runs for a member of staff.
func onBehalf(fn *ast.FuncDecl) bool {
	return ast.IsExported(fn.Name.Name) && slices.ContainsFunc(fn.Type.Params.List, func(p *ast.Field) bool { return isName(p.Type, "Actor") })
}

// What staff do is on record: a use case that takes an Actor writes an entry.
func TestEveryUseCaseOfStaffCallsAudit(t *testing.T) {
	t.Parallel()
	all, found := functions(sources(t, "internal/app")), 0
	for name, fn := range all {
		if !onBehalf(fn) {
			continue
		}
		found++
		if !reaches(all, fn, map[string]bool{}) {
			t.Errorf("app.%s takes an Actor and leaves no entry in the audit", name)
		}
	}
	if found < 15 {
		t.Errorf("only %d use cases of staff were found", found)
	}
}

// texts are the words that an expression can be: a literal, or one behind a
// prefix; what a function is given is looked up where it is called.
func texts(all map[string]*ast.FuncDecl, in *ast.FuncDecl, e ast.Expr) []string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return []string{text}
	case *ast.BinaryExpr:
		return joined(texts(all, in, e.X), texts(all, in, e.Y))
	case *ast.CallExpr: // string(action): a step of the review
		return steps()
	case *ast.Ident:
		return given(all, in, e.Name)
	}
	return nil
}

func joined(first, second []string) (out []string) {
	for _, a := range first {
		for _, b := range second {
			out = append(out, a+b)
		}
	}
	return out
}

func steps() (names []string) {
	for _, t := range consult.Transitions {
		names = append(names, string(t.Action))
	}
	for _, t := range consult.VersionTransitions {
		names = append(names, string(t.Action))
	}
	return names
}

// given are the texts with which a function is called for one of its parameters.
func given(all map[string]*ast.FuncDecl, fn *ast.FuncDecl, parameter string) (out []string) {
	at, place := -1, 0
	for _, field := range fn.Type.Params.List {
		for _, name := range field.Names {
			if name.Name == parameter {
				at = place
			}
			place++
		}
	}
	for _, caller := range all {
		ast.Inspect(caller.Body, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && at >= 0 && calledName(call) == fn.Name.Name {
				out = append(out, texts(all, caller, call.Args[at])...)
			}
			return true
		})
	}
	return out
}

// written are the values of a field in the entries that some functions make.
func written(all map[string]*ast.FuncDecl, field string) []string {
	words := map[string]bool{}
	for _, fn := range all {
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok || lit.Type == nil || len(uses(lit.Type, "repo", "AuditEntry")) == 0 {
				return true
			}
			for _, e := range lit.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok && isName(kv.Key, field) {
					for _, text := range texts(all, fn, kv.Value) {
						words[text] = true
					}
				}
			}
			return true
		})
	}
	return slices.Sorted(maps.Keys(words))
}

// An auditor reads words: what a use case calls an action or an object is in the
// lists of internal/audit, which the catalogue's test compares with its words.
func TestEveryActionOfTheAuditIsListed(t *testing.T) {
	t.Parallel()
	all := functions(sources(t, "internal/app"))
	actions, kinds := written(all, "Action"), written(all, "ObjectKind")
	for _, action := range actions {
		if !slices.Contains(audit.Actions, action) {
			t.Errorf("%q is not among audit.Actions", action)
		}
	}
	for _, kind := range kinds {
		if !slices.Contains(audit.Kinds, kind) {
			t.Errorf("%q is not among audit.Kinds", kind)
		}
	}
	for _, action := range audit.Actions {
		if !slices.Contains(actions, action) && !strings.HasPrefix(action, "sample.") {
			t.Errorf("nothing writes %q", action)
		}
	}
}

func TestTheChecksOfTheAuditSeeWhatTheyLookFor(t *testing.T) {
	t.Parallel()
	const guilty = `package p
func (a *App) Silent(ctx int, actor Actor) { a.help("x") }
func (a *App) Loud(ctx int, actor Actor) { log("go", "y") }
func (a *App) help(s string) {}
func log(prefix, s string) { tx.Audit(repo.AuditEntry{Action: prefix + "." + s, ObjectKind: "z"}) }`
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, "guilty.go", guilty, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	all := functions([]file{{path: "guilty.go", set: set, tree: tree}})
	if reaches(all, all["Silent"], map[string]bool{}) || !reaches(all, all["Loud"], map[string]bool{}) {
		t.Error("who leaves an entry is not told from who leaves none")
	}
	if got := written(all, "Action"); !slices.Equal(got, []string{"go.y"}) {
		t.Errorf("the actions are %q", got)
	}
}
