package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"nayan/internal/privacy"
)

// demoKey gives the file with the demo's secret key, made on first use.
func demoKey(dir string) (string, error) {
	file := filepath.Join(dir, "secret.key")
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	return file, os.WriteFile(file, []byte(privacy.NewMaster()), 0o600)
}
