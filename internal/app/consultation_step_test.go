package app_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

func TestThreePeopleTakeADraftToThePublic(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.approved(t)
	d.setClock(d.morning.Add(time.Hour))
	d.step(t, id, d.zhao, consult.Release, "")

	c, err := d.Repo.ConsultationByNo(t.Context(), "2026-0001")
	if err != nil || c.ID != id || !c.ReleasedAt.Equal(d.morning.Add(time.Hour)) {
		t.Fatalf("released: %+v, %v", c, err)
	}
	if want := (consult.Hands{Author: d.wang.StaffID, Reviewer: d.li.StaffID, Approver: d.zhao.StaffID}); c.Hands() != want {
		t.Errorf("hands: %+v", c.Hands())
	}
	for now, want := range map[time.Time]consult.Phase{
		d.opens.Add(-1): consult.Scheduled, d.opens: consult.Open, c.LastSecond(): consult.Open, d.closes: consult.Closed,
	} {
		if got := c.PhaseAt(now); got != want {
			t.Errorf("at %s it is %s, want %s", now, got, want)
		}
	}
	page, err := d.Repo.DraftByNo(t.Context(), c.No)
	if err != nil || len(page.Clauses) == 0 || page.DraftTitle == "" {
		t.Errorf("draft: %+v, %v", page, err)
	}
	steps, err := d.Repo.ReviewSteps(t.Context(), id)
	var walk []string
	for _, s := range steps {
		walk = append(walk, fmt.Sprintf("%d %s %s→%s", s.StaffID, s.Action, s.From, s.To))
	}
	want := []string{
		fmt.Sprintf("%d submit drafting→in_review", d.wang.StaffID),
		fmt.Sprintf("%d review_pass in_review→in_approval", d.li.StaffID),
		fmt.Sprintf("%d approve in_approval→approved", d.zhao.StaffID),
		fmt.Sprintf("%d release approved→released", d.zhao.StaffID),
	}
	if err != nil || !slices.Equal(walk, want) {
		t.Errorf("history: %q, %v", walk, err)
	}
}

func TestEachStepCanSendBackWithAReason(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	for _, round := range []struct {
		forward []consult.Action
		back    consult.Action
		by      app.Actor
	}{
		{nil, consult.ReviewSendBack, d.li},
		{[]consult.Action{consult.ReviewPass}, consult.ApproveBack, d.zhao},
		{[]consult.Action{consult.ReviewPass, consult.Approve}, consult.ReleaseBack, d.zhao},
	} {
		d.step(t, id, d.wang, consult.Submit, "")
		for i, action := range round.forward {
			d.step(t, id, []app.Actor{d.li, d.zhao}[i], action, "")
		}
		before := d.everything(t)
		if err := d.Step(t.Context(), round.by, id, round.back, " 　 "); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s without a reason: %v", round.back, err)
		}
		if d.everything(t) != before {
			t.Errorf("a refused %s left something", round.back)
		}
		d.step(t, id, round.by, round.back, " 第三条请补充依据 ")
		c := d.state(t, id)
		if c.State != consult.Drafting || c.Hands() != (consult.Hands{Author: d.wang.StaffID}) {
			t.Errorf("after %s: %s %+v", round.back, c.State, c.Hands())
		}
	}
	steps, err := d.Repo.ReviewSteps(t.Context(), id)
	if err != nil || steps[1].Reason != "第三条请补充依据" {
		t.Errorf("history: %+v, %v", steps, err)
	}
}

// Invariant 5: author ≠ reviewer ≠ approver, whatever roles one person holds.
func TestInvariant5NobodyTakesTwoStepsOfTheReview(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	refuse := func(by app.Actor, action consult.Action) {
		t.Helper()
		before := d.everything(t)
		if err := d.Step(t.Context(), by, id, action, "理由"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s by %d: %v", action, by.StaffID, err)
		}
		if d.everything(t) != before {
			t.Errorf("a refused %s left something", action)
		}
	}
	refuse(d.li, consult.Submit)
	d.step(t, id, d.wang, consult.Submit, "")
	refuse(d.wang, consult.ReviewPass)
	refuse(d.wang, consult.ReviewSendBack)
	d.step(t, id, d.li, consult.ReviewPass, "")
	refuse(d.wang, consult.Approve)
	refuse(d.li, consult.Approve)
	refuse(d.li, consult.ApproveBack)
	d.step(t, id, d.zhao, consult.Approve, "")
	refuse(d.wang, consult.Release)
	refuse(d.li, consult.Release)
	refuse(d.li, consult.ReleaseBack)
	d.step(t, id, d.chen, consult.Release, "") // another approver may publish what one approved
}

// Invariant 5 does not rest on the program alone.
func TestInvariant5TheDatabaseRefusesOnePersonInTwoHands(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.approved(t)
	for _, statement := range []string{
		`UPDATE consultations SET reviewer_id = author_id WHERE id = $1`,
		`UPDATE consultations SET approver_id = author_id WHERE id = $1`,
		`UPDATE consultations SET approver_id = reviewer_id WHERE id = $1`,
	} {
		if _, err := d.db.Exec(statement, id); err == nil {
			t.Errorf("%s went through", statement)
		}
	}
}

func TestEveryStepFromAWrongStateIsAConflict(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.approved(t)
	for _, action := range []consult.Action{consult.Submit, consult.ReviewPass, consult.ReviewSendBack, consult.Approve, consult.ApproveBack} {
		if err := d.Step(t.Context(), d.chen, id, action, "理由"); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s of what is approved: %v", action, err)
		}
	}
	d.step(t, id, d.zhao, consult.Release, "")
	for _, row := range consult.Transitions {
		if err := d.Step(t.Context(), d.chen, id, row.Action, "理由"); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s of what is public: %v", row.Action, err)
		}
	}
	if err := d.Step(t.Context(), d.wang, id+100, consult.Submit, ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("a step on nothing: %v", err)
	}
}

func TestNothingIsSubmittedWithoutDraftExplanationAndLegalityReview(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	f := d.fields()
	f.Explanation = ""
	id, err := d.CreateConsultation(t.Context(), d.wang, f)
	if err != nil {
		t.Fatal(err)
	}
	err = d.Step(t.Context(), d.wang, id, consult.Submit, "")
	var names []string
	for _, f := range fault.Of(err).Fields {
		names = append(names, f.Name)
	}
	if !fault.Is(err, fault.Invalid) || !slices.Equal(names, []string{"draft", "explanation", "legality"}) {
		t.Errorf("submitted: %v", err)
	}
	if got := d.state(t, id).State; got != consult.Drafting {
		t.Errorf("state %s", got)
	}
}

func TestAReleaseAfterTheApprovedPeriodBeganIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.approved(t)
	for now, key := range map[time.Time]string{
		d.opens.AddDate(0, 0, 1): "consult.error.release_after_opening",
		d.closes:                 "consult.error.release_after_close",
	} {
		d.setClock(now)
		err := d.Step(t.Context(), d.zhao, id, consult.Release, "")
		if !fault.Is(err, fault.Conflict) || fault.Of(err).Key != key {
			t.Errorf("released at %s: %v", now, err)
		}
	}
	if c := d.state(t, id); c.State != consult.Approved || !c.OpensAt.Equal(d.opens) || !c.ClosesAt.Equal(d.closes) {
		t.Errorf("the period was changed quietly: %+v", c)
	}
	d.setClock(d.opens.Add(10 * time.Hour)) // still the opening day
	d.step(t, id, d.zhao, consult.Release, "")
	if got := d.state(t, id).No; got != "2026-0001" {
		t.Errorf("refused releases took numbers: %s", got)
	}
}

func TestTheNumberCarriesTheYearOfTheCounty(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	// 16:30 UTC on the last day of the year is already the next year here.
	d.setClock(time.Date(2026, 12, 31, 16, 30, 0, 0, time.UTC))
	d.opens, d.closes = time.Date(2027, 1, 1, 9, 0, 0, 0, consult.Zone), time.Date(2027, 2, 1, 0, 0, 0, 0, consult.Zone)
	id := d.approved(t)
	d.step(t, id, d.zhao, consult.Release, "")
	if got := d.state(t, id).No; got != "2027-0001" {
		t.Errorf("number %s", got)
	}
}

// Peers number with MAX(number)+1 and fail when two are released at once.
func TestConcurrentReleasesGetUniqueNumbersWithoutGaps(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const n = 50
	ids := make([]int64, n)
	for i := range ids {
		ids[i] = d.approved(t)
	}
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() { errs[i] = d.Step(t.Context(), d.zhao, id, consult.Release, "") })
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			t.Errorf("release %d: %v", i, err)
		}
	}
	var numbers []string
	if err := d.db.Select(&numbers, `SELECT no FROM consultations ORDER BY no`); err != nil {
		t.Fatal(err)
	}
	for i, no := range numbers {
		if want := fmt.Sprintf("2026-%04d", i+1); no != want {
			t.Fatalf("number %d is %s", i+1, no)
		}
	}
}

func TestOfManyStepsAtOnceOneIsTaken(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	d.step(t, id, d.wang, consult.Submit, "")
	const n = 12
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		action, by := consult.ReviewPass, d.li
		if i%2 == 1 {
			action, by = consult.ReviewSendBack, d.chen
		}
		wg.Go(func() { errs[i] = d.Step(t.Context(), by, id, action, "理由") })
	}
	wg.Wait()
	taken := 0
	for _, err := range errs {
		if err == nil {
			taken++
		} else if !fault.Is(err, fault.Conflict) {
			t.Errorf("a late step: %v", err)
		}
	}
	steps, err := d.Repo.ReviewSteps(t.Context(), id)
	if taken != 1 || err != nil || len(steps) != 2 {
		t.Errorf("%d of %d steps at once were taken, the history has %d (%v)", taken, n, len(steps), err)
	}
}

// A past is told honestly by an App whose clock stood there.
func TestTimesComeFromTheAppsClock(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	past := d.morning.AddDate(0, -3, 0)
	d.setClock(past)
	d.opens, d.closes = past.AddDate(0, 0, 1), past.AddDate(0, 0, 40)
	id := d.approved(t)
	d.step(t, id, d.zhao, consult.Release, "")
	d.setClock(d.morning)
	c := d.state(t, id)
	if !c.CreatedAt.Equal(past) || !c.UpdatedAt.Equal(past) || !c.ReleasedAt.Equal(past) || c.PhaseAt(d.morning) != consult.Closed {
		t.Errorf("created %s, updated %s, released %s", c.CreatedAt, c.UpdatedAt, c.ReleasedAt)
	}
	var late int
	err := d.db.Get(&late, `SELECT (SELECT count(*) FROM audit_entries WHERE at <> $1) + (SELECT count(*) FROM review_steps WHERE at <> $1)
		+ (SELECT count(*) FROM drafts WHERE created_at <> $1)`, past)
	if err != nil || late != 0 {
		t.Errorf("%d rows have another time, %v", late, err)
	}
	l, err := d.Repo.Consultations(t.Context(), repo.Filter{Phase: consult.Closed, Now: d.morning})
	if err != nil || l.Total != 1 {
		t.Errorf("closed calls: %d, %v", l.Total, err)
	}
}
