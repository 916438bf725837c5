package repo_test

import (
	"io"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

func TestAReleasedConsultationIsReadByItsNumber(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	id, no := c.call(t, c.fields("关于公开征求意见的公告"))
	c.count(t, id, 1, 5, 2)
	c.count(t, id, 7, 12, 0)
	got, err := c.ConsultationByNo(t.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	if no != "2026-0001" || got.ID != id || got.Title != "关于公开征求意见的公告" || got.UnitName != "云溪县司法局" || got.State != consult.Released {
		t.Errorf("%s: %+v", no, got)
	}
	if got.CommentCount != 17 || got.PublishedCount != 2 {
		t.Errorf("the slots add up to %d and %d, want 17 and 2", got.CommentCount, got.PublishedCount)
	}
	if !got.OpensAt.Equal(day(-10)) || !got.ClosesAt.Equal(day(20)) || got.ResultsAt != nil || got.ReleasedAt == nil {
		t.Errorf("times: %+v, released %v", got.Times, got.ReleasedAt)
	}
	if got.Hands() != (consult.Hands{Author: c.author, Reviewer: c.reviewer, Approver: c.approver}) {
		t.Errorf("hands: %+v", got.Hands())
	}
}

func TestThePublicReadsNothingThatIsNotReleased(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	id := c.draft(t, c.fields("起草中"), "条文")
	c.attach(t, id, "表格.pdf", []byte("%PDF-"))
	for _, no := range []string{"", "2026-0001", "x' OR 1=1 --", "\x01"} {
		_, e1 := c.ConsultationByNo(t.Context(), no)
		_, e2 := c.NoticeByNo(t.Context(), no)
		_, e3 := c.ExplanationByNo(t.Context(), no)
		_, e4 := c.DraftByNo(t.Context(), no)
		_, e5 := c.AttachmentByNo(t.Context(), no, 1)
		for i, err := range []error{e1, e2, e3, e4, e5} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("read %d of %q: %v", i+1, no, err)
			}
		}
	}
	if l, err := c.Consultations(t.Context(), repo.Filter{Now: noon}); err != nil || l.Total != 0 {
		t.Errorf("the list shows %d, %v", l.Total, err)
	}
}

func TestTheTabsShowTheirTexts(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	id := c.draft(t, c.fields("公告"), "一", "二", "三")
	first := c.attach(t, id, "反馈表.docx", []byte("PK"))
	second := c.attach(t, id, "图 \"一\".png", []byte("png"))
	no := c.release(t, id)

	n, err := c.NoticeByNo(t.Context(), no)
	if err != nil || n.HTML != "<p>公告</p>" || n.Title != "公告" {
		t.Errorf("notice: %+v, %v", n, err)
	}
	want := []consult.Attachment{{ID: first, Name: "反馈表.docx", MediaType: "application/test", Size: 2},
		{ID: second, Name: "图 \"一\".png", MediaType: "application/test", Size: 3}}
	if len(n.Attachments) != 2 || n.Attachments[0] != want[0] || n.Attachments[1] != want[1] {
		t.Errorf("attachments: %+v", n.Attachments)
	}
	e, err := c.ExplanationByNo(t.Context(), no)
	if err != nil || e.HTML != "<p>说明</p>" || e.No != no {
		t.Errorf("explanation: %+v, %v", e, err)
	}
	d, err := c.DraftByNo(t.Context(), no)
	if err != nil || d.DraftTitle != "征求意见稿" || d.Version != 1 || len(d.Clauses) != 3 || d.Clauses[2].Text != "三" {
		t.Errorf("draft: %+v, %v", d, err)
	}
	if d.Clauses[0].ID >= d.Clauses[1].ID || d.Clauses[1].ID >= d.Clauses[2].ID {
		t.Errorf("ids do not rise in document order: %+v", d.Clauses)
	}
}

func TestANoticeWithoutAttachmentsHasNone(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	_, no := c.call(t, c.fields("公告"))
	n, err := c.NoticeByNo(t.Context(), no)
	if err != nil || len(n.Attachments) != 0 {
		t.Errorf("attachments: %+v, %v", n.Attachments, err)
	}
}

// attach writes a file in chunks of two bytes.
func (c calls) attach(t testing.TB, consultationID int64, name string, content []byte) int64 {
	t.Helper()
	a := repo.Attachment{ConsultationID: consultationID, SHA256: []byte("sum")}
	a.Name, a.MediaType, a.Size = name, "application/test", int64(len(content))
	c.write(t, func(tx *repo.Tx) (err error) {
		if a.ID, err = tx.TakeAttachmentID(t.Context()); err != nil {
			return err
		}
		for seq := 0; seq*2 < len(content); seq++ {
			if err := tx.InsertChunk(t.Context(), consultationID, a.ID, seq, content[seq*2:min(len(content), seq*2+2)]); err != nil {
				return err
			}
		}
		return tx.InsertAttachment(t.Context(), a, c.author, noon)
	})
	return a.ID
}

func TestAFileIsReadChunkByChunk(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	id := c.draft(t, c.fields("公告"), "条文")
	file := c.attach(t, id, "意见表.pdf", []byte("%PDF-1.7"))
	no := c.release(t, id)
	a, err := c.AttachmentByNo(t.Context(), no, file)
	if err != nil || a.Name != "意见表.pdf" || a.ConsultationID != id || string(a.SHA256) != "sum" {
		t.Fatalf("head: %+v, %v", a, err)
	}
	content, err := io.ReadAll(c.AttachmentContent(a))
	if err != nil || string(content) != "%PDF-1.7" {
		t.Errorf("content %q, %v", content, err)
	}
	_, other := c.call(t, c.fields("另一件"))
	if _, err := c.AttachmentByNo(t.Context(), other, file); !fault.Is(err, fault.NotFound) {
		t.Errorf("under another number: %v", err)
	}
	c.exec(t, `ALTER TABLE attachment_chunks DISABLE TRIGGER attachment_chunks_published`)
	c.exec(t, `DELETE FROM attachment_chunks WHERE attachment_id = $1 AND seq = 2`, file)
	if _, err := io.ReadAll(c.AttachmentContent(a)); err == nil {
		t.Error("a file with a missing chunk was read without an error")
	}
}

func TestAClauseAndADraftAreImmutable(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	id := c.draft(t, c.fields("公告"), "不可改")
	for _, statement := range []string{
		`UPDATE clauses SET text = '改了' WHERE consultation_id = $1`,
		`UPDATE clauses SET label = '第九条' WHERE consultation_id = $1`,
		`UPDATE clauses SET parent_id = 9 WHERE consultation_id = $1`,
		`UPDATE clauses SET draft_id = draft_id + 1 WHERE consultation_id = $1`,
		`DELETE FROM clauses WHERE consultation_id = $1`,
		`UPDATE drafts SET title = '改了' WHERE consultation_id = $1`,
		`DELETE FROM drafts WHERE consultation_id = $1`,
	} {
		if _, err := c.db.Exec(statement, id); err == nil {
			t.Errorf("%s went through", statement)
		}
	}
	c.exec(t, `UPDATE clauses SET published_points = published_points + 1 WHERE consultation_id = $1`, id)
	d, err := c.DraftByID(t.Context(), id)
	if err != nil || d.Clauses[0].Text != "不可改" || d.Clauses[0].PublishedPoints != 1 {
		t.Errorf("only the counter moves: %+v, %v", d.Clauses, err)
	}
}

func TestANewTextIsANewVersionAndTheOldOneStays(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	id := c.draft(t, c.fields("公告"), "旧")
	old, err := c.DraftByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	next := repo.Draft{Title: "第二稿", FileName: "v2.md", Warnings: repo.DraftWarnings{{Place: "第一条", Message: "缺号"}},
		Clauses: []consult.Clause{{ID: 1, Kind: "chapter", Heading: "总则"}, {ID: 2, ParentID: 1, Depth: 1, Kind: "article", Text: "新"}}}
	c.write(t, func(tx *repo.Tx) error {
		saved, err := tx.InsertDraft(t.Context(), id, next, c.author, day(1))
		if saved.Version != 2 {
			t.Errorf("version %d", saved.Version)
		}
		return err
	})
	d, err := c.DraftByID(t.Context(), id)
	if err != nil || d.Version != 2 || d.FileName != "v2.md" || len(d.Warnings) != 1 || d.Warnings[0].Message != "缺号" {
		t.Fatalf("draft: %+v, %v", d, err)
	}
	if d.Clauses[0].ParentID != 0 || d.Clauses[1].ParentID != d.Clauses[0].ID || d.Clauses[1].Depth != 1 {
		t.Errorf("the tree: %+v", d.Clauses)
	}
	var left int
	if err := c.db.Get(&left, `SELECT count(*) FROM clauses WHERE consultation_id = $1 AND draft_id = $2`, id, old.ID); err != nil || left != 1 {
		t.Errorf("the old version has %d clauses, %v", left, err)
	}
}

func TestAConsultationWithoutADraftHasNoneToShow(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	var id int64
	c.write(t, func(tx *repo.Tx) (err error) {
		id, err = tx.InsertConsultation(t.Context(), repo.Texts{Fields: c.fields("公告")}, c.author, noon)
		return err
	})
	if _, err := c.DraftByID(t.Context(), id); !fault.Is(err, fault.NotFound) {
		t.Errorf("draft: %v", err)
	}
	con, err := c.ConsultationByID(t.Context(), id)
	if err != nil || con.Clauses != 0 || con.DraftID != 0 || con.Fields().Title != "公告" {
		t.Errorf("desk: %+v, %v", con, err)
	}
}
