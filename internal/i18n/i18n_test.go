package i18n_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nayan/internal/audit"
	"nayan/internal/i18n"
)

// root is the module's folder seen from this package.
const root = "../.."

// catalogue reads every file of the default language as it is written.
func catalogue(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob(i18n.Default + "/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no catalogue: %v", err)
	}
	merged := map[string]string{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &merged); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return merged
}

// literal is one string in the sources, with where it stands.
type literal struct{ text, at string }

// inSQL finds the keys that a statement gives back, as in 'results.missing.undecided'.
var inSQL = regexp.MustCompile(`'([a-z_]+(?:\.[a-z_]+)+)'`)

var keyShape = regexp.MustCompile(`^[a-z_]+(\.[a-zA-Z0-9_]+)+\.?$`)

// literals are all strings of the program that have the shape of a key or of
// the beginning of one. What templ generates is read in place of the templates.
func literals(t *testing.T) []literal {
	t.Helper()
	var out []literal
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && path != root):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		out = append(out, inFile(t, path)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func inFile(t *testing.T, path string) []literal {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var out []literal
	ast.Inspect(file, func(n ast.Node) bool {
		if _, isImport := n.(*ast.ImportSpec); isImport {
			return false
		}
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(lit.Value)
		if err != nil {
			return true
		}
		at := strings.TrimPrefix(path, root+"/")
		if keyShape.MatchString(text) || slices.Contains(prefixes(), text) {
			out = append(out, literal{text, at})
		}
		for _, match := range inSQL.FindAllStringSubmatch(text, -1) {
			out = append(out, literal{match[1], at})
		}
		return true
	})
	return out
}

func prefixes() []string {
	out := slices.Clone(open)
	for prefix := range families {
		out = append(out, strings.TrimSpace(prefix))
	}
	return out
}

// isKey reports whether a literal can only be a key: a fault's (by convention
// they have "error" in them), or anything in a view that begins with the name of
// an area of the catalogue.
func isKey(l literal, areas map[string]bool) bool {
	switch filepath.Ext(l.text) {
	case ".", ".css", ".docx", ".js", ".json", ".templ", ".zip":
		return false
	}
	if slices.Contains(audit.Actions, l.text) {
		return false
	}
	parts := strings.Split(l.text, ".")
	if slices.Contains(parts[:len(parts)-1], "error") {
		return true
	}
	return strings.HasPrefix(l.at, "views/") && areas[parts[0]]
}

func TestEveryKeyUsedIsInTheCatalogue(t *testing.T) {
	t.Parallel()
	known := catalogue(t)
	areas := map[string]bool{}
	for key := range known {
		areas[strings.SplitN(key, ".", 2)[0]] = true
	}
	for _, l := range literals(t) {
		if _, ok := known[l.text]; !ok && isKey(l, areas) {
			t.Errorf("%s uses %q", l.at, l.text)
		}
	}
	for key := range members() {
		if _, ok := known[key]; !ok {
			t.Errorf("%q is a member of a family", key)
		}
	}
}

func TestEveryKeyOfTheCatalogueIsUsed(t *testing.T) {
	t.Parallel()
	used := members()
	for _, l := range literals(t) {
		used[l.text] = true
	}
	behindOpen := func(key string) bool {
		return slices.ContainsFunc(open, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
	}
	for _, key := range slices.Sorted(maps.Keys(catalogue(t))) {
		if !used[key] && !behindOpen(key) {
			t.Errorf("nothing uses %q", key)
		}
	}
}

func TestEveryListedPrefixIsStillUsed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, l := range literals(t) {
		used[l.text] = true
	}
	for _, prefix := range prefixes() {
		if !used[prefix] {
			t.Errorf("no source builds keys with %q", prefix)
		}
	}
}

// encoding/json keeps the last of two equal keys without a word.
func TestNoFileHasAKeyTwice(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^\s*"([^"]+)":`)
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, match := range line.FindAllSubmatch(data, -1) {
			if key := string(match[1]); seen[key] {
				t.Errorf("%s has %q twice", name, key)
			} else {
				seen[key] = true
			}
		}
	}
}

func TestChineseTextUsesChinesePunctuation(t *testing.T) {
	t.Parallel()
	western := regexp.MustCompile(`\p{Han}[,;?!()]|[,;?!(]\p{Han}`)
	for key, text := range catalogue(t) {
		if found := western.FindString(text); found != "" {
			t.Errorf("%s has %q", key, found)
		}
	}
}

// What people read is in the catalogue: no source of a view holds a Chinese
// character outside of its comments.
func TestNoViewHoldsChineseText(t *testing.T) {
	t.Parallel()
	comment := regexp.MustCompile(`(?m)//.*$|<!--(?s:.*?)-->`)
	han := regexp.MustCompile(`\p{Han}+`)
	err := filepath.WalkDir(filepath.Join(root, "views"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") ||
			(filepath.Ext(path) != ".templ" && filepath.Ext(path) != ".go") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if found := han.Find(comment.ReplaceAll(data, nil)); found != nil {
			t.Errorf("%s holds %q", path, found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
