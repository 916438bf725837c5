package repotest

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// Stock is a database filled once for all tests of a binary that start from the
// same content: each gets a clone, which takes a fraction of filling it.
type Stock struct {
	// Fill fills the migrated database at the address and closes what it opens.
	Fill func(ctx context.Context, url string) error

	once sync.Once
	name string
	err  error
}

// URL gives the address of a clone that only this test knows, as [URL] does.
func (k *Stock) URL(t testing.TB) string {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatalf("repotest: no Postgres to test on: %v", err)
	}
	if k.once.Do(func() { k.err = k.fill(s) }); k.err != nil {
		t.Fatalf("repotest: fill the stock: %v", k.err)
	}
	return s.clone(t, k.name)
}

// DB gives a pool on a clone, as [DB] does.
func (k *Stock) DB(t testing.TB) *sqlx.DB {
	t.Helper()
	return pool(t, k.URL(t))
}

func (k *Stock) fill(s server) error {
	k.name = "nayan_stock_" + strings.ToLower(rand.Text())
	if err := s.exec("CREATE DATABASE " + pq.QuoteIdentifier(k.name) + " TEMPLATE " + pq.QuoteIdentifier(s.template)); err != nil {
		return err
	}
	stocks.add(k.name)
	address, err := s.urlOf(k.name)
	if err != nil {
		return err
	}
	return k.Fill(context.Background(), address)
}

// stocks are the databases to drop when the tests are over.
var stocks names

type names struct {
	mu   sync.Mutex
	list []string
}

func (n *names) add(name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = append(n.list, name)
}

// dropStocks is called when no test runs any more. A server of our own takes them
// with it.
func dropStocks() error {
	if private != nil || len(stocks.list) == 0 {
		return nil
	}
	s, err := shared()
	for _, name := range stocks.list {
		err = errors.Join(err, s.exec("DROP DATABASE "+pq.QuoteIdentifier(name)+" WITH (FORCE)"))
	}
	return err
}
