package main

import "syscall"

// dieWithUs has the kernel end a child when we are gone, however we went.
func dieWithUs() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
