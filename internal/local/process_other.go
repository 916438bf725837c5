//go:build unix && !linux

package local

import (
	"os/exec"
	"strconv"
	"strings"
)

// servesFrom reports whether the process is a Postgres started on data.
func servesFrom(pid int, data string) bool {
	out, err := exec.Command("ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.Contains(string(out), "postgres -D "+data+" ")
}
