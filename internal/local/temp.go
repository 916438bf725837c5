//go:build unix

package local

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// tempPrefix names the temporary directories, so that later runs know them.
const tempPrefix = "nayan-local-"

// freshFor protects a directory whose maker has not locked it yet.
const freshFor = time.Minute

// newTemp makes a temporary data directory, and takes away those that killed
// processes left behind.
func newTemp(ctx context.Context) (string, error) {
	dir, err := os.MkdirTemp("", tempPrefix)
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		return dir, err
	}
	return dir, sweep(ctx, dir)
}

// sweep removes the abandoned siblings of dir.
func sweep(ctx context.Context, dir string) error {
	self, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	siblings, err := filepath.Glob(filepath.Join(filepath.Dir(dir), tempPrefix+"*"))
	if err != nil {
		return err
	}
	for _, path := range siblings {
		info, err := os.Lstat(path)
		if err != nil || !abandonable(info, self) {
			continue
		}
		if err := removeAbandoned(ctx, path); err != nil && !errors.Is(err, ErrInUse) {
			return err
		}
	}
	return nil
}

// abandonable asks for a directory of the same owner that is not new; the new
// directory tells the time.
func abandonable(info, self os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	own, okOwn := self.Sys().(*syscall.Stat_t)
	return ok && okOwn && info.IsDir() && stat.Uid == own.Uid &&
		self.ModTime().Sub(info.ModTime()) > freshFor
}

// removeAbandoned deletes a directory unless a living process holds its lock.
func removeAbandoned(ctx context.Context, dir string) error {
	home := filepath.Join(dir, "postgres")
	lock, err := takeLock(filepath.Join(home, "lock"))
	if errors.Is(err, os.ErrNotExist) {
		return os.RemoveAll(dir)
	}
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := stopOrphan(ctx, filepath.Join(home, "data")); err != nil {
		return err
	}
	return os.RemoveAll(dir)
}
