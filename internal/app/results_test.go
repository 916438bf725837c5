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

// releaseAll decides every suggestion alike and releases at the closing instant.
func (c *call) releaseAll(t testing.TB, outcome consult.Outcome) {
	t.Helper()
	c.decideAll(t, consult.Decision{Outcome: outcome, Reason: "理由。"})
	c.checkAll(t)
	c.now = callCloses
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); err != nil {
		t.Fatal(err)
	}
}

func TestAReleaseIsRefusedWithTheListOfWhatIsMissing(t *testing.T) { // invariant 3
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("已办结的意见"))
	c.send(t, opinion("没有理由的意见"))
	c.send(t, opinion("没有办理的意见"))
	ids := c.suggestions(t)
	for i, reason := range []string{"采纳。", ""} {
		if err := c.Decide(t.Context(), c.actor, c.id, ids[i], consult.Decision{Outcome: consult.Adopted, Reason: reason}); err != nil {
			t.Fatal(err)
		}
	}
	c.exec(t, `INSERT INTO points (consultation_id, comment_id, position, body) SELECT consultation_id, id, 9, '没有归入的意见' FROM comments ORDER BY id LIMIT 1`)
	want := []consult.Missing{
		{SuggestionID: 0, Key: "results.missing.unlinked", Excerpt: "没有归入的意见"},
		{SuggestionID: ids[0], Key: "results.missing.unchecked", Excerpt: "已办结的意见"},
		{SuggestionID: ids[1], Key: "results.missing.no_reason", Excerpt: "没有理由的意见"},
		{SuggestionID: ids[2], Key: "results.missing.undecided", Excerpt: "没有办理的意见"},
	}
	list, total, err := c.Repo.Missing(t.Context(), c.id, callCloses, 10)
	if err != nil || total != 4 || !slices.Equal(list, want) {
		t.Errorf("missing %+v of %d, %v", list, total, err)
	}
	list, total, err = c.Repo.Missing(t.Context(), c.id, c.now, 1)
	if err != nil || total != 5 || !slices.Equal(list, []consult.Missing{{Key: "results.missing.not_closed"}, want[0]}) {
		t.Errorf("while open: %+v of %d, %v", list, total, err)
	}
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); fault.Of(err).Key != "results.error.not_closed" {
		t.Errorf("before closing: %v", err)
	}
	c.now = callCloses
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); !fault.Is(err, fault.Conflict) || fault.Of(err).Key != "results.error.missing" {
		t.Errorf("with parts missing: %v", err)
	}
	if err := c.ReleaseResults(t.Context(), c.actor, c.id+1); !fault.Is(err, fault.NotFound) {
		t.Errorf("no such consultation: %v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM audit_entries WHERE action = 'results.release'`); n != 0 {
		t.Errorf("%d releases in the audit", n)
	}
}

func TestResultsCannotBeReleasedBeforeClosingEvenByHand(t *testing.T) { // invariant 3
	t.Parallel()
	c := openCall(t)
	if _, err := c.db.Exec(`UPDATE consultations SET results_at = closes_at - interval '1 microsecond'`); err == nil {
		t.Error("the database allowed results before closing")
	}
	if _, err := c.db.Exec(`INSERT INTO results (consultation_id, released_at, released_by, comments, persons, enterprises,
		suggestions, adopted, partly_adopted, not_adopted, explained, out_of_scope)
		VALUES ($1, $2, $3, 1, 1, 0, 3, 1, 0, 1, 0, 0)`, c.id, callCloses, c.actor.StaffID); err == nil {
		t.Error("the database allowed figures that do not foot")
	}
}

func TestTheReleasedFiguresFoot(t *testing.T) { // invariant 3
	t.Parallel()
	c := openCall(t)
	c.sendMixed(t)
	outcomes := append(slices.Clone(consult.Outcomes), consult.Adopted, consult.Adopted, consult.Explained)
	for i, id := range c.suggestions(t) {
		d := consult.Decision{Outcome: outcomes[i], Reason: "理由。"}
		if err := c.Decide(t.Context(), c.actor, c.id, id, d); err != nil {
			t.Fatal(err)
		}
	}
	c.checkAll(t)
	c.now = callCloses.Add(time.Hour)
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); err != nil {
		t.Fatal(err)
	}
	page, err := c.Repo.ResultsByNo(t.Context(), c.no, repo.ResultFilter{Page: 1, PerPage: 100})
	if err != nil {
		t.Fatal(err)
	}
	want := consult.Totals{Comments: 7, Persons: 3, Enterprises: 2, Suggestions: 8,
		Adopted: 3, PartlyAdopted: 1, NotAdopted: 1, Explained: 2, OutOfScope: 1, EnterpriseSuggestions: 3}
	if page.Totals != want || !page.Foots() || page.Total != 8 || len(page.Rows) != 8 {
		t.Errorf("figures %+v with %d rows, want %+v", page.Totals, len(page.Rows), want)
	}
	if page.PhaseAt(c.now) != consult.Answered || !page.ResultsAt.Equal(c.now) || page.CommentCount != 7 {
		t.Errorf("consultation %+v", page.Consultation)
	}
	if n := c.count(t, `SELECT (after->>'suggestions')::int FROM audit_entries WHERE action = 'results.release'`); n != 8 { // invariant 8
		t.Errorf("the audit says %d suggestions", n)
	}
}

// sendMixed sends 7 comments with 8 points: 3 residents (one writes twice, one
// gives nothing but text) and 2 enterprises (one writes under two names).
func (c *call) sendMixed(t *testing.T) {
	t.Helper()
	resident := func(name, phone, email string) consult.Submission {
		s := opinion("居民意见", c.clauses[0])
		s.Name, s.Phone, s.Email = name, phone, email
		return s
	}
	enterprise := func(name, uscc string) consult.Submission {
		s := opinion("企业意见")
		s.Identity, s.Organisation, s.USCC = consult.Enterprise, name, uscc
		return s
	}
	c.send(t, resident("朱国强", "19900001111", "zhu@example.com"))
	c.send(t, resident("朱国强", "+86 199 0000 1111", ""))
	c.send(t, resident("", "", "li@example.com"))
	c.send(t, consult.Submission{Points: []consult.Point{{Body: "匿名一"}, {Body: "匿名二"}}})
	c.send(t, enterprise("云溪县虚构百货商店", "13341524MA99930926"))
	c.send(t, enterprise("云溪虚构百货", "13341524ma99930926"))
	c.send(t, enterprise("云溪县虚构茶业公司", ""))
}

func TestResultsAreReadByLineAndByClause(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("对第五条和第二条", c.clauses[4], c.clauses[1]))
	c.send(t, opinion("对全文"))
	c.send(t, opinion("对第二条", c.clauses[1]))
	c.moderateAll(t, consult.Published)
	c.releaseAll(t, consult.Adopted)
	page, err := c.Repo.ResultsByNo(t.Context(), c.no, repo.ResultFilter{Page: 2, PerPage: 2})
	if err != nil || page.Total != 3 || len(page.Rows) != 1 || page.Rows[0].Position != 3 || page.Rows[0].Body != "对第二条" {
		t.Errorf("second page %+v of %d, %v", page.Rows, page.Total, err)
	}
	page, err = c.Repo.ResultsByNo(t.Context(), c.no, repo.ResultFilter{Page: 1, PerPage: 2})
	if err != nil || page.Rows[0].ClauseLabel != "第二条、第五条" || page.Rows[1].ClauseLabel != "" || page.Rows[0].Reason != "理由。" {
		t.Errorf("first page %+v, %v", page.Rows, err)
	}
	byClause, err := c.Repo.ResultsByClause(t.Context(), c.no, 1, 100)
	if err != nil || byClause.Total != 4 || byClause.Suggestions != 3 {
		t.Fatalf("%+v, %v", byClause, err)
	}
	var got []string
	for _, clause := range byClause.Clauses {
		for _, row := range clause.Rows {
			got = append(got, clause.Label+":"+row.Body)
		}
	}
	if want := []string{":对全文", "第二条:对第五条和第二条", "第二条:对第二条", "第五条:对第五条和第二条"}; !slices.Equal(got, want) {
		t.Errorf("by clause %q, want %q", got, want)
	}
	if byClause, err = c.Repo.ResultsByClause(t.Context(), c.no, 2, 3); err != nil || len(byClause.Clauses) != 1 || byClause.Clauses[0].ClauseID != c.clauses[4] {
		t.Errorf("second page by clause %+v, %v", byClause.Clauses, err)
	}
}

func TestACommentThatIsNotPublicCountsButIsNotShown(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	s := opinion("不宜公开的意见")
	s.Name = "朱国强"
	id := c.idOf(t, c.send(t, s))
	c.releaseAll(t, consult.NotAdopted)
	row := func() consult.ResultRow {
		page, err := c.Repo.ResultsByNo(t.Context(), c.no, repo.ResultFilter{Page: 1, PerPage: 100})
		if err != nil || len(page.Rows) != 1 || page.Comments != 1 || page.NotAdopted != 1 {
			t.Fatalf("%+v, %v", page, err)
		}
		return page.Rows[0]
	}
	if got := row(); got.Body != "" || got.PublicName != "" || got.Reason != "理由。" {
		t.Errorf("pending: %+v", got)
	}
	for _, step := range []struct {
		to   consult.Visibility
		body string
	}{{consult.Published, "不宜公开的意见"}, {consult.Hidden, ""}} {
		c.moderated(t, id, consult.Moderation{To: step.to, Code: consult.ReasonPersonalData})
		if got := row(); got.Body != step.body || got.Outcome != consult.NotAdopted {
			t.Errorf("%s after the release: %+v", step.to, got)
		}
	}
}

func TestACallThatDrewNothingIsReleasedAsSuch(t *testing.T) { // invariant 3
	t.Parallel()
	c := openCall(t)
	before, err := c.Repo.ResultsByNo(t.Context(), c.no, repo.ResultFilter{Page: 1, PerPage: 100})
	if err != nil || before.ResultsAt != nil || before.Totals != (consult.Totals{}) {
		t.Errorf("before the release: %+v, %v", before, err)
	}
	c.now = callCloses
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); err != nil {
		t.Fatal(err)
	}
	page, err := c.Repo.ResultsByNo(t.Context(), c.no, repo.ResultFilter{Page: 1, PerPage: 100})
	if err != nil || page.PhaseAt(c.now) != consult.Answered || page.Totals != (consult.Totals{}) || len(page.Rows) != 0 {
		t.Errorf("%+v, %v", page, err)
	}
	if _, err := c.Repo.ResultsByNo(t.Context(), "2026-0404", repo.ResultFilter{Page: 1, PerPage: 100}); !fault.Is(err, fault.NotFound) {
		t.Errorf("unknown number: %v", err)
	}
}

func TestOfTwoReleasesAtOnceOneWins(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("意见"))
	c.decideAll(t, consult.Decision{Outcome: consult.Adopted, Reason: "采纳。"})
	c.checkAll(t)
	c.now = callCloses
	errs := make([]error, 4)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { errs[i] = c.ReleaseResults(t.Context(), c.actor, c.id) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if fault.Of(err).Key != "results.error.already_released" {
			t.Errorf("a loser: %v", err)
		}
	}
	if won != 1 || c.count(t, `SELECT count(*) FROM audit_entries WHERE action = 'results.release'`) != 1 {
		t.Errorf("%d releases won", won)
	}
}
