package app_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/privacy"
	"nayan/repo"
)

// keyring gives keys of which the first is the one that openCall uses.
func keyring(t *testing.T, versions, sealWith int) *privacy.Keys {
	t.Helper()
	var masters [][]byte
	for i := range versions {
		masters = append(masters, bytes.Repeat([]byte{byte(7 + i)}, privacy.MasterKeySize))
	}
	k, err := privacy.NewKeyring(masters, sealWith)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// with gives the use cases of another instance, on the same database.
func (c *call) with(keys *privacy.Keys) *app.App {
	return &app.App{Repo: c.Repo, Keys: keys, Now: c.Now, Passwords: app.NewPasswords(1)}
}

// underOldKey counts the values that are not under the version.
func (c *call) underOldKey(t *testing.T, version int) (values int64) {
	t.Helper()
	for _, table := range repo.SealedTables {
		counts, err := c.Repo.SealedCounts(t.Context(), table)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range counts {
			if n.Version != version {
				values += n.Values
			}
		}
	}
	return values
}

func TestKeysRotateWhileCommentsKeepComingIn(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	v := c.bookable(t, 1000)
	receipt := c.send(t, signed(c.clauses[0]))
	account, err := c.AddAccount(t.Context(), app.AccountInput{Name: "朱国强", Email: "a@example.com", Phone: "19900000001"})
	if err != nil {
		t.Fatal(err)
	}
	var before, after string
	indexes := `SELECT string_agg(encode(phone_index, 'hex') || encode(email_index, 'hex'), ',' ORDER BY id) FROM comments WHERE id = $1`
	c.get(t, &before, indexes, c.idOf(t, receipt))

	rotating := c.with(keyring(t, 2, 0))
	busy(t, 4, 40, func(worker, i int) error {
		who := rotating
		if i%2 == 0 && i < 30 { // an instance that knows the new key and does not seal with it yet
			who = c.with(keyring(t, 2, 1))
		}
		if worker%2 == 0 {
			_, _, err := who.Book(t.Context(), party(v, 1, worker*1000+i))
			return err
		}
		_, err := who.SubmitComment(t.Context(), app.SubmitInput{ConsultationNo: c.no, Submission: signed(c.clauses[1]), Channel: "web"})
		return err
	}, func() error {
		err := rotating.RotateKeys(t.Context(), 7, func(string, int64) {})
		if fault.Is(err, fault.Conflict) {
			return nil // the others were still sealing under the old key: said, and run again below
		}
		return err
	})
	if err := rotating.RotateKeys(t.Context(), 7, func(string, int64) {}); err != nil {
		t.Fatal(err)
	}
	if n := c.underOldKey(t, 2); n != 0 {
		t.Errorf("%d values are under the old key", n)
	}
	c.allOpen(t, keyring(t, 2, 0))
	if c.get(t, &after, indexes, c.idOf(t, receipt)); before != after || before == "" {
		t.Error("blind indexes changed")
	}
	if _, err := rotating.Receipt(t.Context(), receipt.No, receipt.Secret); err != nil {
		t.Errorf("the receipt is worth nothing now: %v", err)
	}
	if _, err := c.OpenAccountSession(t.Context(), account, app.Client{}); err != nil {
		t.Fatal(err)
	}
}

// busy runs n workers with each times over, and meanwhile once.
func busy(t *testing.T, n, each int, work func(worker, i int) error, meanwhile func() error) {
	t.Helper()
	var wg sync.WaitGroup
	run := func(f func() error) {
		wg.Go(func() {
			if err := f(); err != nil {
				t.Error(err)
			}
		})
	}
	for worker := range n {
		run(func() error {
			for i := range each {
				if err := work(worker, i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	run(meanwhile)
	wg.Wait()
}

// allOpen opens every sealed value there is.
func (c *call) allOpen(t *testing.T, keys *privacy.Keys) {
	t.Helper()
	for _, table := range repo.SealedTables {
		for _, column := range table.Columns {
			var values [][]byte
			if err := c.db.Select(&values, fmt.Sprintf(`SELECT %s FROM %s WHERE octet_length(%[1]s) > 0`, column.Name, table.Name)); err != nil {
				t.Fatal(err)
			}
			for _, sealed := range values {
				if _, err := keys.Open(column.Field, sealed); err != nil {
					t.Errorf("%s.%s: %v", table.Name, column.Name, err)
				}
			}
		}
	}
}

func TestARotationCutOffGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for range 5 {
		c.send(t, signed(c.clauses[0]))
	}
	rotating := c.with(keyring(t, 2, 0))
	comments := repo.SealedTables[slices.IndexFunc(repo.SealedTables, func(x repo.SealedTable) bool { return x.Name == "comments" })]
	err := c.Repo.Write(t.Context(), func(tx *repo.Tx) error { // one batch of two, then cut off
		rows, err := tx.SealedBatch(t.Context(), comments, repo.SealedRow{}, 2, 2)
		if err != nil || len(rows) != 2 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		_, err = app.ResealRows(t.Context(), rotating, tx, comments, rows)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	resealed := map[string]int64{}
	if err := rotating.RotateKeys(t.Context(), 500, func(table string, n int64) { resealed[table] = n }); err != nil {
		t.Fatal(err)
	}
	if resealed["comments"] != 3 || c.underOldKey(t, 2) != 0 {
		t.Errorf("%d comments were resealed, want the 3 that were left", resealed["comments"])
	}
}

func TestAnInstanceWithoutTheNewKeyRefusesAndBreaksNothing(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, signed(c.clauses[0]))
	if err := c.with(keyring(t, 2, 0)).RotateKeys(t.Context(), 500, func(string, int64) {}); err != nil {
		t.Fatal(err)
	}
	err := c.RotateKeys(t.Context(), 500, func(string, int64) {})
	if err == nil || !strings.Contains(err.Error(), "key version 2") || strings.Contains(err.Error(), signed().Name) {
		t.Errorf("an old instance says %v", err)
	}
	if c.underOldKey(t, 2) != 0 {
		t.Error("an old instance changed what it cannot read")
	}
}

func TestAValueChangedMeanwhileIsNotOverwritten(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	id, err := c.AddAccount(t.Context(), app.AccountInput{Name: "朱国强", Email: "a@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	accounts := repo.SealedTables[slices.IndexFunc(repo.SealedTables, func(x repo.SealedTable) bool { return x.Name == "accounts" })]
	err = c.Repo.Write(t.Context(), func(tx *repo.Tx) error {
		stale := repo.SealedRow{ID: id, Sealed: [][]byte{[]byte("other"), nil, nil}}
		n, err := tx.Reseal(t.Context(), accounts, []repo.SealedRow{stale}, []repo.SealedRow{{Sealed: [][]byte{[]byte("new"), nil, nil}}})
		if n != 0 {
			t.Error("a value was overwritten that had changed")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Rotation opens a value under the name it was sealed under: the table in repo
// and the constants here must agree.
func TestRotationKnowsTheFieldNamesUnderWhichTheUseCasesSeal(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, table := range repo.SealedTables {
		for _, c := range table.Columns {
			known[c.Field] = true
		}
	}
	found := sealNames(t)
	if len(found) < 8 {
		t.Fatalf("only %d field names were found", len(found))
	}
	for name, field := range found {
		if !known[field] {
			t.Errorf("%s = %q is in no row of repo.SealedTables", name, field)
		}
	}
}

// sealNames gives the package's string constants whose names begin with seal.
func sealNames(t *testing.T) map[string]string {
	t.Helper()
	fset, out := token.NewFileSet(), map[string]string{}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	config := types.Config{Error: func(error) {}} // imports are not needed for constants
	pkg, _ := config.Check("app", fset, files, nil)
	for _, name := range pkg.Scope().Names() {
		if c, ok := pkg.Scope().Lookup(name).(*types.Const); ok && strings.HasPrefix(name, "seal") {
			out[name] = constant.StringVal(c.Val())
		}
	}
	return out
}

// bookable adds a released open day with one session to the call's database.
func (c *call) bookable(t *testing.T, capacity int) (sessionID int64) {
	t.Helper()
	var day int64
	c.get(t, &day, `INSERT INTO open_days (no, state, unit_id, theme, place, audience, meeting_point, bring, cautions, contact, content_md,
			content_html, author_id, released_at, created_at, updated_at)
		SELECT '2026-' || lpad((count(*) + 1)::text, 4, '0'), 'released', (SELECT min(id) FROM units), '走进城北水厂', '城北路 1 号', '', '', '', '', '', '', '', (SELECT min(id) FROM staff), $1, $1, $1
		FROM open_days RETURNING id`, callOpens)
	c.get(t, &sessionID, `INSERT INTO sessions (open_day_id, starts_at, ends_at, capacity, booking_opens_at, booking_closes_at)
		VALUES ($1, $2, $3, $4, $5, $2) RETURNING id`, day, callOpens.Add(48*3600e9), callOpens.Add(50*3600e9), capacity, callOpens)
	return sessionID
}
