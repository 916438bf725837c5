package local

import (
	"bufio"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// parentEnv makes the test binary play the program that gets killed: it starts
// both servers in the named directory, tells their addresses and waits.
const parentEnv = "NAYAN_LOCAL_TEST_PARENT"

func TestMain(m *testing.M) {
	if dir := os.Getenv(parentEnv); dir != "" {
		playParent(dir)
	}
	os.Exit(m.Run())
}

func playParent(dir string) {
	pg, err := StartPostgres(context.Background(), Options{DataDir: dir})
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
	rd, err := StartRedis(context.Background(), RedisOptions{})
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
	pid, _ := postmasterPID(pg.cluster.path("data"))
	fmt.Println(pg.URL("postgres"), rd.URL(), pid)
	select {}
}

// parent is a running playParent.
type parent struct {
	cmd      *exec.Cmd
	postgres string
	redis    string
	pid      int // of its Postgres
}

func startParent(t *testing.T, dir string) parent {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), parentEnv+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	words := strings.Fields(line)
	if err != nil || len(words) != 3 {
		t.Fatalf("the parent says %q (%v)", line, err)
	}
	pid, err := strconv.Atoi(words[2])
	if err != nil {
		t.Fatal(err)
	}
	return parent{cmd: cmd, postgres: words[0], redis: words[1], pid: pid}
}

func (p parent) kill(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = p.cmd.Wait() // "signal: killed", as asked
}

func TestAfterTheParentIsKilledTheNextStartHasEveryRow(t *testing.T) {
	t.Parallel()
	dir := reachableDir(t)
	was := startParent(t, dir)
	if _, err := open(t, was.postgres).Exec("CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)"); err != nil {
		t.Fatal(err)
	}
	was.kill(t)

	p := startIn(t, dir) // at once: the orphan may still be on its way out
	defer stop(t, p)
	if got := query(t, open(t, p.URL("postgres")), "SELECT n FROM kept"); got != "42" {
		t.Errorf("read back %q", got)
	}
	if servesFrom(was.pid, p.cluster.path("data")) {
		t.Error("the orphan runs beside the new server")
	}
}

func TestTheServersDieWithTheirParent(t *testing.T) {
	t.Parallel()
	dir := reachableDir(t)
	was := startParent(t, dir)
	redis, err := url.Parse(was.redis)
	if err != nil {
		t.Fatal(err)
	}
	was.kill(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	// Not by asking whether the process exists: in a container whose first
	// process does not reap, the dead stay on the list.
	if !gone(ctx, was.pid, filepath.Join(dir, "postgres", "data"), 20*time.Second) {
		t.Error("Postgres outlives its parent")
	}
	if err := poll(ctx, func() bool { return !listens(ctx, redis.Host) }); err != nil {
		t.Error("Redis outlives its parent")
	}
}

// An orphan that does not notice (no death signal, as after a killed watcher)
// is found by its pid file and stopped.
func TestAnOrphanIsStoppedByTheNextStart(t *testing.T) {
	t.Parallel()
	dir := reachableDir(t)
	first := startIn(t, dir)
	orphan := first.server.cmd.Process.Pid
	// What the death of the parent does to the lock.
	if err := first.lock.Close(); err != nil {
		t.Fatal(err)
	}
	if err := first.EnsureDatabase(t.Context(), "busy"); err != nil {
		t.Fatal(err)
	}

	second := startIn(t, dir)
	defer stop(t, second)
	if servesFrom(orphan, second.cluster.path("data")) {
		t.Error("the orphan still runs")
	}
	if err := open(t, second.URL("busy")).Ping(); err != nil {
		t.Error(err)
	}
}

func TestAProcessIsOursOnlyWithOurDirectory(t *testing.T) {
	t.Parallel()
	p := startIn(t, reachableDir(t))
	defer stop(t, p)
	pid := p.server.cmd.Process.Pid
	if !servesFrom(pid, p.cluster.path("data")) {
		t.Error("our own server is not recognised")
	}
	if servesFrom(pid, "/elsewhere") {
		t.Error("a Postgres on another directory is taken for ours")
	}
	if servesFrom(os.Getpid(), p.cluster.path("data")) {
		t.Error("this test is taken for a Postgres")
	}
}
