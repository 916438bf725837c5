//go:build unix && !linux

package local

import (
	"os/exec"
	"strconv"
	"syscall"
)

// startTethered starts cmd with a shell beside it that holds one end of a pipe:
// this process dying closes the other end, and the shell passes the signal on.
// The kernel does this by itself on Linux only.
func startTethered(cmd *exec.Cmd, death syscall.Signal) (release func(), err error) {
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	watch := exec.Command("/bin/sh", "-c", `read -r _; kill -"$1" "$2"`, "sh",
		strconv.Itoa(int(death)), strconv.Itoa(cmd.Process.Pid))
	watch.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	pipe, err := watch.StdinPipe()
	if err == nil {
		err = watch.Start()
	}
	if err != nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		return nil, err
	}
	return func() {
		// The watcher goes first: the pid it knows may soon be another's.
		_ = watch.Process.Kill()
		_ = watch.Wait()
		_ = pipe.Close()
	}, nil
}
