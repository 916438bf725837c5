package app_test

import (
	"slices"
	"sync"
	"testing"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
)

// linksOf gives what the suggestions have, as in "3 2 1 0 5".
func (c *call) linksOf(t testing.TB) (rows []string) {
	t.Helper()
	if err := c.db.Select(&rows, `SELECT concat_ws(' ', suggestion_id, comment_id, position, starts, ends) FROM suggestion_points ORDER BY suggestion_id, comment_id, position`); err != nil {
		t.Fatal(err)
	}
	return rows
}

// pointOf is the first point of a suggestion.
func (c *call) pointOf(t testing.TB, suggestion int64) (p consult.PointKey) {
	t.Helper()
	c.get(t, &p, `SELECT comment_id, position FROM suggestion_points WHERE suggestion_id = $1 ORDER BY 1, 2 LIMIT 1`, suggestion)
	return p
}

func (c *call) lastStep(t testing.TB) int64 {
	t.Helper()
	return c.ids(t, `SELECT max(id) FROM suggestion_steps`)[0]
}

func TestWhatIsMergedSaysWhereItWentAndComesBackAsItWas(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for range 4 {
		c.send(t, opinion("建议增加路灯。"))
	}
	ids, before := c.suggestions(t), c.linksOf(t)
	if err := c.Merge(t.Context(), c.actor, c.id, []int64{ids[2], ids[0], ids[0]}, ids[0]); err != nil {
		t.Fatal(err)
	}
	first := c.lastStep(t)
	if err := c.Merge(t.Context(), c.actor, c.id, []int64{ids[0], ids[1]}, ids[1]); err != nil {
		t.Fatal(err)
	}
	if end, err := c.Repo.MergedEnd(t.Context(), c.id, ids[2]); err != nil || end != ids[1] {
		t.Errorf("the third went to %d, want %d: %v", end, ids[1], err)
	}
	one, err := c.Repo.Suggestion(t.Context(), c.id, ids[1])
	if err != nil || one.Points != 3 || one.Comments != 3 {
		t.Errorf("together they are %+v, %v", one, err)
	}
	if _, err := c.UndoStep(t.Context(), c.actor, c.id, first); fault.Of(err).Key != "steps.error.later.merge" {
		t.Errorf("taking back the first while the second stands: %v", err)
	}
	for _, step := range []int64{c.lastStep(t), first} {
		if _, err := c.UndoStep(t.Context(), c.actor, c.id, step); err != nil {
			t.Fatal(err)
		}
	}
	if got := c.linksOf(t); !slices.Equal(got, before) {
		t.Errorf("taken back, the links are %v, want %v", got, before)
	}
	if _, err := c.UndoStep(t.Context(), c.actor, c.id, first); fault.Of(err).Key != "steps.error.undone" {
		t.Errorf("a second time: %v", err)
	}
	if _, err := c.UndoStep(t.Context(), c.actor, c.id, 999999); !fault.Is(err, fault.NotFound) {
		t.Errorf("no such step: %v", err)
	}
}

// An earlier step is taken back as long as nothing touched what it did.
func TestAStepIsTakenBackWhileOthersStand(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for range 4 {
		c.send(t, opinion("意见"))
	}
	ids := c.suggestions(t)
	for i := 0; i < 4; i += 2 {
		if err := c.Merge(t.Context(), c.actor, c.id, ids[i:i+2], ids[i]); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.UndoStep(t.Context(), c.actor, c.id, c.ids(t, `SELECT min(id) FROM suggestion_steps`)[0]); err != nil {
		t.Fatal(err)
	}
	if n := c.count(t, `SELECT count(*) FROM suggestions WHERE merged_into IS NOT NULL`); n != 1 {
		t.Errorf("%d are merged, want the other one", n)
	}
}

func TestPartsThatMeetInOneSuggestionJoin(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("零一二三四五六七八九"))
	c.send(t, opinion("别的意见"))
	ids := c.suggestions(t)
	point := c.pointOf(t, ids[0])
	split := func(from, to int, keep consult.Keeping) int64 {
		id, err := c.Split(t.Context(), c.actor, app.SplitInput{ConsultationID: c.id, SuggestionID: ids[0], Point: point, Part: consult.Part{Start: from, End: to}, Keep: keep})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	a, b := split(0, 3, consult.KeepRest), split(7, 10, consult.KeepRest)
	if err := c.Merge(t.Context(), c.actor, c.id, []int64{a, b}, b); err != nil {
		t.Fatal(err)
	}
	parts := func(id int64) string {
		var row string
		c.get(t, &row, `SELECT coalesce(concat(starts, '-', ends), 'none') FROM suggestion_points WHERE suggestion_id = $1 AND comment_id = $2`, id, point.CommentID)
		return row
	}
	if parts(b) != "0-10" || parts(ids[0]) != "3-7" {
		t.Errorf("the parts are %s and %s", parts(b), parts(ids[0]))
	}
	if _, err := c.UndoStep(t.Context(), c.actor, c.id, c.lastStep(t)); err != nil {
		t.Fatal(err)
	}
	if parts(a) != "0-3" || parts(b) != "7-10" {
		t.Errorf("taken back, the parts are %s and %s", parts(a), parts(b))
	}
	if err := c.Attach(t.Context(), c.actor, c.id, a, point, consult.Part{Start: 2, End: 5}); err != nil || parts(a) != "0-5" {
		t.Errorf("attached: %s, %v", parts(a), err)
	}
	if err := c.Attach(t.Context(), c.actor, c.id, a, point, consult.Part{}); err != nil || parts(a) != "-" {
		t.Errorf("attached whole: %s, %v", parts(a), err)
	}
}

func TestAnAdoptedGroupLeavesWhatWasCutByHand(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for range 3 {
		c.send(t, opinion("零一二三四五六七八九"))
	}
	ids := c.suggestions(t)
	var points []consult.PointKey
	for _, id := range ids {
		points = append(points, c.pointOf(t, id))
	}
	cut, err := c.Split(t.Context(), c.actor, app.SplitInput{ConsultationID: c.id, SuggestionID: ids[1], Point: points[1], Part: consult.Part{Start: 0, End: 3}, Keep: consult.KeepRest})
	if err != nil {
		t.Fatal(err)
	}
	step, err := c.GatherPoints(t.Context(), c.actor, c.id, points, ids[0])
	if err != nil || step != c.lastStep(t) {
		t.Fatal(step, err)
	}
	want := map[int64]int{ids[0]: 2, ids[1]: 1, ids[2]: 0, cut: 1}
	for id, n := range want {
		if got := c.count(t, `SELECT count(*) FROM suggestion_points WHERE suggestion_id = $1`, id); got != n {
			t.Errorf("#%d has %d points, want %d", id, got, n)
		}
	}
	if step, err := c.GatherPoints(t.Context(), c.actor, c.id, points, ids[0]); err != nil || step != 0 {
		t.Errorf("again: step %d, %v", step, err)
	}
}

func TestADecisionStaysWithItsSuggestionAndIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for range 3 {
		c.send(t, opinion("意见"))
	}
	ids := c.suggestions(t)
	for _, id := range ids[1:] {
		if err := c.Decide(t.Context(), c.actor, c.id, id, consult.Decision{Outcome: consult.Adopted, Reason: "采纳。"}); err != nil {
			t.Fatal(err)
		}
	}
	c.checkAll(t)
	if err := c.Merge(t.Context(), c.actor, c.id, ids[:2], ids[0]); err != nil {
		t.Fatal(err)
	}
	one, err := c.Repo.Suggestion(t.Context(), c.id, ids[0])
	if err != nil || one.Outcome != "" || !slices.Equal(one.DecidedBefore, ids[1:2]) {
		t.Errorf("what nobody decided on is %+v, %v", one, err)
	}
	if err := c.Decide(t.Context(), c.actor, c.id, ids[1], consult.Decision{Outcome: consult.Explained}); !fault.Is(err, fault.Conflict) {
		t.Errorf("deciding on what was merged: %v", err)
	}
	if err := c.Merge(t.Context(), c.actor, c.id, []int64{ids[0], ids[2]}, ids[2]); err != nil {
		t.Fatal(err)
	}
	if one, err = c.Repo.Suggestion(t.Context(), c.id, ids[2]); err != nil || one.Outcome != consult.Adopted || one.Checked {
		t.Errorf("what was decided and looked at is %+v, %v", one, err)
	}
}

func TestWhatTheRulesDoNotAllowIsRefused(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for range 3 {
		c.send(t, opinion("零一二三四五"))
	}
	ids := c.suggestions(t)
	point, stranger := c.pointOf(t, ids[0]), c.pointOf(t, ids[1])
	split := func(part consult.Part, keep consult.Keeping) error {
		_, err := c.Split(t.Context(), c.actor, app.SplitInput{ConsultationID: c.id, SuggestionID: ids[0], Point: point, Part: part, Keep: keep})
		return err
	}
	for want, err := range map[string]error{
		"words steps.error.part":      split(consult.Part{Start: 4, End: 9}, consult.KeepPoint),
		"words steps.error.words":     split(consult.Part{Start: 0, End: 6}, consult.KeepPoint),
		"keep steps.error.only_point": split(consult.Part{Start: 0, End: 2}, consult.KeepNothing),
		"keep steps.error.no_rest":    split(consult.Part{Start: 2, End: 4}, consult.KeepRest),
		"keep steps.error.keep":       split(consult.Part{Start: 2, End: 4}, "all"),
		"ids steps.error.one":         c.Merge(t.Context(), c.actor, c.id, []int64{ids[0], ids[0]}, ids[0]),
		"into steps.error.target":     c.Merge(t.Context(), c.actor, c.id, ids[:2], ids[2]),
		"into steps.error.same":       c.Move(t.Context(), c.actor, c.id, ids[0], ids[0], []consult.PointKey{point}),
	} {
		if f := fault.Of(err); f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name+" "+f.Fields[0].Key != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	for want, err := range map[string]error{
		"steps.error.last":     c.Detach(t.Context(), c.actor, c.id, ids[0], point),
		"steps.error.not_here": c.Detach(t.Context(), c.actor, c.id, ids[0], stranger),
		"steps.error.has_it":   c.Attach(t.Context(), c.actor, c.id, ids[0], point, consult.Part{Start: 1, End: 2}),
		"error.not_found":      c.Merge(t.Context(), c.actor, c.id, []int64{ids[0], 999999}, ids[0]),
	} {
		if f := fault.Of(err); f.Key != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if err := c.Move(t.Context(), c.actor, c.id, ids[0], ids[2], []consult.PointKey{stranger}); fault.Of(err).Key != "steps.error.not_here" {
		t.Errorf("moving what it has not: %v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM suggestion_steps`) + c.count(t, `SELECT count(*) FROM audit_entries WHERE object_kind = 'suggestion'`); n != 0 {
		t.Errorf("%d steps and entries were left", n)
	}
}

func TestWhatIsAnsweredInPublicIsNotTouched(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("意见"))
	c.send(t, opinion("意见"))
	ids := c.suggestions(t)
	if err := c.Merge(t.Context(), c.actor, c.id, ids, ids[0]); err != nil {
		t.Fatal(err)
	}
	step := c.lastStep(t)
	c.answerAll(t)
	point := c.pointOf(t, ids[0])
	_, undone := c.UndoStep(t.Context(), c.actor, c.id, step)
	_, cut := c.Split(t.Context(), c.actor, app.SplitInput{ConsultationID: c.id, SuggestionID: ids[0], Point: point, Part: consult.Part{Start: 0, End: 1}, Keep: consult.KeepPoint})
	for name, err := range map[string]error{"undo": undone, "split": cut, "summary": c.Summarise(t.Context(), c.actor, c.id, ids[0], "归纳"),
		"detach": c.Detach(t.Context(), c.actor, c.id, ids[0], point)} {
		if fault.Of(err).Key != "results.error.already_released" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The database itself keeps every point in a suggestion, and every step as it was.
func TestTheDatabaseLosesNoPointAndNoStep(t *testing.T) { // invariant 3
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("意见"))
	c.send(t, opinion("意见"))
	ids := c.suggestions(t)
	if err := c.Merge(t.Context(), c.actor, c.id, ids, ids[0]); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`DELETE FROM suggestion_points WHERE comment_id = (SELECT max(id) FROM comments)`, `DELETE FROM suggestions`,
		`UPDATE suggestions SET merged_into = NULL`, `UPDATE suggestions SET merged_into = (SELECT max(id) FROM suggestions) WHERE merged_into IS NULL`,
		`UPDATE suggestion_steps SET points = 7`, `DELETE FROM suggestion_steps`,
		`UPDATE suggestion_step_links SET added = NOT added`, `DELETE FROM suggestion_step_links`,
	} {
		if _, err := c.db.Exec(statement); err == nil {
			t.Errorf("the database allowed %s", statement)
		}
	}
}

// Two who take the two last suggestions of a point away at once take turns.
func TestOfTwoWhoTakeAPointAwayAtOnceOneIsRefused(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for range 6 {
		c.send(t, opinion("意见一"))
		c.send(t, opinion("意见二"))
	}
	ids := c.suggestions(t)
	for i := 0; i < len(ids); i += 2 {
		point := c.pointOf(t, ids[i])
		if err := c.Attach(t.Context(), c.actor, c.id, ids[i+1], point, consult.Part{}); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		errs := make([]error, 2)
		for n := range errs {
			all.Go(func() { errs[n] = c.Detach(t.Context(), c.actor, c.id, ids[i+n], point) })
		}
		all.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("both fared alike: %v", errs)
		}
	}
	if n := c.count(t, unansweredPoints); n != 0 {
		t.Errorf("%d points have no suggestion", n)
	}
}

// Whoever merges, cuts, takes back and decides at once neither waits for ever nor
// loses anything.
func TestManyAdjudicatorsAtOnceLoseNobody(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for range 12 {
		c.send(t, opinion("零一二三四五六七八九"))
	}
	ids := c.suggestions(t)
	var all sync.WaitGroup
	for n := range 6 {
		all.Go(func() {
			for i := range 12 {
				a, b := ids[(n*5+i)%12], ids[(n*7+i*5+1)%12]
				err := c.Merge(t.Context(), c.actor, c.id, []int64{a, b}, b)
				if i%3 == 0 {
					err = c.Decide(t.Context(), c.actor, c.id, a, consult.Decision{Outcome: consult.Adopted, Reason: "理由。"})
				}
				if steps, listed := c.Repo.SuggestionHistory(t.Context(), c.id, 0, 0, 3); i%2 == 0 && listed == nil && len(steps) > 0 {
					_, err = c.UndoStep(t.Context(), c.actor, c.id, steps[len(steps)-1].ID)
				}
				if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Invalid) {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if n := c.count(t, unansweredPoints) + c.count(t, strayMerged); n != 0 {
		t.Errorf("%d points or suggestions were lost", n)
	}
	if v, err := c.Repo.VoicesTogether(t.Context(), c.id, c.suggestions(t)); err != nil || v.Comments != 12 {
		t.Errorf("%+v are behind what is left, %v", v, err)
	}
}
