package app_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// correct proposes a correction as actor.
func (c *call) correct(t testing.TB, suggestion int64, outcome consult.Outcome, reason, why string) int64 {
	t.Helper()
	id, err := c.ProposeCorrection(t.Context(), c.actor, c.id, consult.NewCorrection{SuggestionID: suggestion,
		Decision: consult.Decision{Outcome: outcome, Reason: reason}, Why: why})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestACorrectionIsInForceOnceAnotherPersonConfirmedIt(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	receipt := c.send(t, opinion("把桶放在东门", c.clauses[1]))
	c.moderateAll(t, consult.Published)
	c.releaseAll(t, consult.Adopted)
	suggestion := c.suggestions(t)[0]
	id := c.correct(t, suggestion, consult.PartlyAdopted, "采纳前半部分。", "核对时发现第二项没有写入草案。")
	if page, err := c.Repo.ResultsByNo(t.Context(), c.no, repo.ResultFilter{Page: 1, PerPage: 10}); err != nil || page.Adopted != 1 || page.Corrected != 0 {
		t.Errorf("a proposal alone shows: %+v, %v", page, err)
	}
	if err := c.ConfirmCorrection(t.Context(), c.actor, c.id, id); fault.Of(err).Key != "correct.error.own" {
		t.Errorf("confirmed by who proposed it: %v", err)
	}
	if _, err := c.ProposeCorrection(t.Context(), c.second, c.id, consult.NewCorrection{SuggestionID: suggestion,
		Decision: consult.Decision{Outcome: consult.Explained, Reason: "另有规定。"}, Why: "另有规定。"}); fault.Of(err).Key != "correct.error.open" {
		t.Errorf("a second one at a time: %v", err)
	}
	c.now = c.now.Add(48 * time.Hour)
	if err := c.ConfirmCorrection(t.Context(), c.second, c.id, id); err != nil {
		t.Fatal(err)
	}
	page, err := c.Repo.ResultsByNo(t.Context(), c.no, repo.ResultFilter{Page: 1, PerPage: 10})
	if err != nil || page.PartlyAdopted != 1 || page.Adopted != 0 || !page.Foots() || page.Corrected != 1 || len(page.Corrections) != 1 {
		t.Fatalf("%+v, %v", page, err)
	}
	if k, row := page.Corrections[0], page.Rows[0]; k.OldOutcome != consult.Adopted || k.OldReason != "理由。" || k.Why == "" || k.Position != 1 ||
		row.Outcome != consult.PartlyAdopted || row.Reason != "采纳前半部分。" || row.CorrectedAt == nil || !row.CorrectedAt.Equal(c.now) {
		t.Errorf("line %+v, correction %+v", row, k)
	}
	byClause, err := c.Repo.ResultsByClause(t.Context(), c.no, 1, 10)
	if err != nil || byClause.PartlyAdopted != 1 || len(byClause.Corrections) != 1 {
		t.Errorf("by clause %+v, %v", byClause, err)
	}
	if n := c.count(t, `SELECT adopted FROM results`); n != 1 {
		t.Error("the figures as they were published are gone")
	}
	if s := c.receipt(t, receipt); s.Points[0].Decisions[0] != (consult.Decision{Outcome: consult.PartlyAdopted, Reason: "采纳前半部分。"}) {
		t.Errorf("receipt %+v", s.Points[0])
	}
	if page.Changes[0].Kind != consult.Corrected || page.Changes[0].Reason != "核对时发现第二项没有写入草案。" {
		t.Errorf("history %+v", page.Changes)
	}
	if err := c.ConfirmCorrection(t.Context(), c.second, c.id, id); fault.Of(err).Key != "correct.error.settled" {
		t.Errorf("confirmed twice: %v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM audit_entries WHERE action = 'results.correct' AND before->>'outcome' = 'adopted'`); n != 1 { // invariant 8
		t.Errorf("%d corrections in the audit", n)
	}
	if n := c.count(t, `SELECT count(*) FROM follow_events`); n != 1 {
		t.Errorf("followers hear of a correction: %d events", n)
	}
}

func TestACorrectionSaysWhyInWordsThatMayBePublic(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("意见"))
	c.send(t, opinion("还没有答复的意见"))
	ids := c.suggestions(t)
	c.answer(t, consult.Adopted, "采纳。", ids[0])
	c.now = callCloses
	c.releaseFirst(t)
	decision := consult.Decision{Outcome: consult.Explained, Reason: "已有规定。"}
	for name, k := range map[string]struct {
		consult.NewCorrection
		want string
	}{
		"no reason":     {consult.NewCorrection{SuggestionID: ids[0], Decision: consult.Decision{Outcome: consult.Explained}, Why: "笔误。"}, "reason correct.error.reason_required"},
		"no why":        {consult.NewCorrection{SuggestionID: ids[0], Decision: decision}, "why correct.error.why_required"},
		"the same":      {consult.NewCorrection{SuggestionID: ids[0], Decision: consult.Decision{Outcome: consult.Adopted, Reason: "采纳。"}, Why: "笔误。"}, "reason correct.error.same"},
		"a phone":       {consult.NewCorrection{SuggestionID: ids[0], Decision: decision, Why: "请致电 19900001111。"}, "why check.error.public_reason"},
		"a phone there": {consult.NewCorrection{SuggestionID: ids[0], Decision: consult.Decision{Outcome: consult.Adopted, Reason: "请致电 19900001111。"}, Why: "笔误。"}, "reason check.error.public_reason"},
	} {
		_, err := c.ProposeCorrection(t.Context(), c.actor, c.id, k.NewCorrection)
		if f := fault.Of(err).Fields; !fault.Is(err, fault.Invalid) || len(f) != 1 || f[0].Name+" "+f[0].Key != k.want {
			t.Errorf("%s: %v, want %s", name, err, k.want)
		}
	}
	if _, err := c.ProposeCorrection(t.Context(), c.actor, c.id, consult.NewCorrection{SuggestionID: ids[1], Decision: decision, Why: "笔误。"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("of what is not public: %v", err)
	}
	id := c.correct(t, ids[0], consult.Explained, "已有规定。", "笔误。")
	if err := c.DropCorrection(t.Context(), c.second, c.id, id); err != nil {
		t.Fatal(err)
	}
	if err := c.ConfirmCorrection(t.Context(), c.second, c.id, id); fault.Of(err).Key != "correct.error.settled" {
		t.Errorf("confirmed after it was given up: %v", err)
	}
	c.correct(t, ids[0], consult.Explained, "已有规定。", "笔误。") // another may follow
}

func TestTheDatabaseCorrectsNothingWithoutAConfirmedCorrection(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("意见"))
	c.releaseAll(t, consult.Adopted)
	id := c.correct(t, c.suggestions(t)[0], consult.Explained, "已有规定。", "笔误。")
	for _, statement := range []string{
		`UPDATE result_rows SET outcome = 'explained', reason = '已有规定。'`, `UPDATE decisions SET outcome = 'explained', reason = '已有规定。'`,
		`UPDATE result_corrections SET why = '别的原因。'`, `DELETE FROM result_corrections`,
		fmt.Sprintf(`UPDATE result_corrections SET confirmed_by = %d, confirmed_at = now()`, c.actor.StaffID),
	} {
		tx := c.db.MustBegin()
		if _, err := tx.Exec(`SELECT set_config('nayan.correct', 'on', true)`); err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(statement); err == nil {
			t.Errorf("the database allowed %s", statement)
		}
		_ = tx.Rollback()
	}
	if err := c.ConfirmCorrection(t.Context(), c.second, c.id, id); err != nil {
		t.Fatal(err)
	}
}

// Whatever the order of batches and corrections, the figures are those of the lines.
func TestBatchesAndCorrectionsAlwaysFoot(t *testing.T) { // invariant 3
	t.Parallel()
	for seed := range uint64(3) {
		c := openCall(t)
		rnd := rand.New(rand.NewPCG(seed, 25))
		for i := range 12 {
			c.send(t, opinion(fmt.Sprintf("意见 %d", i), c.clauses[i%5]))
		}
		ids := c.suggestions(t)
		c.now = callCloses
		anyOutcome := func() consult.Outcome { return consult.Outcomes[rnd.IntN(len(consult.Outcomes))] }
		open := ids
		for step := 0; len(open) > 0 || step < 25; step++ {
			c.now = c.now.Add(time.Minute)
			switch released := len(ids) - len(open); {
			case len(open) > 0 && (released == 0 || rnd.IntN(3) == 0):
				n := 1 + rnd.IntN(min(4, len(open)))
				c.answer(t, anyOutcome(), fmt.Sprintf("理由 %d。", step), open[:n]...)
				if open = open[n:]; len(open) > 0 {
					c.releaseFirst(t)
				} else if err := c.ReleaseResults(t.Context(), c.actor, c.id); err != nil {
					t.Fatal(err)
				}
			default:
				id := c.correct(t, ids[rnd.IntN(released)], anyOutcome(), fmt.Sprintf("改为 %d。", step), "核对后更正。")
				settle := []func() error{
					func() error { return c.ConfirmCorrection(t.Context(), c.second, c.id, id) },
					func() error { return c.DropCorrection(t.Context(), c.second, c.id, id) },
				}[rnd.IntN(2)]
				if err := settle(); err != nil {
					t.Fatal(err)
				}
			}
			c.recountLines(t, len(ids)-len(open), len(open))
		}
	}
}

// recountLines holds the released figures against the lines and the decisions.
func (c *call) recountLines(t *testing.T, released, open int) {
	t.Helper()
	page, err := c.Repo.ResultsByNo(t.Context(), c.no, repo.ResultFilter{Page: 1, PerPage: 100})
	if err != nil {
		t.Fatal(err)
	}
	var counted consult.Totals
	for _, row := range page.Rows {
		counted.Suggestions++
		*map[consult.Outcome]*int{consult.Adopted: &counted.Adopted, consult.PartlyAdopted: &counted.PartlyAdopted, consult.NotAdopted: &counted.NotAdopted,
			consult.Explained: &counted.Explained, consult.OutOfScope: &counted.OutOfScope}[row.Outcome]++
	}
	counted.Comments, counted.Persons = page.Comments, page.Persons
	if page.Totals != counted || !page.Foots() || page.Suggestions != released || page.LeftOpen != open || page.Comments != 12 {
		t.Fatalf("released %d, open %d: figures %+v (%d), lines %+v", released, open, page.Totals, page.LeftOpen, counted)
	}
	if n := c.count(t, `SELECT count(*) FROM result_rows w JOIN decisions d ON d.suggestion_id = w.suggestion_id WHERE (w.outcome, w.reason) IS DISTINCT FROM (d.outcome, d.reason)`); n != 0 {
		t.Fatalf("%d lines say other than the desk", n)
	}
	if n := c.count(t, `SELECT count(*) FROM result_row_clauses`); n != released {
		t.Fatalf("%d lines by clause for %d", n, released)
	}
}
