//go:build unix

package local

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// superuser is the role that owns a private cluster.
const superuser = "nayan"

// cluster is the directory of one private Postgres:
//
//	lock      held while a process uses the cluster
//	password  of the superuser, mode 0600
//	log       of the server's last run (log.old: of the one before)
//	data      what initdb made; belongs to the account the server runs as
type cluster struct {
	dir string
	as  *account
}

func (c cluster) path(name string) string { return filepath.Join(c.dir, name) }

// openCluster makes the directory where it is missing.
func openCluster(dataDir string) (cluster, error) {
	as, err := unprivileged("postgres", "nobody")
	if err != nil {
		return cluster{}, err
	}
	dir := filepath.Join(dataDir, "postgres")
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return cluster{}, err
	}
	// The real path: it is compared with the command line of running servers.
	if dir, err = filepath.EvalSymlinks(dir); err == nil {
		dir, err = filepath.Abs(dir)
	}
	if err != nil {
		return cluster{}, err
	}
	return cluster{dir: dir, as: as}, as.canReach(dir)
}

// version is the major version that made the data; 0 when there is none yet.
func (c cluster) version() (int, error) {
	text, err := os.ReadFile(filepath.Join(c.path("data"), "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(text)))
}

func (c cluster) password() (string, error) {
	text, err := os.ReadFile(c.path("password"))
	return string(text), err
}

// create makes the data directory. It appears under its name only when whole,
// so that an interrupted initdb is simply begun again.
func (c cluster) create(ctx context.Context, pg install) error {
	draft := c.path("data.new")
	if err := os.RemoveAll(draft); err != nil {
		return err
	}
	if err := errors.Join(os.Mkdir(draft, 0o700), c.as.own(draft)); err != nil {
		return err
	}
	password := rand.Text()
	if err := os.WriteFile(c.path("password"), []byte(password), 0o600); err != nil {
		return err
	}
	if err := c.initdb(ctx, pg, draft, password); err != nil {
		return err
	}
	return os.Rename(draft, c.path("data"))
}

func (c cluster) initdb(ctx context.Context, pg install, data, password string) error {
	pwdir, pwfile, err := c.lend(password)
	if err != nil {
		return err
	}
	defer os.RemoveAll(pwdir)
	cmd := exec.CommandContext(ctx, pg.program("initdb"), "--pgdata", data, "--username", superuser,
		"--pwfile", pwfile, "--auth-host=scram-sha-256", "--auth-local=reject",
		"--encoding=UTF8", "--locale", utf8Locale(ctx), "--lc-messages=C", "--no-instructions")
	var out strings.Builder
	cmd.Stdout, cmd.Stderr, cmd.Dir = &out, &out, "/"
	run, err := startChild(cmd, c.as, syscall.SIGTERM)
	if err != nil {
		return err
	}
	if <-run.done; run.err != nil {
		return fmt.Errorf("initdb: %w\n%s", run.err, out.String())
	}
	return nil
}

// lend puts the password where initdb's account, and no other, can read it.
func (c cluster) lend(password string) (dir, file string, err error) {
	if dir, err = os.MkdirTemp(c.dir, "initdb-"); err != nil {
		return "", "", err
	}
	file = filepath.Join(dir, "password")
	err = errors.Join(os.WriteFile(file, []byte(password), 0o600), c.as.own(file), c.as.own(dir))
	return dir, file, err
}
