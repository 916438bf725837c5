package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/valyala/fasthttp"
)

const (
	answerWithin = 30 * time.Second
	stopWithin   = 15 * time.Second
	logTail      = 4 << 10 // bytes of a failed server's log to show
)

// server is a child that serves HTTP on a loopback port.
type server struct {
	cmd  *exec.Cmd
	addr string
	log  string
	done chan struct{} // closed once it has ended
}

// serve starts `nayan serve` on a free port and returns once it answers.
func (s *stand) serve(ctx context.Context) (*server, error) {
	addr, err := freeAddr(ctx)
	if err != nil {
		return nil, err
	}
	return s.serveOn(ctx, addr)
}

func (s *stand) serveOn(ctx context.Context, addr string) (*server, error) {
	cmd := exec.Command(s.program, "serve", "--addr", addr) //nolint:noctx // ended by stop, in order
	cmd.Env = s.environment()
	return startServer(ctx, cmd, addr, filepath.Join(s.dir, "server.log"), pollServer)
}

// pollServer is how often a starting server is asked; `start` measures with it.
const pollServer = time.Millisecond

// startServer must run on the main goroutine, see main.go.
func startServer(ctx context.Context, cmd *exec.Cmd, addr, log string, poll time.Duration) (*server, error) {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer out.Close() //nolint:errcheck // the child has its own copy
	cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = out, out, dieWithUs()
	v := &server{cmd: cmd, addr: addr, log: log, done: make(chan struct{})}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = cmd.Wait() // how it ended is in its log
		close(v.done)
	}()
	if err := v.answers(ctx, poll); err != nil {
		v.kill()
		return nil, fmt.Errorf("%s: %w\n%s", cmd.Path, err, v.tail())
	}
	return v, nil
}

// answers waits for the first answer.
func (v *server) answers(ctx context.Context, poll time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		if status, _, err := fasthttp.Get(nil, "http://"+v.addr+"/healthz"); err == nil && status == fasthttp.StatusOK {
			return nil
		}
		select {
		case <-v.done:
			return errors.New("it ended at once")
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

func (v *server) url() string { return "http://" + v.addr }

// kill is kill -9.
func (v *server) kill() {
	_ = v.cmd.Process.Kill() // gone already is what we want
	<-v.done
}

// stop lets requests under way finish.
func (v *server) stop() {
	_ = v.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-v.done:
	case <-time.After(stopWithin):
		v.kill()
	}
}

func (v *server) tail() string {
	text, _ := os.ReadFile(v.log) // a missing log says nothing
	return string(bytes.TrimSpace(text[max(0, len(text)-logTail):]))
}

// freeAddr finds a loopback address to listen on.
func freeAddr(ctx context.Context) (string, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
