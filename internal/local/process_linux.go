package local

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// servesFrom reports whether the process is a Postgres started on data. The
// command line of a dead but unreaped process is empty, so it counts as gone.
func servesFrom(pid int, data string) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil {
		return false
	}
	args := strings.Split(string(text), "\x00")
	return filepath.Base(args[0]) == "postgres" && slices.Contains(args, data)
}
