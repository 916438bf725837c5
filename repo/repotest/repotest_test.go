package repotest

import (
	"context"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"nayan/migrations"
)

func TestMain(m *testing.M) { Main(m) }

func TestEveryTestHasAMigratedDatabaseOfItsOwn(t *testing.T) {
	t.Parallel()
	one, other := DB(t), DB(t)
	pending, err := migrations.Pending(t.Context(), one.DB)
	if err != nil || pending {
		t.Errorf("pending migrations: %v (%v)", pending, err)
	}
	if _, err := one.Exec("CREATE TABLE only_here (n int)"); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Exec("SELECT n FROM only_here"); err == nil {
		t.Error("one test sees the tables of another")
	}
}

func TestADatabaseIsGoneAfterItsTestEvenWithConnectionsOpen(t *testing.T) {
	t.Parallel()
	var name string
	t.Run("the test that used it", func(t *testing.T) {
		held, err := sqlx.Connect("postgres", URL(t))
		if err != nil {
			t.Fatal(err)
		}
		if err := held.Get(&name, "SELECT current_database()"); err != nil {
			t.Fatal(err)
		}
	})
	var left int
	if err := DB(t).Get(&left, "SELECT count(*) FROM pg_database WHERE datname = $1", name); err != nil {
		t.Fatal(err)
	}
	if left != 0 {
		t.Errorf("%s is still there", name)
	}
}

func TestTheTemplateIsMadeOnceAndNamedAfterTheMigrations(t *testing.T) {
	t.Parallel()
	s, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.makeTemplate(t.Context()); err != nil {
		t.Errorf("a second binary on the same server: %v", err)
	}
	if !strings.HasPrefix(s.template, "nayan_template_") || s.template != templateName() {
		t.Errorf("the template is called %s", s.template)
	}
}

func TestEveryTestHasAnEmptyRedisOfItsOwn(t *testing.T) {
	t.Parallel()
	one, other := Redis(t), Redis(t)
	if err := one.Set(t.Context(), "k", "v", 0).Err(); err != nil {
		t.Fatal(err)
	}
	if n := other.DBSize(t.Context()).Val(); n != 0 {
		t.Errorf("a fresh Redis holds %d keys", n)
	}
}

func BenchmarkClone(b *testing.B) {
	for b.Loop() {
		URL(b)
	}
}

func TestAStockIsFilledOnceAndEachTestChangesItsOwnClone(t *testing.T) {
	t.Parallel()
	filled := 0
	stock := &Stock{Fill: func(_ context.Context, url string) error {
		filled++
		db, err := sqlx.Connect("postgres", url)
		if err != nil {
			return err
		}
		defer db.Close()
		_, err = db.Exec("INSERT INTO units (name) VALUES ('县水务局')")
		return err
	}}
	one, other := stock.DB(t), stock.DB(t)
	if _, err := one.Exec("DELETE FROM units"); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := other.Get(&left, "SELECT count(*) FROM units"); err != nil || left != 1 || filled != 1 {
		t.Errorf("%d units in the other clone, filled %d times (%v)", left, filled, err)
	}
}
