package app_test

import (
	"bytes"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/draft"
	"nayan/internal/privacy"
	"nayan/repo"
	"nayan/repo/repotest"
)

// draftText has chapters, articles, a second paragraph and items.
const draftText = `# 云溪县养犬管理规定（征求意见稿）

## 第一章　总则

第一条　为了规范养犬行为，制定本规定。

第二条　本规定适用于本县。

法律另有规定的，从其规定。

## 第二章　管理

第三条　禁止下列行为：

（一）携犬进入学校；

（二）遗弃犬只。
`

// desk is a county with a unit and four members of staff, at a time the test sets.
type desk struct {
	*app.App
	db                     *sqlx.DB
	clock                  atomic.Pointer[time.Time]
	unit                   int64
	wang, li, zhao, chen   app.Actor // wang drafts, li reviews, zhao approves, chen has no hand in it
	opens, closes, morning time.Time
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	keys, err := privacy.NewKeys(bytes.Repeat([]byte{7}, privacy.MasterKeySize))
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{db: repotest.DB(t), morning: time.Date(2026, 11, 22, 9, 0, 0, 0, consult.Zone)}
	d.opens, d.closes = d.morning.AddDate(0, 0, 1), time.Date(2026, 12, 24, 0, 0, 0, 0, consult.Zone)
	d.setClock(d.morning)
	d.App = &app.App{Repo: repo.New(d.db, true), Keys: keys, Now: func() time.Time { return *d.clock.Load() }}
	err = d.Repo.Write(t.Context(), func(tx *repo.Tx) (err error) {
		if d.unit, err = tx.InsertUnit(t.Context(), "云溪县公安局", 1); err != nil {
			return err
		}
		for i, actor := range []*app.Actor{&d.wang, &d.li, &d.zhao, &d.chen} {
			mark := []byte{byte(i)}
			actor.StaffID, err = tx.InsertStaff(t.Context(), repo.Staff{UnitID: d.unit, NameSealed: mark, EmailSealed: mark,
				EmailIndex: mark, PasswordHash: "-"}, d.morning)
			if err != nil {
				return err
			}
			grants := account.For(d.unit, account.Drafter, account.Reviewer, account.Approver)
			if err := tx.SetGrants(t.Context(), actor.StaffID, grants, 0, d.morning); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) setClock(now time.Time) { d.clock.Store(&now) }

func (d *desk) fields() consult.Fields {
	return consult.Fields{Title: "关于公开征求《云溪县养犬管理规定》意见的公告", LegalBasis: "《重大行政决策程序暂行条例》",
		Contact: "云溪县公安局 0571-00000000", UnitID: d.unit, Kind: consult.MajorDecision, Audience: consult.Public,
		OpensAt: d.opens, ClosesAt: d.closes, NoticeMarkdown: "## 公告\n\n现公开征求意见。", Explanation: "为什么要定。"}
}

func parsed(t testing.TB) draft.Tree {
	t.Helper()
	tree, err := draft.Parse("draft.md", []byte(draftText))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// drafted gives a consultation of wang's with a draft.
func (d *desk) drafted(t testing.TB) (id int64) {
	t.Helper()
	id, err := d.CreateConsultation(t.Context(), d.wang, d.fields())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.SaveDraft(t.Context(), d.wang, id, "draft.md", parsed(t)); err != nil {
		t.Fatal(err)
	}
	d.lawful(t, id)
	return id
}

// lawful puts a legality review on record, which the kinds of these tests ask for.
func (d *desk) lawful(t testing.TB, id int64) {
	t.Helper()
	if err := d.RecordLegality(t.Context(), d.wang, id, d.lawfulness()); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) lawfulness() consult.Legality {
	return consult.Legality{Office: "云溪县司法局", OpinionNo: "云司审〔2026〕1号", ReviewedOn: d.Now().AddDate(0, 0, -1), Opinion: "未见抵触。"}
}

// step takes a step that must succeed.
func (d *desk) step(t testing.TB, id int64, by app.Actor, action consult.Action, reason string) {
	t.Helper()
	if err := d.Step(t.Context(), by, id, action, reason); err != nil {
		t.Fatalf("%s: %v", action, err)
	}
}

// approved gives a consultation that went through wang's, li's and zhao's hands.
func (d *desk) approved(t testing.TB) (id int64) {
	t.Helper()
	id = d.drafted(t)
	d.step(t, id, d.wang, consult.Submit, "")
	d.step(t, id, d.li, consult.ReviewPass, "")
	d.step(t, id, d.zhao, consult.Approve, "")
	return id
}

// state reads what the desk shows.
func (d *desk) state(t testing.TB, id int64) repo.DeskConsultation {
	t.Helper()
	c, err := d.Repo.ConsultationByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// audited gives the actions of the audit on a consultation, oldest first.
func (d *desk) audited(t testing.TB) (actions []string) {
	t.Helper()
	err := d.db.Select(&actions, `SELECT action FROM audit_entries WHERE object_kind = 'consultation' ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	return actions
}

// everything gives what the database holds of consultations, as text.
func (d *desk) everything(t testing.TB) string {
	t.Helper()
	var all string
	err := d.db.Get(&all, `SELECT concat_ws('|',
		(SELECT string_agg(x::text, ' ' ORDER BY id) FROM consultations x), (SELECT string_agg(x::text, ' ' ORDER BY id) FROM drafts x),
		(SELECT string_agg(x::text, ' ' ORDER BY id) FROM clauses x), (SELECT string_agg(x::text, ' ' ORDER BY id) FROM attachments x),
		(SELECT count(*) FROM attachment_chunks), (SELECT string_agg(x::text, ' ' ORDER BY id) FROM review_steps x),
		(SELECT string_agg(x::text, ' ') FROM numbers x), (SELECT count(*) FROM audit_entries))`)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
