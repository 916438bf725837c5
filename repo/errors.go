package repo

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"net/url"

	"github.com/lib/pq"

	"nayan/internal/fault"
)

// translate gives database errors their kind. The unique index is trusted: a
// duplicate is found by trying, not by looking first.
func translate(err error) error {
	if err == nil {
		return nil
	}
	var known *fault.Error
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return &fault.Error{Kind: fault.NotFound, Key: "error.not_found"}
	}
	if down(err) {
		return &fault.Error{Kind: fault.Unavailable, Key: "error.unavailable", Err: redact(err)}
	}
	if violated(err, "unique_violation") {
		return &fault.Error{Kind: fault.Conflict, Key: "error.conflict", Err: redact(err)}
	}
	return redact(err)
}

// violated reports whether err is the named class of integrity violation.
func violated(err error, name string) bool {
	var pe *pq.Error
	return errors.As(err, &pe) && pe.Code.Name() == name
}

// Constraint names the constraint err broke, or "".
func Constraint(err error) string {
	var pe *pgError
	if errors.As(err, &pe) {
		return pe.constraint
	}
	return ""
}

func down(err error) bool {
	var pe *pq.Error
	if errors.As(err, &pe) {
		switch pe.Code.Class() {
		case "08", "53", "57": // connection, resources, operator intervention
			return pe.Code.Name() != "query_canceled"
		}
		return false
	}
	var ne net.Error
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.As(err, &ne) ||
		errors.Is(err, context.DeadlineExceeded)
}

// pgError is a Postgres error without its detail: the detail quotes row values,
// which may be personal.
type pgError struct{ code, message, constraint string }

func (e *pgError) Error() string {
	msg := "postgres " + e.code + ": " + e.message
	if e.constraint != "" {
		msg += " (" + e.constraint + ")"
	}
	return msg
}

func redact(err error) error {
	var pe *pq.Error
	if !errors.As(err, &pe) {
		return err
	}
	short := &pgError{code: string(pe.Code), message: pe.Message, constraint: pe.Constraint}
	switch pe.Code.Class() {
	case "22", "42": // data exceptions and syntax errors quote the value in the message itself
		short.message = pe.Code.Name()
	}
	return short
}

// withBinaryParameters switches lib/pq to single-round-trip statements, which
// also work through pgbouncer in transaction mode.
func withBinaryParameters(dsn string) (string, error) {
	u, err := url.Parse(dsn)
	if err != nil || u.Scheme == "" {
		return "", errors.New("repo: the database URL is not of the form postgres://…")
	}
	q := u.Query()
	q.Set("binary_parameters", "yes")
	u.RawQuery = q.Encode()
	return u.String(), nil
}
