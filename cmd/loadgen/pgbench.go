package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
)

// yardstick is what comments are compared with: one row, two secondary indexes,
// one durable commit each, 16 clients on prepared statements (pgbench's fastest
// way), on the same Postgres in the same run.
type yardstick struct {
	program string
	db      *sqlx.DB
	url     *url.URL
	script  string
}

const (
	yardstickClients = 16
	yardstickTable   = `CREATE TABLE loadgen_yardstick (
  id bigserial PRIMARY KEY, consultation_id bigint NOT NULL, receipt_no text NOT NULL, body text NOT NULL);
CREATE INDEX ON loadgen_yardstick (consultation_id);
CREATE INDEX ON loadgen_yardstick (receipt_no)`
	yardstickInsert = `\set c random(1, 1000)
\set r random(1, 1000000000)
INSERT INTO loadgen_yardstick (consultation_id, receipt_no, body)
VALUES (:c, 'R' || :r, '建议在第三条中明确收集点的开放时间，并在小区公示栏公布，方便上班的居民。');
`
)

func newYardstick(ctx context.Context, db *sqlx.DB, databaseURL, dir string) (*yardstick, error) {
	program, err := findPgbench()
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(databaseURL)
	if err != nil {
		return nil, errors.New("the database URL is not a URL") // the error itself would show the password
	}
	y := &yardstick{program: program, db: db, url: u, script: filepath.Join(dir, "yardstick.sql")}
	if err := os.WriteFile(y.script, []byte(yardstickInsert), 0o600); err != nil {
		return nil, err
	}
	_, err = db.ExecContext(ctx, yardstickTable)
	return y, err
}

// drop leaves the database as it was.
func (y *yardstick) drop() error {
	_, err := y.db.ExecContext(context.Background(), "DROP TABLE loadgen_yardstick")
	return err
}

// run gives the transactions per second; without a yardstick, 0.
func (y *yardstick) run(ctx context.Context, d time.Duration) (float64, error) {
	if y == nil {
		return 0, nil
	}
	say("pgbench: one row, two secondary indexes, %d clients, %v", yardstickClients, d)
	cmd := exec.CommandContext(ctx, y.program, "--no-vacuum", "--protocol=prepared", "--client", strconv.Itoa(yardstickClients),
		"--jobs=2", "--time", strconv.Itoa(max(1, int(d.Seconds()))), "--file", y.script)
	cmd.Env = append(os.Environ(), libpq(y.url)...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w\n%s", err, out)
	}
	return transactionRate(string(out))
}

// libpq gives the URL as the environment pgbench reads: arguments are for
// everyone on the machine to see.
func libpq(u *url.URL) []string {
	password, _ := u.User.Password()
	env := []string{"PGUSER=" + u.User.Username(), "PGPASSWORD=" + password, "PGHOST=" + u.Hostname(),
		"PGDATABASE=" + strings.TrimPrefix(u.Path, "/")}
	if port := u.Port(); port != "" {
		env = append(env, "PGPORT="+port)
	}
	return env
}

var tpsLine = regexp.MustCompile(`(?m)^tps = ([0-9.]+)`)

func transactionRate(out string) (float64, error) {
	match := tpsLine.FindStringSubmatch(out)
	if match == nil {
		return 0, fmt.Errorf("pgbench does not tell its rate:\n%s", out)
	}
	return strconv.ParseFloat(match[1], 64)
}

// findPgbench looks in PG_BIN, then where Postgres is usually installed (the newest
// first), then in PATH.
func findPgbench() (string, error) {
	if dir := os.Getenv("PG_BIN"); dir != "" {
		return exec.LookPath(filepath.Join(dir, "pgbench"))
	}
	var found []string
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin/pgbench", "/usr/pgsql-*/bin/pgbench",
		"/opt/homebrew/opt/postgresql*/bin/pgbench", "/usr/local/opt/postgresql*/bin/pgbench"} {
		list, _ := filepath.Glob(pattern) // fails only on a bad pattern
		found = append(found, list...)
	}
	if len(found) > 0 {
		return slices.Max(found), nil
	}
	path, err := exec.LookPath("pgbench")
	if err != nil {
		return "", errors.New("no pgbench found in PG_BIN, /usr/lib/postgresql/*/bin, Homebrew or PATH")
	}
	return path, nil
}
