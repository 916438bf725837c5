package repo_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/repo"
	"nayan/repo/repotest"
)

// counter is a connector to Postgres that counts the statements sent.
type counter struct {
	driver.Connector
	n atomic.Int64
}

// Connect implements driver.Connector.
func (c *counter) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	return countedConn{Conn: conn, n: &c.n}, err
}

type countedConn struct {
	driver.Conn
	n *atomic.Int64
}

// QueryContext implements driver.QueryerContext.
func (c countedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.n.Add(1)
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
}

// CheckNamedValue implements driver.NamedValueChecker.
func (c countedConn) CheckNamedValue(v *driver.NamedValue) error {
	return c.Conn.(driver.NamedValueChecker).CheckNamedValue(v)
}

// counted opens a database anew with a counter in between, without preparing:
// every read is one statement then, and one round trip.
func counted(t *testing.T, db *sqlx.DB) (*repo.Repo, *counter) {
	t.Helper()
	var name string
	if err := db.Get(&name, `SELECT current_database()`); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(repotest.URL(t)) // another database of the same server
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	u.RawQuery = "sslmode=disable&binary_parameters=yes"
	connector, err := pq.NewConnector(u.String())
	if err != nil {
		t.Fatal(err)
	}
	n := &counter{Connector: connector}
	pool := sqlx.NewDb(sql.OpenDB(n), "postgres")
	t.Cleanup(func() { _ = pool.Close() })
	return repo.New(pool, false), n
}

func TestAPageTakesAsManyRoundTripsAsPromised(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	id := c.draft(t, c.fields("公告"), make([]string, 100)...)
	file := c.attach(t, id, "表.pdf", []byte("%P"))
	no := c.release(t, id)
	for range 25 {
		c.call(t, c.fields("又一件"))
	}
	r, n := counted(t, c.db)
	ctx := t.Context()
	for _, page := range []struct {
		name string
		most int64
		read func() error
	}{
		{"head", 1, func() error { _, err := r.ConsultationByNo(ctx, no); return err }},
		{"notice", 1, func() error { _, err := r.NoticeByNo(ctx, no); return err }},
		{"explanation", 1, func() error { _, err := r.ExplanationByNo(ctx, no); return err }},
		{"draft of 100 articles", 2, func() error { _, err := r.DraftByNo(ctx, no); return err }},
		{"list", 2, func() error { _, err := r.Consultations(ctx, repo.Filter{Now: noon}); return err }},
		{"list with everything", 2, func() error {
			_, err := r.Consultations(ctx, repo.Filter{Query: "又 一件", Kind: consult.OtherKind, Audience: consult.Public, UnitID: c.law,
				Phase: consult.Open, Page: 2, Now: noon})
			return err
		}},
		{"home figures", 1, func() error { _, err := r.HomeFigures(ctx, noon.Add(-time.Hour), noon); return err }},
		{"desk list", 2, func() error { _, err := r.DeskConsultations(ctx, repo.DeskFilter{Now: noon}); return err }},
		{"desk", 1, func() error { _, err := r.ConsultationByID(ctx, id); return err }},
		{"desk draft", 2, func() error { _, err := r.DraftByID(ctx, id); return err }},
		{"history", 1, func() error { _, err := r.ReviewSteps(ctx, id); return err }},
		{"file", 1, func() error { _, err := r.AttachmentByNo(ctx, no, file); return err }},
	} {
		n.n.Store(0)
		if err := page.read(); err != nil {
			t.Errorf("%s: %v", page.name, err)
		}
		if got := n.n.Load(); got < 1 || got > page.most {
			t.Errorf("%s takes %d round trips, promised %d", page.name, got, page.most)
		}
	}
}
