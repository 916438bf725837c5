//go:build unix && !linux

package main

import "syscall"

// dieWithUs keeps Ctrl-C to ourselves: we stop our children in order.
func dieWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
