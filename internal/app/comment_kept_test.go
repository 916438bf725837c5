package app_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"nayan/internal/consult"
	"nayan/repo"
)

// signed is an opinion with every personal field filled in.
func signed(clauses ...int64) consult.Submission {
	s := opinion("建议公布投放时间。", clauses...)
	s.Name, s.Phone, s.Email = "欧阳修文", "199 0000 4321", "ouyang@example.com"
	s.Organisation, s.USCC = "云溪县虚构百货商店", "13341524MA99930926"
	return s
}

func TestACommentCannotBeChangedOrDeleted(t *testing.T) { // invariant 2
	t.Parallel()
	c := openCall(t)
	c.send(t, signed(c.clauses[0]))
	for _, statement := range []string{
		`UPDATE comments SET public_name = '张**'`,
		`UPDATE comments SET name_sealed = NULL`,
		`UPDATE comments SET text_hash = decode(repeat('00', 32), 'hex')`,
		`UPDATE comments SET received_at = received_at + interval '1 day'`,
		`UPDATE comments SET visibility = 'hidden'`, // without a reason
		`DELETE FROM comments`,
		`UPDATE points SET body = '改过的意见'`,
		`DELETE FROM points`,
		`UPDATE point_clauses SET clause_id = clause_id + 1`,
		`DELETE FROM point_clauses`,
		`UPDATE receipts SET comment_id = 0`,
		`DELETE FROM receipts`,
	} {
		if _, err := c.db.Exec(statement); err == nil {
			t.Errorf("the database allowed %s", statement)
		}
	}
	if _, err := c.db.Exec(`UPDATE comments SET visibility = 'hidden', hidden_code = 'personal_data', hidden_reason = '含有他人信息'`); err != nil {
		t.Errorf("hiding with a reason: %v", err)
	}
	if _, err := c.db.Exec(`UPDATE comments SET visibility = 'pending', hidden_code = '', hidden_reason = ''`); err == nil {
		t.Error("a comment went back to pending")
	}
}

func TestNoTableHoldsPersonalDataInClear(t *testing.T) { // invariant 9
	t.Parallel()
	c := openCall(t)
	s := signed(c.clauses[0])
	if _, err := c.submit(t.Context(), "19900004321-key", s); err != nil {
		t.Fatal(err)
	}
	var tables []string
	if err := c.db.Select(&tables, `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		rows := c.dump(t, table)
		for _, secret := range []string{s.Name, s.Phone, "19900004321", s.Email, s.Organisation, s.USCC, "-key"} {
			if strings.Contains(rows, secret) || strings.Contains(rows, hex.EncodeToString([]byte(secret))) {
				t.Errorf("%s holds %q in clear", table, secret)
			}
		}
	}
	var sealed []byte
	c.get(t, &sealed, `SELECT name_sealed FROM comments`)
	if name, err := c.Keys.Open("comment.name", sealed); err != nil || name != s.Name {
		t.Errorf("the name opens as %q, %v", name, err)
	}
}

func TestThePublicReadsMaskedNamesOnly(t *testing.T) { // invariant 6
	t.Parallel()
	c := openCall(t)
	c.send(t, signed(c.clauses[0]))
	enterprise := signed()
	enterprise.Identity = consult.Enterprise
	c.send(t, enterprise)
	c.send(t, opinion("没有署名的意见"))
	c.moderateAll(t, consult.Published)
	list, err := c.Repo.PublishedComments(t.Context(), c.id, 1, 20)
	if err != nil || len(list.Items) != 3 || list.Total != 3 {
		t.Fatalf("%d of %d comments, %v", len(list.Items), list.Total, err)
	}
	for i, want := range []string{"", "云溪县虚构百货商店", "欧阳**"} { // newest first
		if got := list.Items[i]; got.PublicName != want || got.ReceiptNo != "" {
			t.Errorf("comment %d is by %q with receipt %q, want %q", i, got.PublicName, got.ReceiptNo, want)
		}
	}
	c.releaseAll(t, consult.Adopted)
	results, err := c.Repo.ResultsByNo(t.Context(), c.no, repo.ResultFilter{Page: 1, PerPage: 100})
	if err != nil || len(results.Rows) != 3 {
		t.Fatalf("%d rows, %v", len(results.Rows), err)
	}
	for i, want := range []string{"欧阳**", "云溪县虚构百货商店", ""} {
		if got := results.Rows[i].PublicName; got != want {
			t.Errorf("row %d is by %q, want %q", i, got, want)
		}
	}
}
