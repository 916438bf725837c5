package repo_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"nayan/internal/consult"
	"nayan/repo"
	"nayan/repo/repotest"
)

// calls is a database for consultations: two units and three members of staff.
type calls struct {
	*repo.Repo
	db       *sqlx.DB
	law      int64 // 县司法局
	police   int64 // 县公安局
	author   int64
	reviewer int64
	approver int64
}

func newCalls(t testing.TB) calls {
	t.Helper()
	db := repotest.DB(t)
	c := calls{Repo: repo.New(db, true), db: db}
	c.write(t, func(tx *repo.Tx) (err error) {
		if c.law, err = tx.InsertUnit(t.Context(), "云溪县司法局", 1); err != nil {
			return err
		}
		if c.police, err = tx.InsertUnit(t.Context(), "云溪县公安局", 2); err != nil {
			return err
		}
		for i, id := range []*int64{&c.author, &c.reviewer, &c.approver} {
			mark := []byte{byte(i)}
			*id, err = tx.InsertStaff(t.Context(), repo.Staff{UnitID: c.law, NameSealed: mark, EmailSealed: mark, EmailIndex: mark,
				PasswordHash: "-"}, noon)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return c
}

func (c calls) write(t testing.TB, fn func(*repo.Tx) error) {
	t.Helper()
	if err := c.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func (c calls) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := c.db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// fields are those of a call that is open at noon.
func (c calls) fields(title string) consult.Fields {
	return consult.Fields{Title: title, Contact: "电话", UnitID: c.law, Kind: consult.OtherKind, Audience: consult.Public,
		OpensAt: noon.AddDate(0, 0, -10), ClosesAt: noon.AddDate(0, 0, 20), NoticeMarkdown: "公告", Explanation: "说明"}
}

// draft inserts a consultation with a clause for each of the texts.
func (c calls) draft(t testing.TB, f consult.Fields, clauses ...string) (id int64) {
	t.Helper()
	c.write(t, func(tx *repo.Tx) (err error) {
		texts := repo.Texts{Fields: f, NoticeHTML: "<p>公告</p>", ExplanationHTML: "<p>说明</p>"}
		if id, err = tx.InsertConsultation(t.Context(), texts, c.author, noon); err != nil {
			return err
		}
		d := repo.Draft{Title: "征求意见稿", FileName: "draft.docx"}
		for i, text := range clauses {
			d.Clauses = append(d.Clauses, consult.Clause{ID: int64(i + 1), Kind: "article", Text: text, Label: fmt.Sprintf("第%d条", i+1)})
		}
		if _, err = tx.InsertDraft(t.Context(), id, d, c.author, noon); err != nil {
			return err
		}
		return tx.IndexConsultation(t.Context(), id)
	})
	return id
}

// release takes a drafted consultation through the review under the next number.
func (c calls) release(t testing.TB, id int64) (no string) {
	t.Helper()
	hands := consult.Hands{Author: c.author, Reviewer: c.reviewer, Approver: c.approver}
	c.write(t, func(tx *repo.Tx) (err error) {
		if no, err = tx.NextNumber(t.Context(), repo.ConsultationNumber, 2026); err != nil {
			return err
		}
		step := consult.ReviewStep{At: noon, StaffID: c.approver, Action: consult.Release, From: consult.Drafting, To: consult.Released}
		return tx.MoveConsultation(t.Context(), id, step, hands, no)
	})
	return no
}

// call inserts a released consultation.
func (c calls) call(t testing.TB, f consult.Fields) (id int64, no string) {
	t.Helper()
	id = c.draft(t, f, "第一条的内容", "第二条的内容")
	return id, c.release(t, id)
}

func (c calls) count(t testing.TB, id int64, slot, comments, published int) {
	t.Helper()
	c.exec(t, `INSERT INTO comment_counts (consultation_id, slot, comments, published) VALUES ($1, $2, $3, $4)`,
		id, slot, comments, published)
}

// day is noon so many days later.
func day(n int) time.Time { return noon.AddDate(0, 0, n) }
