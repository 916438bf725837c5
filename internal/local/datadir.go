//go:build unix

package local

import (
	"os"
	"path/filepath"
	"runtime"
)

// DataDir is where the embedded servers keep their data unless told otherwise:
// /var/lib/nayan for root, else the user's state directory.
func DataDir() (string, error) {
	if os.Geteuid() == 0 {
		return "/var/lib/nayan", nil
	}
	if state := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(state) {
		return filepath.Join(state, "nayan"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support", "nayan"), nil
	}
	return filepath.Join(home, ".local", "state", "nayan"), nil
}
