package main

import (
	"crypto/rand"
	"encoding/base64"
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
	raw := make([]byte, privacy.MasterKeySize)
	_, _ = rand.Read(raw) // never fails: crypto/rand aborts the program instead
	return file, os.WriteFile(file, []byte(base64.StdEncoding.EncodeToString(raw)), 0o600)
}
