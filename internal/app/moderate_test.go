package app_test

import (
	"slices"
	"sync"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

func (c *call) ids(t testing.TB, query string, args ...any) []int64 {
	t.Helper()
	var ids []int64
	if err := c.db.Select(&ids, query, args...); err != nil {
		t.Fatal(err)
	}
	return ids
}

func (c *call) moderateAll(t testing.TB, to consult.Visibility) {
	t.Helper()
	for _, id := range c.ids(t, `SELECT id FROM comments ORDER BY id`) {
		c.moderated(t, id, consult.Moderation{To: to})
	}
}

// moderated decides on a comment as it stands.
func (c *call) moderated(t testing.TB, id int64, to consult.Moderation) {
	t.Helper()
	if err := c.Moderate(t.Context(), c.actor, c.id, c.seen(t, id), to); err != nil {
		t.Fatal(err)
	}
}

// seen is a comment as a page shows it now.
func (c *call) seen(t testing.TB, id int64) consult.Seen {
	t.Helper()
	return consult.Seen{ID: id, Revision: c.count(t, `SELECT revision FROM comments WHERE id = $1`, id)}
}

// published gives the counters that moderation keeps: comments, then points by clause.
func (c *call) published(t *testing.T) []int {
	t.Helper()
	figures := []int{c.count(t, `SELECT sum(published) FROM comment_counts WHERE consultation_id = $1`, c.id)}
	for _, clause := range c.clauses {
		figures = append(figures, c.count(t, `SELECT published_points FROM clauses WHERE id = $1`, clause))
	}
	return figures
}

func TestModerationKeepsTheCountersRight(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	one := c.idOf(t, c.send(t, consult.Submission{Points: []consult.Point{
		{Body: "一", ClauseIDs: c.clauses[:2]}, {Body: "二", ClauseIDs: c.clauses[1:3]},
	}}))
	two := c.idOf(t, c.send(t, opinion("三", c.clauses[1])))
	for _, step := range []struct {
		id   int64
		to   consult.Moderation
		want []int
	}{
		{one, consult.Moderation{To: consult.Published}, []int{1, 1, 2, 1, 0, 0}},
		{two, consult.Moderation{To: consult.Published}, []int{2, 1, 3, 1, 0, 0}},
		{two, consult.Moderation{To: consult.Published}, []int{2, 1, 3, 1, 0, 0}}, // twice: nothing changes
		{one, consult.Moderation{To: consult.Hidden, Code: consult.ReasonPersonalData, Reason: "含有他人信息"}, []int{1, 0, 1, 0, 0, 0}},
		{one, consult.Moderation{To: consult.Hidden, Code: consult.ReasonPersonalData, Reason: "含有他人的电话号码"}, []int{1, 0, 1, 0, 0, 0}},
		{one, consult.Moderation{To: consult.Published}, []int{2, 1, 3, 1, 0, 0}},
	} {
		c.moderated(t, step.id, step.to)
		if got := c.published(t); !slices.Equal(got, step.want) {
			t.Errorf("%d %v: counters %v, want %v", step.id, step.to, got, step.want)
		}
	}
	if n := c.count(t, `SELECT count(*) FROM audit_entries WHERE action = 'comment.moderate' AND staff_id = $1`, c.actor.StaffID); n != 5 {
		t.Errorf("%d audit entries for 5 changes", n) // invariant 8
	}
}

func TestModeratorsOfOneCallTakeTurns(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for range 12 {
		c.send(t, opinion("意见", c.clauses[0], c.clauses[4]))
	}
	var wg sync.WaitGroup
	for _, id := range c.ids(t, `SELECT id FROM comments`) {
		for range 2 {
			wg.Go(func() {
				if err := c.Moderate(t.Context(), c.actor, c.id, consult.Seen{ID: id}, consult.Moderation{To: consult.Published}); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	if got, want := c.published(t), []int{12, 12, 0, 0, 0, 12}; !slices.Equal(got, want) {
		t.Errorf("counters %v, want %v", got, want)
	}
}

func TestARefusedModerationLeavesNoTrace(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	id := c.idOf(t, c.send(t, opinion("意见")))
	if err := c.Moderate(t.Context(), c.actor, c.id, consult.Seen{ID: id}, consult.Moderation{To: consult.Hidden, Reason: " "}); !fault.Is(err, fault.Invalid) {
		t.Errorf("hidden without a reason: %v", err)
	}
	if err := c.Moderate(t.Context(), c.actor, c.id, consult.Seen{ID: id}, consult.Moderation{To: consult.Pending}); !fault.Is(err, fault.Invalid) {
		t.Errorf("back to pending: %v", err)
	}
	if err := c.Moderate(t.Context(), c.actor, c.id, consult.Seen{ID: id + 1000}, consult.Moderation{To: consult.Published}); !fault.Is(err, fault.NotFound) {
		t.Errorf("no such comment: %v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM audit_entries`); n != 0 {
		t.Errorf("%d audit entries", n)
	}
}

func TestTheDeskListsCommentsByVisibilityAndClause(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, consult.Submission{Points: []consult.Point{{Body: "一", ClauseIDs: []int64{c.clauses[3], c.clauses[0]}}, {Body: "二"}}})
	shown := c.idOf(t, c.send(t, opinion("三", c.clauses[0])))
	c.send(t, opinion("四"))
	c.moderated(t, shown, consult.Moderation{To: consult.Published})
	for name, check := range map[string]struct {
		filter repo.CommentFilter
		total  int
		first  string
		items  int
	}{
		"all":               {repo.CommentFilter{}, 3, "四", 3},
		"second page":       {repo.CommentFilter{Page: 2, PerPage: 2}, 3, "一", 1},
		"published":         {repo.CommentFilter{Visibility: consult.Published}, 1, "三", 1},
		"pending on clause": {repo.CommentFilter{Visibility: consult.Pending, ClauseID: c.clauses[0]}, 1, "一", 1},
	} {
		list, err := c.Repo.DeskComments(t.Context(), c.id, check.filter)
		if err != nil || list.Total != check.total || len(list.Items) != check.items || list.Items[0].Points[0].Body != check.first {
			t.Errorf("%s: %+v, %v", name, list, err)
		}
	}
	list, err := c.Repo.DeskComments(t.Context(), c.id, repo.CommentFilter{Page: 3, PerPage: 1})
	if err != nil {
		t.Fatal(err)
	}
	oldest := list.Items[0]
	if len(oldest.Points) != 2 || !slices.Equal(oldest.Points[0].ClauseLabels, []string{"第一条", "第四条"}) ||
		len(oldest.Points[1].ClauseLabels) != 0 || oldest.ReceiptNo == "" {
		t.Errorf("the comment of two points: %+v", oldest)
	}
	if list, err := c.Repo.DeskComments(t.Context(), c.id, repo.CommentFilter{Page: 1 << 60, PerPage: 20}); err != nil || len(list.Items) != 0 {
		t.Errorf("a page beyond the last: %v, %v", list, err)
	}
}
