package app_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"nayan/internal/dossier"
	"nayan/repo/repotest"
	dossierview "nayan/views/dossier"
)

// decidedMany seeds comments of a hundred characters, each decided, checked, looked at by
// moderation and released.
func (c *call) decidedMany(t testing.TB, n int) {
	t.Helper()
	for _, statement := range []string{
		`INSERT INTO comments (consultation_id, id, receipt_no, channel, identity, public_name, text_hash, received_at, visibility, moderated_at, revision, draft_id)
			SELECT $1, i, 'NY-' || i, 'web', 'resident', '朱**', sha256(i::text::bytea), $3::timestamptz + i * interval '10 seconds', 'published', $3, 1,
				(SELECT draft_id FROM consultations WHERE id = $1) FROM generate_series(1, $2::int) i`,
		`INSERT INTO points (consultation_id, comment_id, position, body)
			SELECT $1, i, 1, '第' || i || '件：' || repeat('建议在老旧小区周边增设分类投放点，', 6) || $3::timestamptz::date FROM generate_series(1, $2::int) i`,
		`INSERT INTO point_clauses (consultation_id, comment_id, position, clause_id)
			SELECT $1, i, 1, (SELECT min(id) FROM clauses WHERE consultation_id = $1) + i % 5 FROM generate_series(1, $2::int) i WHERE $3::timestamptz IS NOT NULL`,
		`INSERT INTO suggestions (consultation_id, id, created_at) SELECT $1, i, $3 FROM generate_series(1, $2::int) i`,
		`INSERT INTO suggestion_points (consultation_id, suggestion_id, comment_id, position) SELECT $1, i, i, 1 FROM generate_series(1, $2::int) i WHERE $3::timestamptz IS NOT NULL`,
		`INSERT INTO decisions (consultation_id, suggestion_id, outcome, reason, decided_by, decided_at, checked_by, checked_at)
			SELECT $1, i, (ARRAY['adopted', 'partly_adopted', 'not_adopted', 'explained', 'out_of_scope'])[1 + i % 5], repeat('已在修改稿相应条款中作出说明。', 4), 1, $3, 2, $3
			FROM generate_series(1, $2::int) i`,
		`INSERT INTO audit_entries (at, staff_id, action, object_kind, object_id, before, after, unit_id)
			SELECT $3, 1, 'comment.moderate', 'comment', $1::bigint || '/' || i, '{"visibility": "pending"}', '{"visibility": "published"}',
				(SELECT unit_id FROM consultations WHERE id = $1) FROM generate_series(1, $2::int) i`,
		`INSERT INTO results (consultation_id, released_at, released_by, comments, persons, enterprises, suggestions, adopted, partly_adopted, not_adopted, explained, out_of_scope)
			SELECT $1, $3, 1, $2::int, $2::int, 0, $2::int, n, n, n, n, $2::int - 4 * n FROM (SELECT $2::int / 5 AS n) x`,
		`INSERT INTO result_rows (consultation_id, position, suggestion_id, public_name, clause_label, body, outcome, reason, shown, comments, persons, enterprises)
			SELECT $1, i, i, '朱**', '第一条', p.body, d.outcome, d.reason, true, 1, 1, 0 FROM generate_series(1, $2::int) i
			JOIN points p ON p.consultation_id = $1 AND p.comment_id = i JOIN decisions d ON d.consultation_id = $1 AND d.suggestion_id = i
			WHERE $3::timestamptz IS NOT NULL`,
	} {
		c.exec(t, statement, c.id, n, callOpens.Add(time.Hour))
	}
	c.now = callCloses.Add(time.Hour)
	c.exec(t, `UPDATE consultations SET results_at = $2 WHERE id = $1`, c.id, c.now)
	c.exec(t, `ANALYZE`)
}

// written writes an archive and gives how many bytes it is.
func (c *call) written(t testing.TB, which dossier.Copy, w io.Writer) (n int64) {
	t.Helper()
	d, err := c.OpenDossier(t.Context(), c.actor, c.id, which)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	counter := &countingWriter{w: w}
	if err := d.Write(t.Context(), counter, dossierview.Pages); err != nil {
		t.Fatal(err)
	}
	return counter.n
}

type countingWriter struct {
	w io.Writer
	n int64
}

func (c *countingWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// BenchmarkDossier writes the staff copy of a consultation with 100,000 comments,
// each decided and released. The yardstick is what Postgres takes to copy the
// comments, points, decisions and results out, in the same run. The bounds are 60
// seconds and 200 MB.
func BenchmarkDossier(b *testing.B) {
	c := openCall(b)
	c.decidedMany(b, 100_000)
	yard, bytesOut := c.copiedOut(b)
	freshPeak(b)
	b.ResetTimer()
	var n int64
	for range b.N {
		n = c.written(b, dossier.Staff, io.Discard)
	}
	b.StopTimer()
	took := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(float64(n)/1e6, "MB_zip")
	b.ReportMetric(peakMB(b), "MB_peak_RSS")
	b.ReportMetric(yard.Seconds(), "s_COPY")
	b.ReportMetric(float64(bytesOut)/1e6, "MB_COPY")
	if took > 60 || peakMB(b) > 200 {
		b.Errorf("%.1f s, %.0f MB", took, peakMB(b))
	}
}

// copiedOut is how long psql takes to copy the same rows to nowhere.
func (c *call) copiedOut(b *testing.B) (took time.Duration, n int64) {
	b.Helper()
	psql, err := exec.LookPath("psql")
	if err != nil {
		found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/psql")
		if len(found) == 0 {
			b.Fatal("no psql")
		}
		psql = found[len(found)-1]
	}
	began := time.Now()
	for _, table := range []string{"comments", "points", "point_clauses", "suggestions", "suggestion_points", "decisions", "result_rows", "audit_entries"} {
		counter := &countingWriter{w: io.Discard}
		var complaint bytes.Buffer
		cmd := exec.CommandContext(b.Context(), psql, repotest.URLOf(b, c.db), "-c", "COPY "+table+" TO STDOUT")
		cmd.Stdout, cmd.Stderr = counter, &complaint
		if err := cmd.Run(); err != nil {
			b.Fatal(err, complaint.String())
		}
		n += counter.n
	}
	return time.Since(began), n
}

var peakLine = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// freshPeak forgets how much memory the process has taken so far.
func freshPeak(b *testing.B) {
	b.Helper()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0o200); err != nil {
		b.Log(err)
	}
}

// peakMB is the most memory that the process has taken since.
func peakMB(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	kb, err := strconv.ParseFloat(string(peakLine.FindSubmatch(status)[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return kb / 1000
}
