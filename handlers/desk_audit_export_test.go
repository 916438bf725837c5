package handlers_test

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"testing"

	"nayan/internal/account"
)

// entries writes n entries of a few kilobytes, the newest now.
func (s *site) entries(n int) {
	s.t.Helper()
	_, err := s.env.Repo.DB().ExecContext(s.t.Context(), `INSERT INTO audit_entries (at, action, object_kind, object_id, after)
		SELECT now() - (i / 7) * interval '1 second', 'unit.add', 'unit', '1', to_jsonb(repeat('云溪县', 300)) FROM generate_series(1, $1) i`, n)
	if err != nil {
		s.t.Fatal(err)
	}
}

// heap is what is held in memory now.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// serve opens a door for browsers that take an answer as it comes.
func (s *site) serve() (address string) {
	s.t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	go func() { _ = s.web.Listener(ln) }()
	s.t.Cleanup(func() { _ = s.web.Shutdown() })
	return "http://" + ln.Addr().String()
}

// A test that measures memory runs alone. Entries written meanwhile are newer
// than what the export is about: none of the others is lost or told twice.
func TestAnExportHoldsABatchInMemoryAndTellsEveryEntryOnce(t *testing.T) {
	const entries = 20_000
	const kilobytes = entries * 9 * 300 >> 10
	s := newCounty(t)
	s.entries(entries)
	v := s.as(account.EveryUnit, account.Auditor)
	var all []int64
	if err := s.env.Repo.DB().SelectContext(t.Context(), &all, `SELECT id FROM audit_entries WHERE action = 'unit.add'`); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.serve()+"/desk/audit.csv?action=unit.add", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(&http.Cookie{Name: "nayan_session", Value: v.cookies["nayan_session"]})
	before := heap()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // read to its end
	body := bufio.NewReader(res.Body)
	if _, err := body.Discard(len("\ufeff")); err != nil {
		t.Fatal(err)
	}
	table, seen, most := csv.NewReader(body), map[int64]bool{}, uint64(0)
	if _, err := table.Read(); err != nil {
		t.Fatal(err)
	}
	for n := 1; ; n++ {
		row, err := table.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		id, err := strconv.ParseInt(row[0], 10, 64)
		if err != nil || seen[id] {
			t.Fatalf("entry %s comes twice: %v", row[0], err)
		}
		seen[id] = true
		if n%2000 == 0 {
			s.entries(50)
			most = max(most, heap())
		}
	}
	for _, id := range all {
		if !seen[id] {
			t.Fatalf("entry %d is missing among %d", id, len(seen))
		}
	}
	if grown := int(most-before) >> 10; most > before && grown > kilobytes/3 {
		t.Errorf("the export holds %d KiB of a table of %d KiB", grown, kilobytes)
	}
}
