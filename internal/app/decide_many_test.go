package app_test

import (
	"sync"
	"testing"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

func (c *call) many(t testing.TB, m app.Many) (int, error) {
	t.Helper()
	plan, err := c.PlanMany(t.Context(), c.id, m)
	if err != nil {
		t.Fatal(err)
	}
	m.Seen = plan.Figures
	return c.DecideMany(t.Context(), c.actor, c.id, m)
}

func all(d consult.Decision) app.Many {
	return app.Many{Selection: app.Selection{Filter: &repo.SuggestionFilter{}}, Decision: d}
}

func TestManyAreDecidedAtOnceAndWhatIsDecidedIsLeftAlone(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for _, body := range []string{"一", "二", "三", "四", "五"} {
		c.send(t, opinion(body))
	}
	ids := c.suggestions(t)
	c.want(t, c.say(t, ids[0], consult.NotAdopted, "《云溪县城市管理条例》第三条已有规定，本办法不再重复规定。", ""))
	c.gather(t, ids[1], ids[4])
	d := consult.Decision{Outcome: consult.Adopted, Reason: goodReason}
	plan, err := c.PlanMany(t.Context(), c.id, all(d))
	if err != nil || plan.Figures != (app.Figures{Open: 4, Decided: 1}) || len(plan.First) != 4 || len(plan.Warnings) != 1 ||
		plan.Warnings[0].Warning != consult.SameAsOther {
		t.Fatalf("the plan is %+v, %v", plan, err)
	}
	if _, err := c.many(t, all(d)); !fault.Is(err, fault.Invalid) || fault.Of(err).Fields[0].Key != "reason.warning.same_for_many" {
		t.Errorf("one reason for three that differ: %v", err)
	}
	d.Override = "三条意见同一处修改"
	if n, err := c.many(t, all(d)); n != 3 || err != nil {
		t.Fatalf("%d decided, %v", n, err)
	}
	if n := c.count(t, `SELECT count(*) FROM decisions WHERE outcome = 'adopted' AND overridden = 'same_as_other' AND reason_hash IS NOT NULL`); n != 3 {
		t.Errorf("%d decisions stored", n)
	}
	if n := c.count(t, `SELECT count(*) FROM decisions WHERE suggestion_id = $1 AND outcome = 'not_adopted'`, ids[0]); n != 1 {
		t.Error("what was decided is changed")
	}
	if n := c.count(t, `SELECT count(*) FROM decisions WHERE suggestion_id = $1`, ids[4]); n != 0 {
		t.Error("what was merged is decided")
	}
	if _, err := c.many(t, all(d)); fault.Of(err).Key != "decide.error.nothing_to_decide" {
		t.Errorf("nothing left: %v", err)
	}
	over := all(d)
	over.Overwrite = true
	c.checkAll(t)
	if n, err := c.many(t, over); n != 1 || err != nil { // the others say so already
		t.Errorf("%d decided anew, %v", n, err)
	}
	if n := c.count(t, `SELECT count(*) FROM decisions WHERE checked_by IS NOT NULL`); n != 3 {
		t.Errorf("%d keep their second look", n)
	}
	if n := c.count(t, `SELECT count(*) FROM past_decisions WHERE outcome = 'not_adopted' AND checked_by IS NOT NULL`); n != 1 {
		t.Error("what was overwritten is lost")
	}
	if n := c.count(t, `SELECT count(*) FROM audit_entries WHERE action = 'suggestion.decide_many' AND object_id = $1::text`, c.id); n != 2 {
		t.Errorf("%d entries, want one for each time", n)
	}
}

func TestManyOfOneGroupShareAReason(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for _, body := range []string{"增加停车位", "增加停車位", " 增加停车位"} {
		c.send(t, opinion(body))
	}
	if n, err := c.many(t, all(consult.Decision{Outcome: consult.Adopted, Reason: goodReason})); n != 3 || err != nil {
		t.Errorf("%d decided, %v", n, err)
	}
}

func TestOtherFiguresThanWereSeenDecideNothing(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("一"))
	c.send(t, opinion("二"))
	m := all(consult.Decision{Outcome: consult.Adopted, Reason: goodReason, Override: stands})
	m.Seen = app.Figures{Open: 2}
	c.send(t, opinion("三"))
	if _, err := c.DecideMany(t.Context(), c.actor, c.id, m); !fault.Is(err, fault.Conflict) || fault.Of(err).Key != "decide.error.other_figures" {
		t.Errorf("one more came: %v", err)
	}
	c.want(t, c.say(t, c.suggestions(t)[0], consult.Adopted, goodReason, ""))
	m.Seen = app.Figures{Open: 3}
	if _, err := c.DecideMany(t.Context(), c.actor, c.id, m); !fault.Is(err, fault.Conflict) {
		t.Errorf("one was decided meanwhile: %v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM decisions`); n != 1 {
		t.Errorf("%d decisions", n)
	}
}

// Deciding and checking at once: whoever comes second sees what the first one did, so
// that no decision stands that nobody has looked at.
func TestACheckNeverCoversWhatWasDecidedAfterItsLook(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("意见"))
	id := c.suggestions(t)[0]
	for round := range 20 {
		revision := round*2 + 1
		c.want(t, c.say(t, id, consult.Adopted, "已写入修改稿第三条第二款。", ""))
		var wait sync.WaitGroup
		wait.Go(func() {
			_ = c.App.Decide(t.Context(), c.actor, c.id, id, consult.Decision{Outcome: consult.Explained, Reason: "该建议涉及的事项修改稿第四条已经作出规定。"})
		})
		wait.Go(func() { // refused when it comes second
			_, _ = c.CheckChosen(t.Context(), c.second, c.id, app.Selection{IDs: []int64{id}}, repo.Seen{Until: c.now, Revision: revision})
		})
		wait.Wait()
		if n := c.count(t, `SELECT count(*) FROM decisions WHERE outcome = 'explained' AND revision = $1 AND checked_by IS NULL`, revision+1); n != 1 {
			t.Fatal("a decision that nobody looked at stands as checked")
		}
	}
}
