package local

import (
	"os/exec"
	"syscall"
)

// startTethered starts cmd so that the kernel signals it when this thread ends.
func startTethered(cmd *exec.Cmd, death syscall.Signal) (release func(), err error) {
	cmd.SysProcAttr.Pdeathsig = death
	return func() {}, cmd.Start()
}
