//go:build unix

package local

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// child is a started process that does not outlive this one.
type child struct {
	cmd  *exec.Cmd
	done chan struct{} // closed once the process has ended
	err  error         // what Wait said; read it after done
}

// step is one knock on a child's door and how long to wait for it to leave.
type step struct {
	signal  syscall.Signal
	patient time.Duration
}

// startChild starts cmd as the given account; death is the signal it gets when
// this process dies.
func startChild(cmd *exec.Cmd, as *account, death syscall.Signal) (*child, error) {
	// A group of its own: Ctrl-C at the terminal must reach the program alone,
	// which then stops its servers in order.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: as.credential()}
	c := &child{cmd: cmd, done: make(chan struct{})}
	started := make(chan error, 1)
	go c.live(death, started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	return c, nil
}

// live starts the process and waits for it on one locked thread: Linux sends the
// death signal when the *thread* that forked ends, so that thread must stay.
func (c *child) live(death syscall.Signal, started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	release, err := startTethered(c.cmd, death)
	started <- err
	if err != nil {
		return
	}
	c.err = c.cmd.Wait()
	release()
	close(c.done)
}

// stop sends the signals one after the other until the process has ended.
func (c *child) stop(steps ...step) error {
	for _, s := range steps {
		// A process that is already gone is what we want: done tells.
		_ = c.cmd.Process.Signal(s.signal)
		select {
		case <-c.done:
			return c.err
		case <-time.After(s.patient):
		}
	}
	_ = c.cmd.Process.Kill()
	<-c.done
	return fmt.Errorf("%s did not stop and was killed", c.cmd.Path)
}

// bound gives a context that also ends when the process does.
func (c *child) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		select {
		case <-c.done:
			cancel(errors.New("the server ended"))
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}
