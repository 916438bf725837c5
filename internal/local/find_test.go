//go:build unix

package local

import (
	"errors"
	"strings"
	"testing"
)

// These tests set environment variables, so they do not run in parallel.

func TestWithoutPostgresTheErrorSaysWhatToDo(t *testing.T) {
	all, err := findInstalls(t.Context())
	if err != nil || len(all) == 0 {
		t.Fatalf("this machine has no Postgres: %v", err)
	}
	t.Setenv("PG_BIN", t.TempDir())
	if _, err := StartPostgres(t.Context(), Options{}); err == nil || !strings.Contains(err.Error(), "PG_BIN") {
		t.Errorf("got %v", err)
	}
}

func TestPGBINComesFirst(t *testing.T) {
	all, err := findInstalls(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PG_BIN", all[0].dir)
	named, err := findInstalls(t.Context())
	if err != nil || len(named) != 1 || named[0] != all[0] {
		t.Errorf("got %v, %v", named, err)
	}
}

func TestWithoutRedisServerOnlyADemoGoesOn(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := StartRedis(t.Context(), RedisOptions{}); !errors.Is(err, ErrNoRedis) {
		t.Errorf("got %v", err)
	}
	var said []string
	r, err := StartRedis(t.Context(), RedisOptions{Imitate: true, Log: func(line string) { said = append(said, line) }})
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, r)
	if err := ping(t.Context(), r.URL()); err != nil {
		t.Error(err)
	}
	if len(said) != 1 || !strings.Contains(said[0], "DEMO ONLY") {
		t.Errorf("it says %q", said)
	}
}

func TestDataOfAVersionGetsItsOwnPostgres(t *testing.T) {
	t.Parallel()
	all := []install{{dir: "/new", major: 17}, {dir: "/old", major: 15}}
	for madeBy, want := range map[int]string{0: "/new", 15: "/old", 17: "/new"} {
		if got, err := choose(all, madeBy); err != nil || got.dir != want {
			t.Errorf("data of %d: %v, %v", madeBy, got, err)
		}
	}
	if _, err := choose(all, 16); err == nil {
		t.Error("a version that is not here was found")
	}
}

func TestTheDataDirectoryFollowsTheUser(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", "/somewhere")
	dir, err := DataDir()
	if err != nil || !strings.HasSuffix(dir, "nayan") {
		t.Errorf("got %q, %v", dir, err)
	}
}
