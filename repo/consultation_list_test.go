package repo_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"nayan/internal/consult"
	"nayan/repo"
)

// spread inserts one consultation a phase and more of the open ones.
func (c calls) spread(t testing.TB) {
	t.Helper()
	for _, s := range []struct {
		title         string
		opens, closes int
		change        func(*consult.Fields)
	}{
		{"answered early", -90, -60, nil},
		{"answered late", -80, -50, nil},
		{"closed", -40, -1, func(f *consult.Fields) { f.UnitID = c.police }},
		{"open till later", -10, 20, func(f *consult.Fields) { f.Audience = consult.Enterprises }},
		{"open till sooner", -5, 3, func(f *consult.Fields) { f.Kind = consult.Plan }},
		{"scheduled later", 9, 40, nil},
		{"scheduled sooner", 2, 40, func(f *consult.Fields) { f.UnitID = c.police }},
	} {
		f := c.fields(s.title)
		f.OpensAt, f.ClosesAt = day(s.opens), day(s.closes)
		if s.change != nil {
			s.change(&f)
		}
		c.call(t, f)
	}
	c.exec(t, `UPDATE consultations SET results_at = $1 WHERE title = 'answered early'`, day(-30))
	c.exec(t, `UPDATE consultations SET results_at = $1 WHERE title = 'answered late'`, day(-20))
}

func titles(items []consult.Consultation) []string {
	var out []string
	for _, c := range items {
		out = append(out, c.Title)
	}
	return out
}

func TestTheListPutsOpenCallsFirst(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	c.spread(t)
	l, err := c.Consultations(t.Context(), repo.Filter{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"open till sooner", "open till later", "scheduled sooner", "scheduled later", "closed", "answered late", "answered early"}
	if got := titles(l.Items); !slices.Equal(got, want) {
		t.Errorf("order: %q", got)
	}
	if l.Total != 7 || l.Counts != (repo.PhaseCounts{Open: 2, Scheduled: 2, Closed: 1, Answered: 2}) {
		t.Errorf("total %d, counts %+v", l.Total, l.Counts)
	}
}

func TestTheListFilters(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	c.spread(t)
	for _, s := range []struct {
		name   string
		filter repo.Filter
		want   []string
		all    int // of every phase
	}{
		{"phase", repo.Filter{Phase: consult.Answered}, []string{"answered late", "answered early"}, 7},
		{"kind", repo.Filter{Kind: consult.Plan}, []string{"open till sooner"}, 1},
		{"audience", repo.Filter{Audience: consult.Enterprises}, []string{"open till later"}, 1},
		{"unit", repo.Filter{UnitID: c.police}, []string{"scheduled sooner", "closed"}, 2},
		{"unit and phase", repo.Filter{UnitID: c.police, Phase: consult.Closed}, []string{"closed"}, 2},
		{"words", repo.Filter{Query: "Sooner OPEN"}, []string{"open till sooner"}, 1},
		{"a unit's name", repo.Filter{Query: "公安局"}, []string{"scheduled sooner", "closed"}, 2},
		{"all together", repo.Filter{Query: "till", Kind: consult.Plan, UnitID: c.law, Audience: consult.Public, Phase: consult.Open},
			[]string{"open till sooner"}, 1},
		{"nothing fits", repo.Filter{Query: "till", UnitID: c.police}, nil, 0},
		{"an unknown phase", repo.Filter{Phase: "withdrawn"}, nil, 7},
		{"an unknown kind", repo.Filter{Kind: "' OR true --"}, nil, 0},
	} {
		s.filter.Now = noon
		l, err := c.Consultations(t.Context(), s.filter)
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
			continue
		}
		if got := titles(l.Items); !slices.Equal(got, s.want) || l.Total != len(s.want) || l.Counts.Of(consult.Unreleased) != s.all {
			t.Errorf("%s: %q, total %d, counts %+v", s.name, got, l.Total, l.Counts)
		}
	}
}

// The phase in SQL is the phase of the rules, to the microsecond that Postgres keeps.
func TestTheListChangesPhaseAtTheInstantTheRulesDo(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	f := c.fields("公告")
	f.OpensAt, f.ClosesAt = day(0), day(30)
	id, no := c.call(t, f)
	results := day(40)
	c.exec(t, `UPDATE consultations SET results_at = $1 WHERE id = $2`, results, id)
	con, err := c.ConsultationByNo(t.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	for _, turn := range []time.Time{f.OpensAt, f.ClosesAt, results} {
		for _, now := range []time.Time{turn.Add(-time.Second), turn.Add(-time.Microsecond), turn, turn.Add(time.Microsecond)} {
			phase := con.PhaseAt(now)
			l, err := c.Consultations(t.Context(), repo.Filter{Phase: phase, Now: now})
			if err != nil || len(l.Items) != 1 || l.Counts.Of(phase) != 1 || l.Counts.Of(consult.Unreleased) != 1 {
				t.Errorf("at %s the rules say %s, the list %+v (%v)", now, phase, l.Counts, err)
			}
		}
	}
}

func TestTheListHasPages(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	for i := range 23 {
		f := c.fields(fmt.Sprintf("第%02d件", i))
		f.ClosesAt = day(20 + i)
		id, _ := c.call(t, f)
		c.count(t, id, 0, i, 0)
	}
	var seen []string
	for page, want := range map[int]int{1: 20, 2: 3, 3: 0, 0: 20, -5: 20, 1 << 62: 0} {
		l, err := c.Consultations(t.Context(), repo.Filter{Page: page, Now: noon})
		if err != nil || len(l.Items) != want || l.Total != 23 {
			t.Errorf("page %d has %d of %d, %v", page, len(l.Items), l.Total, err)
		}
		if page == 1 || page == 2 {
			seen = append(seen, titles(l.Items)...)
		}
	}
	slices.Sort(seen)
	if len(slices.Compact(seen)) != 23 {
		t.Errorf("two pages show %d different calls", len(seen))
	}
	l, err := c.Consultations(t.Context(), repo.Filter{Page: 5, PerPage: 5, Now: noon})
	if err != nil || len(l.Items) != 3 || l.Items[2].CommentCount != 22 {
		t.Errorf("pages of five: %+v, %v", l.Items, err)
	}
}

func TestTheDeskListsEveryStateTheLatestChangeFirst(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	c.spread(t)
	older := c.draft(t, c.fields("起草中"), "条文")
	c.exec(t, `UPDATE consultations SET updated_at = $1 WHERE id = $2`, day(1), older)
	c.write(t, func(tx *repo.Tx) error {
		f := c.fields("已送审")
		f.UnitID = c.police
		id, err := tx.InsertConsultation(t.Context(), repo.Texts{Fields: f}, c.author, noon)
		if err != nil {
			return err
		}
		step := consult.ReviewStep{At: day(2), StaffID: c.author, Action: consult.Submit, From: consult.Drafting, To: consult.InReview}
		return tx.MoveConsultation(t.Context(), id, step, consult.Hands{Author: c.author}, "")
	})
	l, err := c.DeskConsultations(t.Context(), repo.DeskFilter{Units: repo.EveryUnit, Now: noon})
	if err != nil || l.Total != 9 || l.Items[0].Title != "已送审" || l.Items[1].Title != "起草中" || !l.Items[1].UpdatedAt.Equal(day(1)) {
		t.Fatalf("desk: %+v, %v", l, err)
	}
	want := repo.StateCounts{Drafting: 1, InReview: 1, Released: 7, PhaseCounts: repo.PhaseCounts{Open: 2, Scheduled: 2, Closed: 1, Answered: 2}}
	if l.Counts != want || l.Counts.Of("") != 9 {
		t.Errorf("counts: %+v", l.Counts)
	}
	for _, s := range []struct {
		filter repo.DeskFilter
		want   int
	}{
		{repo.DeskFilter{Units: repo.EveryUnit, State: consult.InReview}, 1},
		{repo.DeskFilter{Units: repo.EveryUnit, State: consult.Approved}, 0},
		{repo.DeskFilter{Units: repo.EveryUnit, State: consult.Released, Phase: consult.Closed}, 1},
		{repo.DeskFilter{Units: repo.EveryUnit, Phase: consult.Open}, 2},
		{repo.DeskFilter{Units: repo.EveryUnit, State: consult.Drafting, Phase: consult.Open}, 0},
		{repo.DeskFilter{Units: repo.EveryUnit, UnitID: c.police}, 3},
		{repo.DeskFilter{Units: repo.EveryUnit, UnitID: c.police, State: consult.InReview}, 1},
		{repo.DeskFilter{Units: repo.EveryUnit, Query: "送审"}, 0}, // its search text was never written
		{repo.DeskFilter{Units: repo.EveryUnit, Query: "起草"}, 1},
		{repo.DeskFilter{Units: repo.EveryUnit, Page: 2, PerPage: 4}, 4},
		{repo.DeskFilter{Units: repo.EveryUnit, Page: 3, PerPage: 4}, 1},
	} {
		s.filter.Now = noon
		l, err := c.DeskConsultations(t.Context(), s.filter)
		if err != nil || len(l.Items) != s.want {
			t.Errorf("%+v: %d items, %v", s.filter, len(l.Items), err)
		}
		if s.filter.Page == 0 && l.Total != s.want {
			t.Errorf("%+v: total %d, want %d", s.filter, l.Total, s.want)
		}
	}
}

func TestTheHomeFiguresComeFromCountersAndResults(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	yearStart := time.Date(2026, 1, 1, 0, 0, 0, 0, consult.Zone)
	if f, err := c.HomeFigures(t.Context(), yearStart, noon); err != nil || f != (repo.HomeFigures{}) {
		t.Errorf("an empty county: %+v, %v", f, err)
	}
	f := c.fields("结果已公布")
	f.OpensAt, f.ClosesAt = day(-60), day(-30)
	answered, _ := c.call(t, f)
	open, _ := c.call(t, c.fields("征集中"))
	c.count(t, answered, 1, 3, 1)
	c.count(t, answered, 2, 4, 0)
	c.count(t, open, 1, 10, 0)
	c.exec(t, `INSERT INTO results (consultation_id, released_at, released_by, comments, persons, enterprises, suggestions,
		adopted, partly_adopted, not_adopted, explained, out_of_scope) VALUES ($1, $2, $3, 7, 6, 1, 9, 4, 2, 1, 1, 1)`,
		answered, day(-5), c.author)
	c.exec(t, `UPDATE consultations SET results_at = $1 WHERE id = $2`, day(-5), answered)
	want := repo.HomeFigures{Consultations: 2, Comments: 17, Suggestions: 9, Adopted: 4, PartlyAdopted: 2}
	if got, err := c.HomeFigures(t.Context(), yearStart, noon); err != nil || got != want {
		t.Errorf("figures %+v, want %+v, %v", got, want, err)
	}
	next := yearStart.AddDate(1, 0, 0)
	if got, err := c.HomeFigures(t.Context(), next, next.Add(time.Hour)); err != nil || got != (repo.HomeFigures{}) {
		t.Errorf("a new year begins with %+v, %v", got, err)
	}
}

func TestTheHomeFiguresCountOpenDaysAnnouncedAndHeld(t *testing.T) {
	t.Parallel()
	d := newOpenDays(t)
	d.add(t, "2026-0001", -48*time.Hour, -24*time.Hour) // held: two sessions are one open day
	d.add(t, "2026-0002", -30*time.Minute)              // going on
	d.add(t, "2026-0003", 24*time.Hour)
	d.add(t, "", -48*time.Hour) // never released
	if err := d.Write(t.Context(), func(tx *repo.Tx) error {
		for range 3 { // the numbers that add gave by hand
			if _, err := tx.NextNumber(t.Context(), repo.OpenDayNumber, 2026); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	f, err := d.HomeFigures(t.Context(), time.Date(2026, 1, 1, 0, 0, 0, 0, consult.Zone), noon)
	if err != nil || f.OpenDaysHeld != 1 || f.OpenDaysAnnounced != 3 {
		t.Errorf("figures %+v, %v", f, err)
	}
}
