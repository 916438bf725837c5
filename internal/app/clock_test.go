package app_test

import (
	"fmt"
	"testing"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/workday"
)

// publicCall gives a consultation of wang's that is public.
func (d *desk) publicCall(t testing.TB) (id int64) {
	t.Helper()
	id = d.approved(t)
	d.step(t, id, d.zhao, consult.Release, "")
	return id
}

// rule changes one for major decisions.
func (d *desk) rule(t testing.TB, change func(*consult.KindRule)) {
	t.Helper()
	r, err := d.Repo.KindRule(t.Context(), consult.MajorDecision)
	if err != nil {
		t.Fatal(err)
	}
	change(&r)
	if err := d.SetKindRule(t.Context(), d.chen, r); err != nil {
		t.Fatal(err)
	}
}

// year is a notice with these days off.
func year(number int, off ...string) []byte {
	text := fmt.Sprintf(`{"year": %d, "papers": ["https://www.gov.cn/%d"], "days": [{"name": "元旦", "date": "%d-01-01", "isOffDay": true}`, number, number, number)
	for _, day := range off {
		text += fmt.Sprintf(`, {"name": "假", "date": %q, "isOffDay": true}`, day)
	}
	return []byte(text + "]}")
}

func TestTheKindsBeginWithTheLawsOwnNumbers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	rules, err := d.Repo.KindRules(t.Context())
	if err != nil || len(rules) != len(consult.Kinds) {
		t.Fatalf("%d rules: %v", len(rules), err)
	}
	for kind, want := range map[consult.Kind]workday.Period{
		consult.MajorDecision: {Days: 30, In: workday.CalendarDays}, consult.Rule: {Days: 30, In: workday.CalendarDays},
		consult.BusinessDocument: {Days: 30, In: workday.CalendarDays}, consult.NormativeDocument: {Days: 7, In: workday.WorkingDays},
		consult.Plan: {In: workday.CalendarDays}, consult.LivelihoodProject: {In: workday.CalendarDays}, consult.OtherKind: {In: workday.CalendarDays},
	} {
		r := rules[kind]
		if r.MinimumDays != want.Days || r.MinimumIn != want.In || r.ResultsDays != 20 || (r.MinimumSource != "") != (want.Days > 0) {
			t.Errorf("%s: %+v", kind, r)
		}
		if r.Enabled != (kind != consult.Rule) || r.Validate() != nil {
			t.Errorf("%s is on: %v, valid: %v", kind, r.Enabled, r.Validate())
		}
	}
}

func TestARuleThatIsChangedLaterRewritesNoNotice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	public, reviewed, draft := d.publicCall(t), d.drafted(t), d.drafted(t)
	d.step(t, reviewed, d.wang, consult.Submit, "")
	d.rule(t, func(r *consult.KindRule) { r.MinimumDays, r.MinimumSource, r.ResultsDays = 45, "新办法", 10 })
	for name, id := range map[string]int64{"public": public, "under review": reviewed, "a draft": draft} {
		if c := d.state(t, id); c.MinimumDays != 30 || c.MinimumSource != "《重大行政决策程序暂行条例》第十五条" || c.ResultsDays != 20 {
			t.Errorf("%s: %+v", name, c.Terms)
		}
	}
	d.step(t, reviewed, d.li, consult.ReviewPass, "")
	d.step(t, reviewed, d.zhao, consult.Approve, "")
	d.step(t, reviewed, d.zhao, consult.Release, "") // what was reviewed under the old rule is published under it
	if c := d.state(t, reviewed); c.MinimumDays != 30 {
		t.Errorf("released: %+v", c.Terms)
	}
	err := d.Step(t.Context(), d.wang, draft, consult.Submit, "")
	if f := fault.Of(err); len(f.Fields) != 1 || f.Fields[0].Name != "closes_at" || f.Fields[0].Args[0] != 45 {
		t.Errorf("submitted under the new rule: %v", err)
	}
	d.rule(t, func(r *consult.KindRule) { r.Enabled = false })
	if err := d.Step(t.Context(), d.wang, draft, consult.Submit, ""); fault.Of(err).Fields[0].Key != "consult.error.kind_off" {
		t.Errorf("a kind that was switched off: %v", err)
	}
}

func TestAShortPeriodIsKeptWithItsReason(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	f := d.fields()
	f.ClosesAt = d.opens.AddDate(0, 0, 8)
	if _, err := d.CreateConsultation(t.Context(), d.wang, f); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a reason: %v", err)
	}
	f.ShortReason, f.ResultsDays = " 防汛在即 ", 7
	id, err := d.CreateConsultation(t.Context(), d.wang, f)
	if err != nil {
		t.Fatal(err)
	}
	if c := d.state(t, id); c.ShortReason != "防汛在即" || !c.Short() || c.ResultsDays != 7 {
		t.Errorf("stored: %+v", c.Terms)
	}
}

func TestResultsArePromisedAtReleaseAndMoveWithAnExtension(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.publicCall(t)
	if c := d.state(t, id); !c.ResultsDueOn.IsZero() || c.ResultsDueAwaits != 2027 {
		t.Errorf("20 working days from 23 December 2026: %+v", c.Terms)
	}
	if _, err := d.ImportHolidays(t.Context(), d.chen, year(2027)); err != nil {
		t.Fatal(err)
	}
	if c := d.state(t, id); c.ResultsDueOn.String() != "2027-01-21" || c.ResultsDueAwaits != 0 || c.MinimumAwaits != 0 {
		t.Errorf("with 2027: %+v", c.Terms)
	}
	if err := d.Extend(t.Context(), d.zhao, id, workday.NewDate(2026, 12, 31), "应群众要求"); err != nil {
		t.Fatal(err)
	}
	c := d.state(t, id)
	if c.ResultsDueOn.String() != "2027-01-29" || !c.ClosesAt.Equal(time.Date(2027, 1, 1, 0, 0, 0, 0, consult.Zone)) || c.Short() {
		t.Errorf("extended: closes %s, %+v", c.ClosesAt, c.Terms)
	}
	if len(c.Changes) != 1 || c.Changes[0].From.String() != "2026-12-23" || c.Changes[0].To.String() != "2026-12-31" || c.Changes[0].StaffID != d.zhao.StaffID {
		t.Errorf("its history: %+v", c.Changes)
	}
	if got := d.audited(t); got[len(got)-1] != "consultation.extend" {
		t.Errorf("audited: %v", got)
	}
	var told int
	if err := d.db.Get(&told, `SELECT count(*) FROM follow_events e JOIN consultation_changes x ON x.consultation_id = e.consultation_id
		AND x.id = e.change_id AND x.kind = e.event`); err != nil || told != 1 {
		t.Errorf("followers hear of it %d times: %v", told, err)
	}
}

func TestANewYearIsCountedForAllThatHaveNoResults(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	f := d.fields()
	f.OpensAt, f.ClosesAt = time.Date(2026, 12, 2, 0, 0, 0, 0, consult.Zone), time.Date(2027, 1, 2, 0, 0, 0, 0, consult.Zone)
	draft, err := d.CreateConsultation(t.Context(), d.wang, f)
	if err != nil {
		t.Fatalf("a period that may be long enough: %v", err)
	}
	withdrawn, unpromised := d.publicCall(t), d.publicCall(t)
	if err := d.Withdraw(t.Context(), d.zhao, withdrawn, "上位法修订"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.db.Exec(`UPDATE consultations SET results_due_awaits = 0 WHERE id = $1`, unpromised); err != nil {
		t.Fatal(err)
	}
	if _, err := d.ImportHolidays(t.Context(), d.chen, []byte(`{"year": 2027, "papers": [], "days": []}`)); fault.Of(err).Fields[0].Key != "workday.error.empty" {
		t.Errorf("a year that is not out yet: %v", err)
	}
	if n, err := d.ImportHolidays(t.Context(), d.chen, year(2027, "2026-12-31")); err != nil || n != 2027 {
		t.Fatal(n, err)
	}
	if c := d.state(t, draft); c.MinimumAwaits != 0 || c.MinimumLast.String() != "2027-01-04" || !c.Short() {
		t.Errorf("the draft turned out short: %+v", c.Terms)
	}
	if c := d.state(t, withdrawn); c.ResultsDueAwaits != 2027 {
		t.Errorf("what was withdrawn was counted: %+v", c.Terms)
	}
	if c := d.state(t, unpromised); !c.ResultsDueOn.IsZero() {
		t.Errorf("what promised no day promises one: %+v", c.Terms)
	}
	cal, err := d.Calendar(t.Context())
	if works, _ := cal.IsWorkday(workday.NewDate(2026, 12, 31)); works || err != nil {
		t.Errorf("the day that the new notice moved: %v", err)
	}
	if _, err := d.ImportHolidays(t.Context(), d.chen, year(2026)); err != nil {
		t.Errorf("a year that came with the program: %v", err)
	}
	var entries int
	if err := d.db.Get(&entries, `SELECT count(*) FROM audit_entries WHERE action = 'holidays.import' AND (before IS NULL) = (object_id = '2027')`); err != nil || entries != 2 {
		t.Errorf("%d entries: %v", entries, err)
	}
}

func TestANoteOfDelayIsKeptAndThePromiseMoves(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.publicCall(t)
	if _, err := d.ImportHolidays(t.Context(), d.chen, year(2027)); err != nil {
		t.Fatal(err)
	}
	if err := d.DelayResults(t.Context(), d.zhao, id, workday.NewDate(2027, 3, 1), "理由"); !fault.Is(err, fault.Conflict) {
		t.Errorf("while it is open: %v", err)
	}
	d.setClock(time.Date(2027, 1, 25, 9, 0, 0, 0, consult.Zone))
	if c := d.state(t, id); c.Overdue(d.Now()) != 4 {
		t.Errorf("%d days late", c.Overdue(d.Now()))
	}
	for _, to := range []workday.Date{workday.NewDate(2027, 2, 5), workday.NewDate(2027, 2, 26)} {
		if err := d.DelayResults(t.Context(), d.zhao, id, to, "意见较多"); err != nil {
			t.Fatal(err)
		}
	}
	if c := d.state(t, id); len(c.Changes) != 2 || c.Promised().String() != "2027-02-26" || c.Overdue(d.Now()) != 0 || !c.PastDue(d.Now()) {
		t.Errorf("%+v, %d changes", c.Terms, len(c.Changes))
	}
	if _, err := d.ImportHolidays(t.Context(), d.chen, year(2027, "2027-01-04")); err != nil { // the notice was amended
		t.Fatal(err)
	}
	if c := d.state(t, id); c.ResultsDueOn.String() != "2027-01-22" || c.Promised().String() != "2027-02-26" {
		t.Errorf("after an amendment: %+v", c.Terms)
	}
}

func TestWhatWasWithdrawnGetsNoResults(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.publicCall(t)
	if err := d.Withdraw(t.Context(), d.zhao, id, "上位法修订"); err != nil {
		t.Fatal(err)
	}
	d.setClock(d.closes)
	if err := d.ReleaseResults(t.Context(), d.chen, id); fault.Of(err).Key != "results.error.withdrawn" {
		t.Errorf("results: %v", err)
	}
	for name, err := range map[string]error{
		"withdrawn again": d.Withdraw(t.Context(), d.zhao, id, "再撤"),
		"extended":        d.Extend(t.Context(), d.zhao, id, workday.NewDate(2027, 1, 5), "理由"),
		"delayed":         d.DelayResults(t.Context(), d.zhao, id, workday.NewDate(2027, 3, 1), "理由"),
	} {
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if c := d.state(t, id); len(c.Changes) != 1 || c.Changes[0].Kind != consult.CallWithdrawn {
		t.Errorf("its history: %+v", c.Changes)
	}
}

// A reason goes to the public with what it is given for, past everybody else's eyes.
func TestAReasonThatGoesPublicAtOnceHoldsNobodysData(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id, _, _ := d.released(t)
	const telling = "详情请打 13800000000 问老张"
	closing := consult.DayOf(d.closes)
	_, proposed := d.propose(t, d.wang, id, secondText, telling)
	for what, err := range map[string]error{
		"an extension": d.Extend(t.Context(), d.zhao, id, closing+7, telling), "a withdrawal": d.Withdraw(t.Context(), d.zhao, id, telling),
		"a version": proposed,
	} {
		f := fault.Of(err)
		if len(f.Fields) != 1 || f.Fields[0].Name != "reason" || fmt.Sprint(f.Fields[0].Args) != "[138******00]" {
			t.Errorf("%s: %v %+v", what, err, f.Fields)
		}
	}
	if c := d.state(t, id); len(c.Changes) != 0 || !c.ClosesAt.Equal(d.closes) || c.WithdrawnAt != nil {
		t.Errorf("something changed: %+v", c.Changes)
	}
	if err := d.Extend(t.Context(), d.zhao, id, closing+1, "办公电话 0571-00000000 占线"); err != nil {
		t.Errorf("the office's own number: %v", err)
	}
}

// What is public does not rest on the program alone.
func TestTheDatabaseKeepsWhatWasPublished(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.publicCall(t)
	if err := d.Extend(t.Context(), d.zhao, id, workday.NewDate(2026, 12, 31), "理由"); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE consultations SET closes_at = closes_at - interval '1 second' WHERE id = $1`,
		`UPDATE consultations SET opens_at = opens_at - interval '1 day' WHERE id = $1`,
		`UPDATE consultations SET minimum = 7 WHERE id = $1`,
		`UPDATE consultations SET minimum_source = '' WHERE id = $1`,
		`UPDATE consultations SET short_reason = '事后补写' WHERE id = $1`,
		`UPDATE consultations SET results_days = 60 WHERE id = $1`,
		`UPDATE consultations SET title = '改题' WHERE id = $1`,
		`UPDATE consultations SET notice_html = notice_html || '改' WHERE id = $1`,
		`UPDATE consultations SET contact = '13800000000' WHERE id = $1`,
		`INSERT INTO consultation_addressees VALUES ($1, 'size', 'micro')`,
		`INSERT INTO attachments (consultation_id, name, media_type, size, sha256, created_by, created_at)
			SELECT id, '后补.txt', 'text/plain', 1, '', author_id, now() FROM consultations WHERE id = $1`,
		`UPDATE consultations SET withdrawn_at = closes_at, results_at = closes_at WHERE id = $1`,
		`UPDATE consultations SET results_due_on = '2027-01-20' WHERE id = $1`, // and still awaiting 2027
		`UPDATE consultation_changes SET reason = '另写' WHERE consultation_id = $1`,
		`DELETE FROM consultation_changes WHERE consultation_id = $1`,
		`INSERT INTO consultation_changes (consultation_id, at, kind, reason, staff_id) VALUES ($1, now(), 'withdrawn', '', 1)`,
		`INSERT INTO consultation_changes (consultation_id, at, kind, reason, from_on, to_on, staff_id) VALUES ($1, now(), 'extended', '短', '2026-12-31', '2026-12-30', 1)`,
	} {
		if _, err := d.db.Exec(statement, id); err == nil {
			t.Errorf("%s went through", statement)
		}
	}
	if _, err := d.db.Exec(`UPDATE consultations SET withdrawn_at = now() WHERE id = $1`, id); err != nil {
		t.Fatal(err)
	}
	if _, err := d.db.Exec(`UPDATE consultations SET withdrawn_at = NULL WHERE id = $1`, id); err == nil {
		t.Error("a withdrawal was taken back")
	}
}

// There will never be results after which the contacts are deleted: the
// withdrawal is the end instead.
func TestTheContactsOfAWithdrawnCallAreNotKeptForGood(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	s := opinion("支持")
	s.Identity, s.Name, s.Phone = consult.Resident, "朱国强", "19900000101"
	c.send(t, s)
	if err := c.Withdraw(t.Context(), c.actor, c.id, "上位法修订"); err != nil {
		t.Fatal(err)
	}
	left := func() int { return c.count(t, `SELECT count(*) FROM comments WHERE name_sealed IS NOT NULL`) }
	c.now = c.now.AddDate(1, 0, 0)
	if _, err := c.EnforceRetention(t.Context()); err != nil || left() != 1 {
		t.Errorf("a year later %d are left: %v", left(), err)
	}
	c.now = c.now.AddDate(2, 0, 0)
	if _, err := c.EnforceRetention(t.Context()); err != nil || left() != 0 {
		t.Errorf("three years later %d are left: %v", left(), err)
	}
}
