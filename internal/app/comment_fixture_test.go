package app_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/privacy"
	"nayan/repo"
	"nayan/repo/repotest"
)

// The call of every test here is open for these thirty days.
var (
	callOpens  = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	callCloses = callOpens.AddDate(0, 0, 30)
)

// call is one released consultation with a draft of five clauses, and the use
// cases on its database at a time the test sets.
type call struct {
	*app.App
	db      *sqlx.DB
	now     time.Time
	id      int64
	no      string
	clauses []int64
	actor   app.Actor
	second  app.Actor // who checks what actor decides
}

func openCall(t testing.TB) *call {
	t.Helper()
	c := &call{db: repotest.DB(t), now: callOpens.Add(time.Hour)}
	keys, err := privacy.NewKeys(bytes.Repeat([]byte{7}, privacy.MasterKeySize))
	if err != nil {
		t.Fatal(err)
	}
	c.App = &app.App{Repo: repo.New(c.db, true), Keys: keys, Now: func() time.Time { return c.now }}
	c.insert(t)
	return c
}

// insert writes the prerequisites by plain SQL: how they come about is tested
// elsewhere.
func (c *call) insert(t testing.TB) {
	t.Helper()
	var unit int64
	c.get(t, &unit, `INSERT INTO units (name) VALUES ('云溪县司法局') RETURNING id`)
	var hands pq.Int64Array
	for i := range 4 {
		var id int64
		c.get(t, &id, `INSERT INTO staff (unit_id, name_sealed, email_sealed, email_index, password_hash, created_at)
			VALUES ($1, '', '', $2, '', $3) RETURNING id`, unit, []byte{byte(i)}, callOpens)
		hands = append(hands, id)
	}
	c.actor, c.second = app.Actor{StaffID: hands[3]}, app.Actor{StaffID: hands[2]}
	c.no = "2026-0001"
	c.id, c.clauses = c.release(t, c.no, unit, hands)
}

// release adds one released consultation.
func (c *call) release(t testing.TB, no string, unit int64, hands []int64) (id int64, clauses []int64) {
	t.Helper()
	c.get(t, &id, `INSERT INTO consultations (no, state, unit_id, kind, audience, title, legal_basis, contact, opens_at, closes_at,
			notice_md, notice_html, explanation_md, explanation_html, draft_id, author_id, reviewer_id, approver_id,
			released_at, created_at, updated_at)
		VALUES ($1, 'released', $2, 'other', 'public', '云溪县生活垃圾分类管理办法（征求意见稿）', '', '', $3, $4, '', '', '', '', 1, $5, $6, $7, $3, $3, $3)
		RETURNING id`, no, unit, callOpens, callCloses, hands[0], hands[1], hands[2])
	var draft int64
	c.get(t, &draft, `INSERT INTO drafts (consultation_id, version, title, file_name, warnings, created_at, created_by)
		VALUES ($1, 1, '', '', '[]', $2, $3) RETURNING id`, id, callOpens, hands[0])
	c.exec(t, `UPDATE consultations SET draft_id = $1 WHERE id = $2`, draft, id)
	for i, n := range []string{"一", "二", "三", "四", "五"} {
		var clause int64
		c.get(t, &clause, `INSERT INTO clauses (consultation_id, draft_id, position, depth, kind, number, heading, text, label)
			VALUES ($1, $2, $3, 0, 'article', $4, '', '条文。', $4) RETURNING id`, id, draft, i+1, "第"+n+"条")
		clauses = append(clauses, clause)
	}
	return id, clauses
}

func (c *call) get(t testing.TB, dst any, query string, args ...any) {
	t.Helper()
	if err := c.db.Get(dst, query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func (c *call) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := c.db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// count gives the figure of a SELECT count(*).
func (c *call) count(t testing.TB, query string, args ...any) int {
	t.Helper()
	var n int
	c.get(t, &n, query, args...)
	return n
}

// opinion is a submission of one point on the given clauses.
func opinion(body string, clauses ...int64) consult.Submission {
	return consult.Submission{Points: []consult.Point{{Body: body, ClauseIDs: clauses}}}
}

// send submits a comment that must be accepted.
func (c *call) send(t testing.TB, s consult.Submission) consult.Receipt {
	t.Helper()
	receipt, err := c.SubmitComment(t.Context(), app.SubmitInput{ConsultationNo: c.no, Submission: s, Channel: "web"})
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

// idOf gives the comment a receipt belongs to.
func (c *call) idOf(t testing.TB, receipt consult.Receipt) int64 {
	t.Helper()
	var id int64
	c.get(t, &id, `SELECT comment_id FROM receipts WHERE no = $1`, receipt.No)
	return id
}

// dump gives every row of a table as text.
func (c *call) dump(t testing.TB, table string) string {
	t.Helper()
	var rows []string
	if err := c.db.Select(&rows, fmt.Sprintf(`SELECT x::text FROM %s x`, pq.QuoteIdentifier(table))); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(rows)
}
