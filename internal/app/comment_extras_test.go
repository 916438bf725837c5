package app_test

import (
	"context"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// bare is a comment as the use cases hand it to the database, changed by the test.
func (c *call) bare(receipt string, change func(*repo.NewComment)) repo.NewComment {
	points := []consult.Point{{Position: 1, Body: "意见"}}
	n := repo.NewComment{ConsultationNo: c.no, ReceivedAt: c.now, ReceiptNo: receipt, Channel: consult.Web, Identity: consult.Enterprise,
		Points: points, TextHash: consult.TextHash(points)}
	if change != nil {
		change(&n)
	}
	return n
}

// version adds a draft with one clause.
func (c *call) version(t testing.TB, number int, published bool) (draft, clause int64) {
	t.Helper()
	c.get(t, &draft, `INSERT INTO drafts (consultation_id, version, title, file_name, warnings, created_at, created_by, published_at)
		VALUES ($1, $2, '', '', '[]', $3, $4, CASE WHEN $5 THEN $3::timestamptz END) RETURNING id`, c.id, number, callOpens, c.actor.StaffID, published)
	c.get(t, &clause, `INSERT INTO clauses (consultation_id, draft_id, position, depth, kind, number, heading, text, label)
		VALUES ($1, $2, 1, 0, 'article', '第一条', '', '条文。', '第一条') RETURNING id`, c.id, draft)
	return draft, clause
}

func TestACommentStaysOnThePublicVersionItWasMadeOn(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	public, onPublic := c.version(t, 2, true)
	_, onPrivate := c.version(t, 3, false)
	var current int64
	c.get(t, &current, `SELECT draft_id FROM consultations WHERE id = $1`, c.id)
	for clause, want := range map[int64]int64{onPublic: public, c.clauses[0]: current} {
		id := c.idOf(t, c.send(t, opinion("意见", clause)))
		if n := c.count(t, `SELECT count(*) FROM comments WHERE id = $1 AND draft_id = $2`, id, want); n != 1 {
			t.Errorf("the comment on clause %d is not on version %d", clause, want)
		}
	}
	for name, s := range map[string]consult.Submission{
		"on a version that is not public": opinion("意见", onPrivate),
		"on two versions at once":         opinion("意见", onPublic, c.clauses[0]),
	} {
		_, err := c.submit(t.Context(), "", s)
		if f := fault.Of(err); f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Key != "comment.error.clause_ids" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if id := c.idOf(t, c.send(t, opinion("对整个草案"))); c.count(t, `SELECT count(*) FROM comments WHERE id = $1 AND draft_id = $2`, id, current) != 1 {
		t.Error("a comment on the whole draft is not on the current version")
	}
}

func TestAnEnterpriseHasOneVoiceAndTheEarlierOneIsKept(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	enterprise := c.enterprise(t)
	voice := func(n *repo.NewComment) { n.EnterpriseID = enterprise }
	list := []repo.NewComment{c.bare("A", voice), c.bare("B", nil), c.bare("C", voice), c.bare("D", voice)}
	for i := range list { // two of one enterprise never share a statement
		accepted, err := c.Repo.InsertComments(t.Context(), list[i:i+1])
		if err != nil || !accepted[0] {
			t.Fatal(err)
		}
	}
	if _, err := c.Repo.InsertComments(t.Context(), []repo.NewComment{c.bare("E", voice), c.bare("F", voice)}); err == nil {
		t.Error("two of one enterprise in one statement are stored, and one of them is lost to the voices")
	}
	var got []string
	if err := c.db.Select(&got, `SELECT m.receipt_no || '>' || b.receipt_no FROM superseded_comments s
		JOIN comments m ON m.consultation_id = s.consultation_id AND m.id = s.comment_id
		JOIN comments b ON b.consultation_id = s.consultation_id AND b.id = s.by_comment_id ORDER BY m.id`); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0] != "A>C" || got[1] != "C>D" {
		t.Errorf("superseded: %v", got)
	}
}

func (c *call) enterprise(t testing.TB) (id int64) {
	t.Helper()
	var account int64
	c.get(t, &account, `INSERT INTO accounts (created_at) VALUES ($1) RETURNING id`, callOpens)
	c.get(t, &id, `INSERT INTO enterprises (name, uscc_sealed, uscc_index, uscc_doubtful, contact_name_sealed, state, created_by, created_at,
			submitted_at, decided_by, decided_at)
		VALUES ('云溪县某厂', '', '', false, '', 'verified', $1, $2, $2, $3, $2) RETURNING id`, account, callOpens, c.actor.StaffID)
	return id
}

func TestFilesBelongToOneCommentAndSecretsStandApart(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	token := make([]byte, 32)
	c.exec(t, `INSERT INTO comment_files (consultation_id, token_hash, name_sealed, media_type, size, sha256, uploaded_at)
		VALUES ($1, $2, '', 'text/plain', 1, '', $3)`, c.id, token, callOpens)
	bring := func(n *repo.NewComment) {
		n.Files, n.Secrets = [][]byte{token}, []repo.TradeSecret{{Position: 1, Sealed: []byte("封")}}
	}
	insert := func(n repo.NewComment) bool {
		accepted, err := c.Repo.InsertComments(context.Background(), []repo.NewComment{n})
		if err != nil {
			t.Fatal(err)
		}
		return accepted[0]
	}
	if !insert(c.bare("A", bring)) {
		t.Fatal("a comment with a file and a secret is refused")
	}
	again := c.bare("B", bring)
	if insert(again) {
		t.Error("a file belongs to two comments")
	}
	_, err := c.Repo.Refusal(t.Context(), again)
	if f := fault.Of(err); f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != "files.0" {
		t.Errorf("the refusal of a file that is gone: %v", err)
	}
	for query, want := range map[string]int{
		`SELECT count(*) FROM comment_files f JOIN comments m ON m.id = f.comment_id WHERE m.receipt_no = 'A'`: 1,
		`SELECT count(*) FROM trade_secrets`: 1,
		`SELECT count(*) FROM comments`:      1,
	} {
		if got := c.count(t, query); got != want {
			t.Errorf("%s = %d, want %d", query, got, want)
		}
	}
}

func TestAWithdrawnCallTakesNoComment(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.exec(t, `UPDATE consultations SET withdrawn_at = $1 WHERE id = $2`, c.now, c.id)
	_, err := c.submit(t.Context(), "", opinion("意见"))
	if f := fault.Of(err); f.Kind != fault.Closed || f.Key != "comment.error.withdrawn" {
		t.Error(err)
	}
}
