package app_test

import (
	"fmt"
	"testing"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/follow"
)

// published is a milestone that may be noted once the call of a desk is over.
func (d *desk) published() consult.Milestone {
	return consult.Milestone{Kind: consult.DecisionPublished, On: consult.DayOf(d.closes.AddDate(0, 0, 5)), Note: " 《云溪县养犬管理规定》\n（云政规〔2027〕1号） ",
		URL: "https://www.yunxi.example/1"}
}

func TestAMilestoneIsPublicAtOnceAndWithdrawnItStaysWithItsReason(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.publicCall(t)
	if _, err := d.NoteMilestone(t.Context(), d.wang, id, d.published()); !fault.Is(err, fault.Conflict) {
		t.Errorf("while the call is open: %v", err)
	}
	d.setClock(d.closes.AddDate(0, 0, 10))
	first, err := d.NoteMilestone(t.Context(), d.wang, id, d.published())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.NoteMilestone(t.Context(), d.wang, id, d.published()); !fault.Is(err, fault.Invalid) {
		t.Errorf("published twice: %v", err)
	}
	if err := d.WithdrawMilestone(t.Context(), d.wang, id, first, "文号写错"); err != nil {
		t.Fatal(err)
	}
	if err := d.WithdrawMilestone(t.Context(), d.wang, id, first, "再撤"); !fault.Is(err, fault.Conflict) {
		t.Errorf("withdrawn twice: %v", err)
	}
	if err := d.WithdrawMilestone(t.Context(), d.wang, id, first+9, "没有"); !fault.Is(err, fault.NotFound) {
		t.Errorf("what is not there: %v", err)
	}
	if _, err := d.NoteMilestone(t.Context(), d.wang, id, d.published()); err != nil {
		t.Errorf("noted anew: %v", err)
	}
	n, err := d.Repo.NoticeByNo(t.Context(), d.state(t, id).No)
	if err != nil || len(n.Milestones) != 2 || n.Milestones[0].WithdrawnWhy != "文号写错" || n.Milestones[0].WithdrawnBy != d.wang.StaffID ||
		n.Milestones[1].Note != "《云溪县养犬管理规定》 （云政规〔2027〕1号）" || len(consult.MilestonesInForce(n.Milestones)) != 1 {
		t.Errorf("the public reads %+v: %v", n.Milestones, err)
	}
}

func TestAMilestoneHoldsNobodysData(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.publicCall(t)
	d.setClock(d.closes.AddDate(0, 0, 10))
	m := d.published()
	m.Note = "详情请打 13800000000 问老张"
	_, err := d.NoteMilestone(t.Context(), d.wang, id, m)
	if f := fault.Of(err); len(f.Fields) != 1 || f.Fields[0].Name != "note" || fmt.Sprint(f.Fields[0].Args) != "[138******00]" {
		t.Errorf("a note: %v", err)
	}
	noted, err := d.NoteMilestone(t.Context(), d.wang, id, d.published())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.WithdrawMilestone(t.Context(), d.wang, id, noted, m.Note); !fault.Is(err, fault.Invalid) {
		t.Errorf("a reason: %v", err)
	}
}

func TestTheDatabaseLetsNoMilestoneBeEdited(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.publicCall(t)
	d.setClock(d.closes.AddDate(0, 0, 10))
	if _, err := d.NoteMilestone(t.Context(), d.wang, id, d.published()); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE milestones SET note = '别的'`, `UPDATE milestones SET on_day = on_day + 1`, `DELETE FROM milestones`,
		`UPDATE milestones SET withdrawn_at = now()`,
		`INSERT INTO milestones (consultation_id, kind, on_day, note, url, noted_by, noted_at)
			SELECT consultation_id, kind, on_day, note, 'http://x', noted_by, noted_at FROM milestones`,
		`INSERT INTO milestones (consultation_id, kind, on_day, note, url, noted_by, noted_at)
			SELECT consultation_id, kind, on_day, note, url, noted_by, noted_at FROM milestones`,
	} {
		if _, err := d.db.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s is taken", statement)
		}
	}
}

func TestWhoFollowsAConsultationIsToldWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	c.following(t, zhu, follow.Subject{No: c.no})
	c.following(t, "unit@example.com", follow.Subject{UnitID: c.unit(t)})
	c.now = callCloses.AddDate(0, 0, 10)
	actor := app.Actor{StaffID: 1}
	tell := func(change int64) []mail {
		job := app.TellFollowers{ConsultationID: c.id, Event: follow.Milestone, ChangeID: change}
		if err := c.TellFollowers(t.Context(), job, c.now); err != nil {
			t.Fatal(err)
		}
		return c.mails(t)
	}
	m := consult.Milestone{Kind: consult.DecisionPublished, On: consult.DayOf(c.now), Note: "云政规〔2027〕1号"}
	wrong, err := c.NoteMilestone(t.Context(), actor, c.id, m)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.WithdrawMilestone(t.Context(), actor, c.id, wrong, "文号写错"); err != nil {
		t.Fatal(err)
	}
	c.now = c.now.Add(1)
	if got := tell(wrong); len(got) != 0 {
		t.Errorf("what was withdrawn meanwhile is told: %+v", got)
	}
	right, err := c.NoteMilestone(t.Context(), actor, c.id, m)
	if err != nil {
		t.Fatal(err)
	}
	got := tell(right)
	if len(got) != 1 || got[0].to != zhu || got[0].values.Progress != string(consult.DecisionPublished) || got[0].values.Path != "/consultations/"+c.no+"#progress" {
		t.Errorf("told: %+v", got)
	}
}
