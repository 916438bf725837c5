package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// program is `nayan demo` as a process of its own.
type program struct {
	t   *testing.T
	cmd *exec.Cmd
	url string
}

// dataDir is where a demo keeps its data; Postgres runs as another user and
// must be able to pass through.
func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "nayan-durable-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// start runs the demo on the data and waits until it says where it is.
func start(t *testing.T, dir string) *program {
	t.Helper()
	cmd := exec.Command(os.Args[0], "demo", "--data", dir, "--addr", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), asProgram+"=1", "DATABASE_URL=", "REDIS_URL=", "NAYAN_LIMIT_COMMENT=1000000/1m", "NAYAN_LIMIT_RECEIPT=1000000/1m")
	complaints := new(bytes.Buffer) // what a killed Postgres makes it say drowns what failed
	cmd.Stderr = complaints
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &program{t: t, cmd: cmd}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("the program said: %.5000s", complaints)
		}
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, after, ok := strings.Cut(lines.Text(), "ready: "); ok {
			p.url = strings.TrimSuffix(after, "/")
			break
		}
	}
	if p.url == "" {
		t.Fatal("the demo did not start")
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return p
}

func (p *program) signal(s syscall.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
	_ = p.cmd.Wait() // killed: its status says nothing
}

// killPostgres ends the demo's Postgres as a power cut would.
func killPostgres(t *testing.T, dir string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "postgres", "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(data), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

type acknowledged struct {
	ReceiptNo string `json:"receipt_no"`
	Secret    string `json:"secret"`
}

// crowd sends comments until somebody says stop and keeps what was acknowledged.
type crowd struct {
	mu     sync.Mutex
	acks   []acknowledged
	tried  atomic.Int64
	stop   chan struct{}
	people sync.WaitGroup
}

const durableCall = "2026-0004" // the first open call of the samples

func (p *program) crowd(size int) *crowd {
	c := &crowd{stop: make(chan struct{})}
	for range size {
		c.people.Go(func() {
			for {
				select {
				case <-c.stop:
					return
				default:
					c.send(p.url)
				}
			}
		})
	}
	return c
}

func (c *crowd) send(url string) {
	n := c.tried.Add(1)
	req, err := http.NewRequest(http.MethodPost, url+"/api/v1/consultations/"+durableCall+"/comments",
		bytes.NewReader(fmt.Appendf(nil, `{"body":"意见 %d"}`, n)))
	if err != nil {
		return
	}
	req.Header.Set("Idempotency-Key", fmt.Sprintf("durable-%d", n))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return // the program is gone
	}
	defer res.Body.Close() //nolint:errcheck // read whole below
	var ack acknowledged
	if res.StatusCode == http.StatusCreated && json.NewDecoder(res.Body).Decode(&ack) == nil {
		c.mu.Lock()
		c.acks = append(c.acks, ack)
		c.mu.Unlock()
	}
}

// waitFor lets the crowd get that many acknowledgements.
func (c *crowd) waitFor(t *testing.T, n int) {
	t.Helper()
	for range 2000 {
		c.mu.Lock()
		got := len(c.acks)
		c.mu.Unlock()
		if got >= n {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the crowd is not heard")
}

// check finds every acknowledged comment, once, by its receipt.
func (p *program) check(c *crowd) {
	p.t.Helper()
	seen := map[string]bool{}
	for _, ack := range c.acks {
		if seen[ack.ReceiptNo] {
			p.t.Errorf("receipt %s was given twice", ack.ReceiptNo)
		}
		seen[ack.ReceiptNo] = true
		req, err := http.NewRequest(http.MethodGet, p.url+"/api/v1/receipts/"+ack.ReceiptNo, nil)
		if err != nil {
			p.t.Fatal(err)
		}
		req.Header.Set("Receipt-Secret", ack.Secret)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			p.t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK {
			p.t.Fatalf("an acknowledged comment is gone: status %d", res.StatusCode)
		}
	}
}

// Invariant 1, for the program.
func TestEveryAcknowledgedCommentSurvivesAKilledProgram(t *testing.T) {
	dir := dataDir(t)
	p := start(t, dir)
	c := p.crowd(16)
	c.waitFor(t, 100)
	p.signal(syscall.SIGKILL)
	close(c.stop)
	c.people.Wait()
	again := start(t, dir)
	again.check(c)
	again.signal(syscall.SIGTERM)
}

// Invariant 1, for Postgres. The program itself lives on and answers.
func TestEveryAcknowledgedCommentSurvivesAKilledPostgres(t *testing.T) {
	dir := dataDir(t)
	p := start(t, dir)
	c := p.crowd(16)
	c.waitFor(t, 100)
	killPostgres(t, dir)
	res, err := http.Get(p.url + "/healthz")
	if err != nil {
		t.Fatalf("the program died with Postgres: %v", err)
	}
	_ = res.Body.Close()
	close(c.stop)
	c.people.Wait()
	p.signal(syscall.SIGTERM)
	again := start(t, dir)
	again.check(c)
	again.signal(syscall.SIGTERM)
}
