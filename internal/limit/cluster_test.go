package limit_test

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"

	"nayan/internal/fault"
	"nayan/internal/limit"
)

// clusterURL starts a Redis Cluster of one node that owns every slot.
func clusterURL(t *testing.T) string {
	t.Helper()
	port, bus := freePort(t), freePort(t)
	cmd := exec.Command("redis-server", "--bind", "127.0.0.1", "--port", port, "--cluster-port", bus,
		"--cluster-enabled", "yes", "--save", "", "--dir", t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	say(t, "127.0.0.1:"+port, "CLUSTER ADDSLOTSRANGE 0 16383", "+OK")
	say(t, "127.0.0.1:"+port, "CLUSTER INFO", "cluster_state:ok")
	return "redis://127.0.0.1:" + port + "?cluster=true"
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
}

// say repeats an inline command until the answer holds want.
func say(t *testing.T, addr, command, want string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	answer := ""
	for !strings.Contains(answer, want) {
		if ctx.Err() != nil {
			t.Fatalf("%s: %s", command, answer)
		}
		time.Sleep(20 * time.Millisecond) // a new cluster needs two seconds to trust itself
		answer = ask(addr, command)
	}
}

func ask(addr, command string) string {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return err.Error()
	}
	defer conn.Close()
	if _, err := fmt.Fprintf(conn, "%s\r\n", command); err != nil {
		return err.Error()
	}
	answer := make([]byte, 4096)
	n, err := conn.Read(answer)
	if err != nil {
		return err.Error()
	}
	return string(answer[:n])
}

func TestLimitsAreCountedInARedisCluster(t *testing.T) {
	t.Parallel()
	l, log := setup(t, clusterURL(t))
	other := limit.Check{Name: "comment-address", Rate: three, Subject: "192.0.2.7"} // most likely another slot
	for i := range 4 {
		err := l.Allow(t.Context(), noon, phones, other)
		if fault.Is(err, fault.RateLimited) != (i == 3) {
			t.Errorf("event %d: %v", i+1, err)
		}
	}
	if log.String() != "" {
		t.Errorf("the cluster was not used: %s", log)
	}
}
