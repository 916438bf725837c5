package archtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The rules of the domain; they import nothing but the standard library, fault and each other.
var rules = []string{"internal/text", "internal/account", "internal/audit", "internal/message", "internal/consult", "internal/openday", "internal/workday", "internal/follow", "internal/survey", "internal/compare"}

// rooms says who may import whom. A room is a directory with all below it,
// unless one below has a line of its own. What is not in the table has no right
// to exist: a new room gets a line here and in docs/architecture.md.
var rooms = map[string][]string{
	"cmd": {"handlers", "repo", "views", "migrations", "internal"},

	"handlers": with(rules, "internal/app", "repo", "views", "internal/limit", "internal/oidc", "internal/privacy", "internal/i18n", "internal/fault",
		"internal/sheet", "internal/report", "internal/dossier", "internal/wording"),
	"views": with(rules, "internal/dossier", "internal/wording", "internal/i18n", "internal/fault"),

	"repo":          with(rules, "internal/wording", "internal/fold", "internal/fault"),
	"repo/repotest": {"internal/local", "migrations"},
	"migrations":    {},

	"internal/app": with(rules, "internal/dossier", "internal/wording", "repo", "internal/draft", "internal/document", "internal/privacy", "internal/fold", "internal/similar", "internal/fault"),
	"internal/sample": with(rules, "internal/app", "repo", "internal/draft", "internal/privacy", "internal/i18n",
		"internal/fault"),

	"internal/text":    {},
	"internal/account": {"internal/text", "internal/fault"},
	"internal/audit":   {},
	"internal/message": {},
	"internal/consult": {"internal/text", "internal/account", "internal/workday", "internal/fault"},
	"internal/workday": {"internal/fault"},
	"internal/openday": {"internal/account", "internal/fault"},
	"internal/follow":  {"internal/consult", "internal/message"},
	"internal/survey":  {"internal/text", "internal/fault"},
	"internal/fault":   {},

	"internal/jobs":   with(rules, "internal/app", "repo", "internal/notify", "internal/privacy", "views", "internal/i18n", "internal/fault"),
	"internal/notify": {"internal/message", "internal/fault"},

	"internal/charset":  {"internal/fault"},
	"internal/ooxml":    {"internal/fault"},
	"internal/draft":    {"internal/charset", "internal/ooxml", "internal/text", "internal/fault"},
	"internal/sheet":    {"internal/text", "internal/fault"},
	"internal/dossier":  with(rules, "internal/report", "internal/i18n", "internal/fault"),
	"internal/report":   {"internal/ooxml", "internal/consult", "internal/text"},
	"internal/document": {"internal/charset", "internal/ooxml", "internal/fault"},
	"internal/wording":  {"internal/charset", "internal/fault"},
	"internal/compare":  {},
	"internal/privacy":  {"internal/fault"},
	"internal/fold":     {},
	"internal/similar":  {"internal/fold"},
	"internal/limit":    {"internal/fault"},
	"internal/i18n":     {"internal/fault"},
	"internal/oidc":     {"internal/fault"},
	"internal/oidctest": {},

	"internal/local":    {},
	"internal/browser":  {},
	"internal/mailsink": {},
	"internal/archtest": {},
}

// foreign says which rooms may use a library of the outside.
var foreign = map[string][]string{
	"github.com/gofiber/fiber":            {"handlers", "cmd"},
	"github.com/valyala/fasthttp":         {"handlers", "cmd"},
	"github.com/jmoiron/sqlx":             {"repo", "repo/repotest", "cmd"},
	"github.com/lib/pq":                   {"repo", "repo/repotest", "internal/local", "migrations", "cmd"},
	"github.com/pressly/goose":            {"migrations"},
	"github.com/riverqueue/river":         {"repo", "migrations", "internal/jobs"},
	"github.com/wneessen/go-mail":         {"internal/notify"},
	"github.com/emersion":                 {"internal/mailsink"},
	"github.com/coreos/go-oidc":           {"internal/oidc"},
	"golang.org/x/oauth2":                 {"internal/oidc"},
	"github.com/zitadel/oidc":             {"internal/oidctest"},
	"github.com/prometheus/client_golang": {"handlers", "cmd"},
	"github.com/klippa-app/go-pdfium":     {"internal/document"},
	"github.com/tetratelabs/wazero":       {"internal/document"},
	"github.com/pquerna/otp":              {"internal/app"},
	"github.com/redis/go-redis":           {"internal/limit", "internal/local", "repo/repotest", "cmd"},
	"github.com/go-redis":                 {"internal/limit"},
	"github.com/alicebob":                 {"internal/local"},
	"github.com/a-h/templ":                {"views", "handlers"},
	"github.com/chromedp":                 {"internal/browser"},
	"github.com/xuri":                     {"internal/sheet"},
	"github.com/alecthomas/kong":          {"cmd"},
	"github.com/caarlos0/env":             {"cmd"},
}

// pure are the rooms that use the standard library only, whatever it is called.
var pure = with(rules, "internal/fault")

func with(some []string, more ...string) []string { return slices.Concat(some, more) }

// roomOf finds the line of the table that a package of ours falls under.
func roomOf(importPath string) (room string, ours bool) {
	path, ours := strings.CutPrefix(importPath, module+"/")
	for dir := path; ours; {
		if _, listed := rooms[dir]; listed {
			return dir, true
		}
		cut := strings.LastIndexByte(dir, '/')
		if cut < 0 {
			break
		}
		dir = dir[:cut]
	}
	return path, ours
}

func allowed(from, to string) bool {
	return from == to || slices.ContainsFunc(rooms[from], func(dir string) bool {
		return to == dir || dir == "internal" && strings.HasPrefix(to, "internal/")
	})
}

func TestNobodyImportsWhatTheTableDoesNotAllow(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		from, _ := roomOf(p.ImportPath)
		if _, listed := rooms[from]; !listed {
			t.Errorf("%s is in no room of the table", p.ImportPath)
			continue
		}
		for _, path := range p.Imports {
			if to, ours := roomOf(path); ours && !allowed(from, to) {
				t.Errorf("%s imports %s: %s may import only %v", p.ImportPath, path, from, rooms[from])
			}
		}
	}
}

func TestEveryRoomIsBuiltAndDescribed(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile(filepath.Join(root, "docs/architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	for room := range rooms {
		if info, err := os.Stat(filepath.Join(root, room)); err != nil || !info.IsDir() {
			t.Errorf("%s is in the table and not in the tree", room)
		}
		if !strings.Contains(string(guide), "\n| `"+room) {
			t.Errorf("%s has no line in docs/architecture.md", room)
		}
	}
}

func TestNotEvenTestsImportAProgram(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, path := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if room, ours := roomOf(path); ours && room == "cmd" && !strings.HasPrefix(p.ImportPath, module+"/cmd/") {
				t.Errorf("%s imports %s", p.ImportPath, path)
			}
		}
	}
}

func TestLibrariesStayInTheirRooms(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		from, _ := roomOf(p.ImportPath)
		for _, path := range p.Imports {
			if !mayUse(from, path) {
				t.Errorf("%s imports %s", p.ImportPath, path)
			}
		}
	}
}

// mayUse judges imports from outside the module.
func mayUse(room, path string) bool {
	if _, ours := roomOf(path); ours {
		return true
	}
	host, _, _ := strings.Cut(path, "/")
	if standard := !strings.Contains(host, "."); standard {
		return true
	}
	if slices.Contains(pure, room) {
		return false
	}
	for library, users := range foreign {
		if path == library || strings.HasPrefix(path, library+"/") {
			return slices.Contains(users, room)
		}
	}
	return true
}

func TestTheRulesOfImportingThemselvesHold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"nayan/handlers", "nayan/repo", true},
		{"nayan/handlers", "nayan/internal/local", false},
		{"nayan/handlers", "nayan/repo/repotest", false},
		{"nayan/views/consult", "nayan/repo", false},
		{"nayan/views/consult", "nayan/views/layout", true},
		{"nayan/repo", "nayan/views/layout", false},
		{"nayan/internal/consult", "nayan/internal/i18n", false},
		{"nayan/internal/app", "nayan/handlers", false},
		{"nayan/cmd/nayan", "nayan/internal/local", true},
		{"nayan/repo", "nayan/cmd/nayan", false},
	} {
		from, _ := roomOf(c.from)
		to, _ := roomOf(c.to)
		if got := allowed(from, to); got != c.want {
			t.Errorf("%s may import %s: %v", c.from, c.to, got)
		}
	}
	if mayUse("views", "github.com/gofiber/fiber/v2") || mayUse("internal/consult", "golang.org/x/text/width") {
		t.Error("a library is let into a room that must not know it")
	}
}
