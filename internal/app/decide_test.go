package app_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

func (c *call) suggestions(t testing.TB) []int64 {
	t.Helper()
	return c.ids(t, `SELECT id FROM suggestions WHERE consultation_id = $1 ORDER BY id`, c.id)
}

func (c *call) decideAll(t testing.TB, d consult.Decision) {
	t.Helper()
	for _, id := range c.suggestions(t) {
		if err := c.Decide(t.Context(), c.actor, c.id, id, d); err != nil {
			t.Fatal(err)
		}
	}
}

// Decide stores a decision however weak its reason is: most tests are about what
// comes after, and say 理由。 What is weak has tests of its own.
func (c *call) Decide(ctx context.Context, actor app.Actor, consultationID, suggestionID int64, d consult.Decision) error {
	if d.Override == "" {
		d.Override = stands
	}
	return c.App.Decide(ctx, actor, consultationID, suggestionID, d)
}

// stands is the note that lets a weak reason stand.
const stands = "测试所用的理由"

// checkAll is the second pair of eyes on everything that actor decided.
func (c *call) checkAll(t testing.TB) {
	t.Helper()
	if _, err := c.CheckDecisions(t.Context(), c.second, c.id, nil); err != nil {
		t.Fatal(err)
	}
}

// gather puts the points of one suggestion to another, by hand.
func (c *call) gather(t testing.TB, into, from int64) {
	t.Helper()
	c.exec(t, `WITH m AS (UPDATE suggestions SET merged_into = $1 WHERE id = $2)
		UPDATE suggestion_points SET suggestion_id = $1 WHERE suggestion_id = $2`, into, from)
}

func TestTheDeskFindsSuggestionsByStateAndClause(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, consult.Submission{Name: "朱国强", Points: []consult.Point{{Body: "一", ClauseIDs: c.clauses[:2]}, {Body: "二"}}})
	c.send(t, opinion("三", c.clauses[1]))
	ids := c.suggestions(t)
	if err := c.Decide(t.Context(), c.actor, c.id, ids[0], consult.Decision{Outcome: consult.Adopted, Reason: "采纳。"}); err != nil {
		t.Fatal(err)
	}
	if err := c.Decide(t.Context(), c.actor, c.id, ids[2], consult.Decision{Outcome: consult.NotAdopted}); err != nil {
		t.Fatal(err)
	}
	for name, check := range map[string]struct {
		filter repo.SuggestionFilter
		bodies []string
		total  int
		counts map[consult.Outcome]int
	}{
		"all":         {repo.SuggestionFilter{}, []string{"一", "二", "三"}, 3, map[consult.Outcome]int{"": 1, "adopted": 1, "not_adopted": 1}},
		"undecided":   {repo.SuggestionFilter{State: repo.Undecided}, []string{"二"}, 1, map[consult.Outcome]int{"": 1, "adopted": 1, "not_adopted": 1}},
		"adopted":     {repo.SuggestionFilter{State: "adopted"}, []string{"一"}, 1, map[consult.Outcome]int{"": 1, "adopted": 1, "not_adopted": 1}},
		"on a clause": {repo.SuggestionFilter{ClauseID: c.clauses[1]}, []string{"一", "三"}, 2, map[consult.Outcome]int{"adopted": 1, "not_adopted": 1}},
		"second page": {repo.SuggestionFilter{Page: 2, PerPage: 2}, []string{"三"}, 3, map[consult.Outcome]int{"": 1, "adopted": 1, "not_adopted": 1}},
		"unknown":     {repo.SuggestionFilter{State: "maybe"}, nil, 0, map[consult.Outcome]int{"": 1, "adopted": 1, "not_adopted": 1}},
	} {
		list, err := c.Repo.Suggestions(t.Context(), c.id, check.filter)
		var bodies []string
		for _, s := range list.Items {
			bodies = append(bodies, s.Body)
		}
		if err != nil || !slices.Equal(bodies, check.bodies) || list.Total != check.total || !maps.Equal(list.Counts.Outcomes, check.counts) {
			t.Errorf("%s: %v of %d, %v, %v", name, bodies, list.Total, list.Counts.Outcomes, err)
		}
	}
	list, err := c.Repo.Suggestions(t.Context(), c.id, repo.SuggestionFilter{State: "adopted"})
	if err != nil {
		t.Fatal(err)
	}
	if s := list.Items[0]; s.ID != ids[0] || s.PublicName != "朱**" || s.Outcome != consult.Adopted || s.Reason != "采纳。" ||
		!slices.Equal(s.ClauseLabels, []string{"第一条", "第二条"}) || s.Visibility != consult.Pending {
		t.Errorf("suggestion %+v", s)
	}
}

func TestADecisionIsADraftThatLeavesItsHistory(t *testing.T) { // invariant 8
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("意见"))
	id := c.suggestions(t)[0]
	for _, d := range []consult.Decision{
		{Outcome: consult.Explained}, {Outcome: consult.Adopted, Reason: "采纳。"}, {Outcome: consult.Adopted, Reason: " 采纳。\r\n"},
	} {
		if err := c.Decide(t.Context(), c.actor, c.id, id, d); err != nil {
			t.Fatal(err)
		}
	}
	var history []string
	if err := c.db.Select(&history, `SELECT concat(before->>'outcome', '>', after->>'outcome', ':', after->>'reason')
		FROM audit_entries WHERE action = 'suggestion.decide' ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(history, []string{">explained:", "explained>adopted:采纳。"}) { // the third changed nothing
		t.Errorf("history %q", history)
	}
	if err := c.Decide(t.Context(), c.actor, c.id, id, consult.Decision{Outcome: "maybe"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("unknown outcome: %v", err)
	}
	if err := c.Decide(t.Context(), c.actor, c.id, id+1000, consult.Decision{Outcome: consult.Adopted}); !fault.Is(err, fault.NotFound) {
		t.Errorf("no such suggestion: %v", err)
	}
}

func TestReleasedDecisionsDoNotChange(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("意见"))
	c.releaseAll(t, consult.Adopted)
	err := c.Decide(t.Context(), c.actor, c.id, c.suggestions(t)[0], consult.Decision{Outcome: consult.NotAdopted, Reason: "改口。"})
	if !fault.Is(err, fault.Conflict) || fault.Of(err).Key != "results.error.already_released" {
		t.Errorf("a late decision: %v", err)
	}
	for _, statement := range []string{
		`UPDATE result_rows SET reason = '改口。'`, `UPDATE result_rows SET outcome = 'not_adopted'`, `DELETE FROM result_rows`,
		`UPDATE results SET adopted = 0`, `DELETE FROM results`, `DELETE FROM result_row_clauses`,
	} {
		if _, err := c.db.Exec(statement); err == nil {
			t.Errorf("the database allowed %s", statement)
		}
	}
}
