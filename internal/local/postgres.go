//go:build unix

package local

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"syscall"
	"time"
)

// Options says how a private Postgres is run.
type Options struct {
	// DataDir is kept for the next start; the cluster is its "postgres"
	// subdirectory. Empty: a temporary one, removed at Stop.
	DataDir string
	// Fresh throws the data of earlier runs away first, whatever version made it.
	Fresh bool
	// Log gets one line per thing done, for people; nil keeps silent.
	Log func(string)
	// FastUnsafe trades durability for speed, for tests: a crash of the machine
	// loses the data.
	FastUnsafe bool
}

// Postgres is a running private cluster.
type Postgres struct {
	cluster  cluster
	password string
	port     int
	server   *child
	lock     *os.File
	temp     string // removed at Stop; empty when the data is kept
}

// startWithin bounds a start, crash recovery included.
const startWithin = 60 * time.Second

// gently ends a Postgres: SIGINT rolls back and shuts down cleanly, SIGQUIT
// leaves the rest to recovery.
var gently = []step{{syscall.SIGINT, 15 * time.Second}, {syscall.SIGQUIT, 10 * time.Second}}

// abruptly ends a Postgres whose data nobody wants.
var abruptly = []step{{syscall.SIGQUIT, 10 * time.Second}}

// StartPostgres starts a private Postgres and returns once it answers. It makes
// the cluster on first use, and on later ones stops what a dead parent left. It
// fails with ErrInUse while another process has the directory, and with
// ErrNoPostgres where there is nothing to start.
func StartPostgres(ctx context.Context, o Options) (*Postgres, error) {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	if o.Log == nil {
		o.Log = func(string) {}
	}
	p := &Postgres{}
	if err := p.start(ctx, o); err != nil {
		return nil, fmt.Errorf("start a private Postgres: %w", errors.Join(err, p.letGo()))
	}
	return p, nil
}

func (p *Postgres) start(ctx context.Context, o Options) (err error) {
	if o.DataDir == "" {
		if o.DataDir, err = newTemp(ctx); err != nil {
			return err
		}
		p.temp = o.DataDir
	}
	if p.cluster, err = openCluster(o.DataDir); err != nil {
		return err
	}
	if p.lock, err = takeLock(p.cluster.path("lock")); err != nil {
		return err
	}
	pg, err := p.prepare(ctx, o)
	if err != nil {
		return err
	}
	return p.launch(ctx, pg, o)
}

// prepare finds the programs and makes the cluster where there is none.
func (p *Postgres) prepare(ctx context.Context, o Options) (install, error) {
	if err := p.clear(ctx, o); err != nil {
		return install{}, err
	}
	all, err := findInstalls(ctx)
	if err != nil {
		return install{}, err
	}
	version, err := p.cluster.version()
	if err != nil {
		return install{}, err
	}
	pg, err := choose(all, version)
	if err != nil {
		return install{}, err
	}
	if version == 0 {
		o.Log(fmt.Sprintf("creating a Postgres %d cluster in %s", pg.major, p.cluster.dir))
		if err := p.cluster.create(ctx, pg); err != nil {
			return install{}, err
		}
	}
	p.password, err = p.cluster.password()
	return pg, err
}

// clear ends what a dead parent left and, when asked, its data.
func (p *Postgres) clear(ctx context.Context, o Options) error {
	data := p.cluster.path("data")
	if err := stopOrphan(ctx, data); err != nil {
		return err
	}
	if !o.Fresh {
		return nil
	}
	o.Log("clearing the old data")
	return os.RemoveAll(data)
}

// URL is the address of one of the cluster's databases; EnsureDatabase makes
// it. It holds the password: never log it.
func (p *Postgres) URL(db string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(superuser, p.password),
		Host:     fmt.Sprintf("127.0.0.1:%d", p.port),
		Path:     "/" + db,
		RawQuery: "sslmode=disable",
	}
	return u.String()
}

// Stop shuts the server down, open connections included, and waits for it. It
// fails when the server had to be forced.
func (p *Postgres) Stop() error {
	steps := gently
	if p.temp != "" {
		steps = abruptly
	}
	return errors.Join(p.server.stop(steps...), p.letGo())
}

// letGo gives back the lock and the temporary directory.
func (p *Postgres) letGo() error {
	var errs []error
	if p.temp != "" {
		errs = append(errs, os.RemoveAll(p.temp))
	}
	if p.lock != nil {
		errs = append(errs, p.lock.Close())
	}
	return errors.Join(errs...)
}
