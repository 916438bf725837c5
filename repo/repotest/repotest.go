// Package repotest gives tests a real Postgres and a real Redis.
//
// A test binary starts one private Postgres on first use, migrates one template
// in it, and clones that for every test: each test has a database of its own and
// may run in parallel. Redis starts in a few milliseconds, so every test gets its
// own server, which it may also stop to see what happens then.
//
// A server that cannot be had fails the test; nothing is skipped. With
// NAYAN_TEST_DATABASE_URL set (a role that may create databases), that Postgres
// is used instead of a private one.
//
// A package that uses databases ends with
//
//	func TestMain(m *testing.M) { repotest.Main(m) }
//
// Without it the server still dies with the test binary, but its files stay
// until a later run sweeps them.
package repotest

import (
	"errors"
	"fmt"
	"os"
	"testing"
)

// Main runs the tests of a package, stops the Postgres they shared, and exits.
func Main(m *testing.M) {
	code := m.Run()
	if err := errors.Join(dropStocks(), stopPrivate()); err != nil {
		fmt.Fprintln(os.Stderr, "repotest:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}
