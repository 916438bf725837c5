//go:build unix

package local

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// reachableDir is a directory that the server's account can enter; t.TempDir
// is closed to others when the tests run as root.
func reachableDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "nayan-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	return dir
}

func startIn(t *testing.T, dir string) *Postgres {
	t.Helper()
	p, err := StartPostgres(t.Context(), Options{DataDir: dir, Log: func(line string) { t.Log(line) }})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func open(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func query(t *testing.T, db *sql.DB, text string) string {
	t.Helper()
	var value string
	if err := db.QueryRowContext(t.Context(), text).Scan(&value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

func stop(t *testing.T, s interface{ Stop() error }) {
	t.Helper()
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
}

func TestDataOutlivesACleanStop(t *testing.T) {
	t.Parallel()
	dir := reachableDir(t)
	first := startIn(t, dir)
	if err := first.EnsureDatabase(t.Context(), "county"); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, first.URL("county")).Exec("CREATE TABLE said (word text); INSERT INTO said VALUES ('意见')"); err != nil {
		t.Fatal(err)
	}
	stop(t, first)

	second := startIn(t, dir)
	defer stop(t, second)
	if err := second.EnsureDatabase(t.Context(), "county"); err != nil {
		t.Fatalf("a database that is there is created again: %v", err)
	}
	if got := query(t, open(t, second.URL("county")), "SELECT word FROM said"); got != "意见" {
		t.Errorf("read back %q", got)
	}
}

func TestTheDefaultClusterIsDurableAndSpeaksChinese(t *testing.T) {
	t.Parallel()
	p := startIn(t, reachableDir(t))
	defer stop(t, p)
	db := open(t, p.URL("postgres"))
	for ask, want := range map[string]string{
		"SHOW fsync":                   "on",
		"SHOW synchronous_commit":      "on",
		"SHOW full_page_writes":        "on",
		"SHOW server_encoding":         "UTF8",
		"SHOW unix_socket_directories": "",
		"SHOW listen_addresses":        "127.0.0.1",
		"SELECT (datctype NOT IN ('C', 'POSIX'))::text FROM pg_database WHERE datname = 'template1'": "true",
		"SELECT ('县' ~ '^\\w$')::text": "true",
	} {
		if got := query(t, db, ask); got != want {
			t.Errorf("%s: %q, want %q", ask, got, want)
		}
	}
}

func TestAWrongPasswordIsRefused(t *testing.T) {
	t.Parallel()
	p := startIn(t, reachableDir(t))
	defer stop(t, p)
	wrong := strings.Replace(p.URL("postgres"), p.password, "guess", 1)
	if err := open(t, wrong).Ping(); err == nil {
		t.Error("a stranger got in")
	}
	info, err := os.Stat(p.cluster.path("password"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the password file has mode %v", info.Mode().Perm())
	}
}

func TestATemporaryClusterLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	p, err := StartPostgres(t.Context(), Options{FastUnsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	dir := p.temp
	if got := query(t, open(t, p.URL("postgres")), "SHOW fsync"); got != "off" {
		t.Errorf("fsync is %s", got)
	}
	stop(t, p)
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is still there (%v)", dir, err)
	}
}

func TestTheSecondOnOneDirectoryIsToldWhoHasIt(t *testing.T) {
	t.Parallel()
	dir := reachableDir(t)
	p := startIn(t, dir)
	defer stop(t, p)
	_, err := StartPostgres(t.Context(), Options{DataDir: dir})
	if !errors.Is(err, ErrInUse) {
		t.Fatalf("got %v", err)
	}
	if err := open(t, p.URL("postgres")).Ping(); err != nil {
		t.Errorf("the first suffered: %v", err)
	}
}

func TestAnInterruptedCreationIsBegunAgain(t *testing.T) {
	t.Parallel()
	dir := reachableDir(t)
	half := filepath.Join(dir, "postgres", "data.new")
	if err := os.MkdirAll(half, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(half, "PG_VERSION"), []byte("15\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "postgres"), 0o711); err != nil {
		t.Fatal(err)
	}
	stop(t, startIn(t, dir))
}

func TestDataOfAnotherVersionIsNotTouched(t *testing.T) {
	t.Parallel()
	dir := reachableDir(t)
	data := filepath.Join(dir, "postgres", "data")
	if err := os.MkdirAll(data, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte("8\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := StartPostgres(t.Context(), Options{DataDir: dir})
	if err == nil || !strings.Contains(err.Error(), "made by Postgres 8") {
		t.Fatalf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(data, "PG_VERSION")); err != nil {
		t.Error(err)
	}
	fresh, err := StartPostgres(t.Context(), Options{DataDir: dir, Fresh: true})
	if err != nil {
		t.Fatalf("starting anew, as the error suggests: %v", err)
	}
	stop(t, fresh)
}

func TestStartingAnewThrowsTheDataAway(t *testing.T) {
	t.Parallel()
	dir := reachableDir(t)
	first := startIn(t, dir)
	if err := first.EnsureDatabase(t.Context(), "county"); err != nil {
		t.Fatal(err)
	}
	stop(t, first)
	second, err := StartPostgres(t.Context(), Options{DataDir: dir, Fresh: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, second)
	if err := open(t, second.URL("county")).Ping(); err == nil {
		t.Error("a database of the earlier run is still there")
	}
}

func TestABrokenClusterShowsItsLog(t *testing.T) {
	t.Parallel()
	dir := reachableDir(t)
	p := startIn(t, dir)
	stop(t, p)
	if err := os.Remove(filepath.Join(p.cluster.path("data"), "global", "pg_control")); err != nil {
		t.Fatal(err)
	}
	_, err := StartPostgres(t.Context(), Options{DataDir: dir})
	if err == nil || !strings.Contains(err.Error(), "could not find the database system") {
		t.Fatalf("got %v", err)
	}
}

func TestAKilledServerRecoversWhatItAcknowledged(t *testing.T) {
	t.Parallel()
	dir := reachableDir(t)
	p := startIn(t, dir)
	if _, err := open(t, p.URL("postgres")).Exec("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)"); err != nil {
		t.Fatal(err)
	}
	if err := p.server.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := p.Stop(); err == nil {
		t.Error("Stop does not tell that the server was killed")
	}

	again := startIn(t, dir)
	defer stop(t, again)
	if got := query(t, open(t, again.URL("postgres")), "SELECT n FROM kept"); got != "7" {
		t.Errorf("read back %q", got)
	}
}

func TestAPidFileThatNamesAnotherProgramIsForgotten(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	file := filepath.Join(data, "postmaster.pid")
	if err := os.WriteFile(file, fmt.Appendf(nil, "%d\n%s\n", os.Getpid(), data), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := stopOrphan(t.Context(), data); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the pid file of a stranger stays (%v)", err)
	}
}

func TestAbandonedTemporaryDirectoriesAreSweptAndUsedOnesKept(t *testing.T) {
	t.Parallel()
	p, err := StartPostgres(t.Context(), Options{FastUnsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, p)
	base := filepath.Dir(p.temp)
	left, err := os.MkdirTemp(base, tempPrefix)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := os.MkdirTemp(base, tempPrefix)
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(fresh)
	long := time.Now().Add(-time.Hour)
	for _, dir := range []string{left, p.temp} {
		if err := os.Chtimes(dir, long, long); err != nil {
			t.Fatal(err)
		}
	}
	if err := sweep(t.Context(), fresh); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Error("the abandoned directory stays")
	}
	for _, dir := range []string{fresh, p.temp} {
		if _, err := os.Stat(dir); err != nil {
			t.Errorf("a directory in use is gone: %v", err)
		}
	}
}

func TestTheSecondStartIsQuick(t *testing.T) {
	dir := reachableDir(t)
	stop(t, startIn(t, dir))
	began := time.Now()
	p := startIn(t, dir)
	defer stop(t, p)
	// A whole demo has to serve within 2 s. Idle, this takes a tenth of that;
	// other packages' tests may be running beside.
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("starting again took %v", took)
	}
}

func TestStartingIsGivenUpWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var lines atomic.Int32
	_, err := StartPostgres(ctx, Options{FastUnsafe: true, Log: func(string) {
		if lines.Add(1) == 1 {
			cancel()
		}
	}})
	if err == nil {
		t.Fatal("a cancelled start succeeded")
	}
}
