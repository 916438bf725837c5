package app_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// answer decides suggestions alike, as actor, and lets a second person check them.
func (c *call) answer(t testing.TB, outcome consult.Outcome, reason string, suggestions ...int64) {
	t.Helper()
	for _, id := range suggestions {
		if err := c.Decide(t.Context(), c.actor, c.id, id, consult.Decision{Outcome: outcome, Reason: reason}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.CheckDecisions(t.Context(), c.second, c.id, suggestions); err != nil {
		t.Fatal(err)
	}
}

// releaseFirst releases what is ready, which must work.
func (c *call) releaseFirst(t testing.TB) {
	t.Helper()
	if err := c.ReleaseFirst(t.Context(), c.actor, c.id); err != nil {
		t.Fatal(err)
	}
}

func (c *call) receipt(t testing.TB, r consult.Receipt) consult.ReceiptStatus {
	t.Helper()
	s, err := c.Receipt(t.Context(), r.No, r.Secret)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestABatchMakesPublicWhatIsReadyAndTheLastOneTheRest(t *testing.T) { // invariant 3
	t.Parallel()
	c := openCall(t)
	both := c.send(t, consult.Submission{Points: []consult.Point{{Body: "第二条的意见", ClauseIDs: c.clauses[1:2]}, {Body: "先答复的意见"}}})
	single := c.send(t, opinion("第一条的意见", c.clauses[0]))
	c.moderateAll(t, consult.Published)
	ids := c.suggestions(t)
	c.answer(t, consult.Adopted, "采纳。", ids[1])
	c.answer(t, consult.NotAdopted, "与上位法不符。", ids[2])
	c.now = callCloses
	c.releaseFirst(t)

	page, err := c.Repo.ResultsByNo(t.Context(), c.no, repo.ResultFilter{Page: 1, PerPage: 100})
	if err != nil || page.Batches != 1 || page.LeftOpen != 1 || page.Total != 2 || len(page.Rows) != 2 || !page.Foots() {
		t.Fatalf("after the first batch %+v, %v", page, err)
	}
	if page.PhaseAt(c.now) != consult.Closed || page.Comments != 2 || page.Rows[1].Body != "第一条的意见" || page.Rows[1].Position != 2 {
		t.Errorf("after the first batch %+v", page)
	}
	if s := c.receipt(t, both); s.State != consult.Received || len(s.Points[0].Decisions) != 0 || len(s.Points[1].Decisions) != 1 {
		t.Errorf("a comment answered in part: %+v", s)
	}
	if s := c.receipt(t, single); s.State != consult.Decided || s.Points[0].Decisions[0].Reason != "与上位法不符。" {
		t.Errorf("a comment answered whole: %+v", s)
	}

	c.now = callCloses.Add(time.Hour)
	c.answer(t, consult.Explained, "已有规定。", ids[0])
	if err := c.ReleaseFirst(t.Context(), c.actor, c.id); fault.Of(err).Key != "results.error.all_ready" {
		t.Errorf("a batch of all that is left: %v", err)
	}
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); err != nil {
		t.Fatal(err)
	}
	page, err = c.Repo.ResultsByNo(t.Context(), c.no, repo.ResultFilter{Page: 1, PerPage: 100})
	if err != nil || page.Batches != 2 || page.LeftOpen != 0 || page.Total != 3 || page.Suggestions != 3 || page.Explained != 1 || page.Adopted != 1 {
		t.Errorf("after the last batch %+v, %v", page, err)
	}
	if page.PhaseAt(c.now) != consult.Answered || !page.ResultsAt.Equal(c.now) || !page.FirstResultsAt.Equal(callCloses) || page.Rows[2].Position != 3 {
		t.Errorf("after the last batch %+v", page)
	}
	byClause, err := c.Repo.ResultsByClause(t.Context(), c.no, 1, 100)
	if err != nil || byClause.Total != 3 || len(byClause.Clauses) != 3 || byClause.Clauses[1].Label != "第一条" || byClause.Clauses[2].Label != "第二条" {
		t.Errorf("by clause %+v, %v", byClause, err)
	}
	if s := c.receipt(t, both); s.State != consult.Decided || s.Points[0].Decisions[0].Outcome != consult.Explained {
		t.Errorf("after the last batch %+v", s)
	}
	if n := c.count(t, `SELECT count(*) FROM audit_entries WHERE action = 'results.first' AND (after->>'left_open')::int = 1`); n != 1 { // invariant 8
		t.Errorf("%d first releases in the audit", n)
	}
	if n := c.count(t, `SELECT count(*) FROM follow_events WHERE event = 'results'`); n != 1 {
		t.Errorf("followers are told %d times", n)
	}
}

func TestABatchNeedsSomethingThatTwoPeopleStandBehind(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("已办理、没有复核的意见"))
	c.send(t, opinion("没有办理的意见"))
	ids := c.suggestions(t)
	if err := c.Decide(t.Context(), c.actor, c.id, ids[0], consult.Decision{Outcome: consult.Adopted, Reason: "采纳。"}); err != nil {
		t.Fatal(err)
	}
	if err := c.ReleaseFirst(t.Context(), c.actor, c.id); fault.Of(err).Key != "results.error.not_closed" {
		t.Errorf("before closing: %v", err)
	}
	c.now = callCloses
	if err := c.ReleaseFirst(t.Context(), c.actor, c.id); fault.Of(err).Key != "results.error.none_ready" {
		t.Errorf("nothing is checked: %v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM results`); n != 0 {
		t.Errorf("%d batches", n)
	}
	c.exec(t, `UPDATE consultations SET intake_days = 5`)
	c.checkAll(t)
	if err := c.ReleaseFirst(t.Context(), c.actor, c.id); fault.Of(err).Key != "results.error.intake" {
		t.Errorf("while clerks may record: %v", err)
	}
}

func TestWhatABatchMadePublicStays(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("先答复的意见"))
	c.send(t, opinion("没有答复的意见"))
	ids := c.suggestions(t)
	c.answer(t, consult.Adopted, "采纳。", ids[0])
	c.now = callCloses
	c.releaseFirst(t)
	err := c.Decide(t.Context(), c.actor, c.id, ids[0], consult.Decision{Outcome: consult.NotAdopted, Reason: "改口。"})
	if !fault.Is(err, fault.Conflict) || fault.Of(err).Key != "decide.error.released" {
		t.Errorf("a released decision: %v", err)
	}
	if err := c.Withdraw(t.Context(), c.actor, c.id, "不再制定。"); fault.Of(err).Key != "change.error.withdraw" {
		t.Errorf("withdrawn after the first answers: %v", err)
	}
	if err := c.Decide(t.Context(), c.actor, c.id, ids[1], consult.Decision{Outcome: consult.NotAdopted, Reason: "理由。"}); err != nil {
		t.Errorf("an open one: %v", err)
	}
	for _, statement := range []string{
		`UPDATE decisions SET outcome = 'explained' WHERE suggestion_id = (SELECT min(suggestion_id) FROM result_rows)`,
		`UPDATE consultations SET withdrawn_at = closes_at + interval '1 day'`, `UPDATE result_rows SET batch = 1, position = 7`,
		`UPDATE result_rows SET corrected_at = now()`, `DELETE FROM result_row_clauses`,
	} {
		if _, err := c.db.Exec(statement); err == nil {
			t.Errorf("the database allowed %s", statement)
		}
	}
}

func TestOfTwoBatchesAtOnceOneGoesOut(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("一"))
	c.send(t, opinion("二"))
	c.answer(t, consult.Adopted, "采纳。", c.suggestions(t)[0])
	c.now = callCloses
	errs := make([]error, 4)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { errs[i] = c.ReleaseFirst(t.Context(), c.actor, c.id) })
	}
	wg.Wait()
	lost := slices.DeleteFunc(slices.Clone(errs), func(err error) bool { return err == nil })
	if len(lost) != 3 || c.count(t, `SELECT count(*) FROM results`) != 1 || c.count(t, `SELECT count(*) FROM result_rows`) != 1 {
		t.Errorf("%d of %d lost", len(lost), len(errs))
	}
	for _, err := range lost {
		if fault.Of(err).Key != "results.error.none_ready" {
			t.Errorf("a loser: %v", err)
		}
	}
}

// A decision is either in the batch as it was checked, or still open: never half.
func TestABatchAndADecisionAtOnceTakeTurns(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for range 8 {
		c.send(t, opinion("意见"))
	}
	ids := c.suggestions(t)
	c.answer(t, consult.Adopted, "采纳。", ids[:7]...)
	c.now = callCloses
	var wg sync.WaitGroup
	for _, id := range ids[:7] {
		wg.Go(func() {
			err := c.Decide(t.Context(), c.actor, c.id, id, consult.Decision{Outcome: consult.NotAdopted, Reason: "再想想。"})
			if err != nil && fault.Of(err).Key != "decide.error.released" {
				t.Errorf("a decision at the same time: %v", err)
			}
		})
	}
	wg.Go(func() {
		if err := c.ReleaseFirst(t.Context(), c.actor, c.id); err != nil && fault.Of(err).Key != "results.error.none_ready" {
			t.Error(err)
		}
	})
	wg.Wait()
	if n := c.count(t, `SELECT count(*) FROM result_rows w JOIN decisions d ON d.suggestion_id = w.suggestion_id
		WHERE (w.outcome, w.reason) IS DISTINCT FROM (d.outcome, d.reason) OR d.checked_by IS NULL`); n != 0 {
		t.Errorf("%d lines say what nobody decided or checked", n)
	}
}
