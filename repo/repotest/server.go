package repotest

import (
	"context"
	"net/url"
	"os"
	"sync"

	"nayan/internal/local"
)

// server is the Postgres the tests of one binary share.
type server struct {
	admin    string // URL of a database from which others are created
	template string // name of the migrated database to clone
}

// shared starts the server once per test binary.
var shared = sync.OnceValues(func() (server, error) {
	admin, err := adminURL()
	if err != nil {
		return server{}, err
	}
	s := server{admin: admin, template: templateName()}
	return s, s.makeTemplate(context.Background())
})

// private is the cluster this binary started, if it did; shared guards it.
var private *local.Postgres

func adminURL() (string, error) {
	if given := os.Getenv("NAYAN_TEST_DATABASE_URL"); given != "" {
		return given, nil
	}
	p, err := local.StartPostgres(context.Background(), local.Options{FastUnsafe: true})
	if err != nil {
		return "", err
	}
	private = p
	return p.URL("postgres"), nil
}

// stopPrivate is called when no test runs any more.
func stopPrivate() error {
	if private == nil {
		return nil
	}
	return private.Stop()
}

// urlOf is the address of another database of the server.
func (s server) urlOf(name string) (string, error) {
	u, err := url.Parse(s.admin)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}
