package app_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

const (
	// The links of what people still say, each with its part.
	linkRows = `SELECT concat_ws(' ', suggestion_id, comment_id, position, starts, ends) FROM suggestion_points ORDER BY 1`
	// Points of comments that stand, which no suggestion that is asked for has.
	unansweredPoints = `SELECT count(*) FROM points p WHERE NOT EXISTS (SELECT FROM superseded_comments z WHERE z.comment_id = p.comment_id)
		AND NOT EXISTS (SELECT FROM suggestion_points o JOIN suggestions s ON s.id = o.suggestion_id
			WHERE o.comment_id = p.comment_id AND o.position = p.position AND s.merged_into IS NULL)`
	strayMerged = `SELECT count(*) FROM suggestions s WHERE (s.merged_into IS NOT NULL) = EXISTS (SELECT FROM suggestion_points o WHERE o.suggestion_id = s.id)
		OR s.merged_into IS NOT NULL AND NOT EXISTS (SELECT FROM suggestions t WHERE t.id = s.merged_into)`
	standing = `SELECT count(*) FROM comments m WHERE NOT EXISTS (SELECT FROM superseded_comments z WHERE z.comment_id = m.id)`
)

// randomSteps plays an adjudicator who tries whatever the desk offers.
type randomSteps struct {
	*call
	t       *testing.T
	dice    *rand.Rand
	firms   []firm
	initial []string // the links that points came with
	taken   int      // steps that were accepted
	kinds   map[consult.StepKind]int
}

func newRandomSteps(t *testing.T, seed uint64) *randomSteps {
	c := openCall(t)
	r := &randomSteps{call: c, t: t, dice: rand.New(rand.NewPCG(seed, 22)), kinds: map[consult.StepKind]int{}}
	r.firms = []firm{c.firm(t, 1, 1, account.Traits{}), c.firm(t, 2, 1, account.Traits{})}
	for i := range 8 {
		c.send(t, consult.Submission{Phone: fmt.Sprintf("1990000%04d", i/2), Points: r.points(i)})
	}
	r.initial = r.links()
	for i := range 5 {
		r.speakAgain(i)
	}
	return r
}

// points are one to three opinions, some of them with several sentences.
func (r *randomSteps) points(n int) (list []consult.Point) {
	for p := range 1 + r.dice.IntN(3) {
		list = append(list, consult.Point{Body: fmt.Sprintf("意见%d之%d，建议增加设施。也请公布时间。", n, p), ClauseIDs: r.clauses[:r.dice.IntN(2)]})
	}
	return list
}

func (r *randomSteps) speakAgain(n int) {
	if _, err := r.speak(r.t, r.firms[n%len(r.firms)], 0, "", r.points(100+n)...); err != nil {
		r.t.Fatal(err)
	}
	var came []string
	if err := r.db.Select(&came, `SELECT concat_ws(' ', suggestion_id, comment_id, position) FROM suggestion_points
		WHERE comment_id = (SELECT max(id) FROM comments)`); err != nil {
		r.t.Fatal(err)
	}
	r.initial = append(r.initial, came...)
}

func (r *randomSteps) any(ids []int64) int64 { return ids[r.dice.IntN(len(ids))] }

func (r *randomSteps) point() consult.PointKey {
	var list []consult.PointKey
	if err := r.db.Select(&list, `SELECT comment_id, position FROM points ORDER BY 1, 2`); err != nil {
		r.t.Fatal(err)
	}
	return list[r.dice.IntN(len(list))]
}

// holder is a suggestion that has the point, so that more tries than few succeed.
func (r *randomSteps) holder(p consult.PointKey) int64 {
	return r.any(r.ids(r.t, `SELECT suggestion_id FROM suggestion_points WHERE comment_id = $1 AND position = $2 ORDER BY 1`, p.CommentID, p.Position))
}

func (r *randomSteps) part() consult.Part {
	at := r.dice.IntN(12)
	return []consult.Part{{}, {Start: 0, End: 4 + at}, {Start: at, End: at + 5}, {Start: 8, End: 20}}[r.dice.IntN(4)]
}

// try does one thing at random; what the rules refuse is refused.
func (r *randomSteps) try() {
	ctx, all, p := r.t.Context(), r.suggestions(r.t), r.point()
	from, into := r.holder(p), r.any(all)
	steps := r.ids(r.t, `SELECT id FROM suggestion_steps ORDER BY id`)
	before := r.steps()
	var err error
	switch n := r.dice.IntN(20); {
	case n < 4:
		in := app.SplitInput{ConsultationID: r.id, SuggestionID: from, Point: p, Part: r.part(), Keep: consult.Keepings[r.dice.IntN(3)]}
		_, err = r.Split(ctx, r.actor, in)
	case n < 6:
		err = r.Attach(ctx, r.actor, r.id, into, p, r.part())
	case n < 8:
		err = r.Detach(ctx, r.actor, r.id, from, p)
	case n < 10:
		err = r.Move(ctx, r.actor, r.id, from, into, []consult.PointKey{p})
	case n < 12:
		err = r.Merge(ctx, r.actor, r.id, []int64{from, into, r.any(all)}, into)
	case n < 13:
		_, err = r.GatherPoints(ctx, r.actor, r.id, []consult.PointKey{p, r.point(), r.point()}, from)
	case n < 17 && len(steps) > 0:
		_, err = r.UndoStep(ctx, r.actor, r.id, r.any(steps))
	case n < 18:
		err = r.Decide(ctx, r.actor, r.id, from, consult.Decision{Outcome: consult.Outcomes[r.dice.IntN(5)], Reason: "理由。"})
	case n < 19:
		_, err = r.CheckDecisions(ctx, r.second, r.id, nil)
	default:
		if r.dice.IntN(4) == 0 {
			r.speakAgain(before)
		}
	}
	if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Invalid) {
		r.t.Fatal(err)
	}
	if after := r.steps(); after > before {
		r.taken++
		var kind consult.StepKind
		r.get(r.t, &kind, `SELECT kind FROM suggestion_steps ORDER BY id DESC LIMIT 1`)
		r.kinds[kind]++
	}
}

func (r *randomSteps) steps() int { return r.count(r.t, `SELECT count(*) FROM suggestion_steps`) }

func (r *randomSteps) links() (rows []string) {
	r.t.Helper()
	if err := r.db.Select(&rows, linkRows); err != nil {
		r.t.Fatal(err)
	}
	return rows
}

// whole fails the test when somebody was lost.
func (r *randomSteps) whole(after int) {
	r.t.Helper()
	if n := r.count(r.t, unansweredPoints); n != 0 {
		r.t.Fatalf("after %d tries %d points have no suggestion", after, n)
	}
	if n := r.count(r.t, strayMerged); n != 0 {
		r.t.Fatalf("after %d tries %d suggestions do not say where they went", after, n)
	}
	if got, want := r.heard(), r.count(r.t, standing); got != want {
		r.t.Fatalf("after %d tries %d comments are behind what is asked for, want %d", after, got, want)
	}
}

// heard counts the comments that stand behind what the desk asks for, as it reads them.
func (r *randomSteps) heard() int {
	list, err := r.Repo.Suggestions(r.t.Context(), r.id, repo.SuggestionFilter{Page: 1, PerPage: 1000})
	if err != nil {
		r.t.Fatal(err)
	}
	var ids []int64
	for _, s := range list.Items {
		ids = append(ids, s.ID)
	}
	v, err := r.Repo.VoicesTogether(r.t.Context(), r.id, ids)
	if err != nil {
		r.t.Fatal(err)
	}
	if persons := r.count(r.t, `SELECT count(DISTINCT phone_index) FROM comments WHERE identity = 'resident'`); v.Persons != persons {
		r.t.Fatalf("%d persons are behind what is asked for, want %d", v.Persons, persons)
	}
	return v.Comments
}

// Whatever is split, attached, detached, moved, merged, taken back, decided and
// said again, in whatever order: nobody is lost, the figures foot, everybody is
// answered.
func TestNoSequenceOfStepsLosesAnybody(t *testing.T) { // invariant 3
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := newRandomSteps(t, seed)
			for i := range 300 {
				r.try()
				if i%10 == 0 {
					r.whole(i)
				}
			}
			r.whole(300)
			if r.taken < 60 || len(r.kinds) != 7 {
				t.Errorf("only %d steps were taken: %v", r.taken, r.kinds)
			}
			if seed%2 == 0 {
				r.takeAllBack()
			}
			r.answered()
		})
	}
}

// takeAllBack undoes everything from the last step to the first, and wants the links
// of the beginning: every point in the suggestion that it began as.
func (r *randomSteps) takeAllBack() {
	r.t.Helper()
	for _, id := range r.ids(r.t, `SELECT id FROM suggestion_steps ORDER BY id DESC`) {
		if end, inForce := r.lastOf(id); inForce {
			if _, err := r.UndoStep(r.t.Context(), r.actor, r.id, end); err != nil {
				r.t.Fatalf("step %d, by way of %d: %v", id, end, err)
			}
		}
	}
	if got := r.links(); !slices.Equal(got, slices.Sorted(slices.Values(r.initial))) {
		r.t.Errorf("all taken back, the links are\n%v\nwant\n%v", got, r.initial)
	}
}

// lastOf follows who took a step back, and who took that back; inForce reports
// whether the step is done in the end.
func (r *randomSteps) lastOf(id int64) (end int64, inForce bool) {
	for inForce = true; ; inForce = !inForce {
		next := r.ids(r.t, `SELECT id FROM suggestion_steps WHERE undoes = $1`, id)
		if len(next) == 0 {
			return id, inForce
		}
		id = next[0]
	}
}

// answered decides and releases, and reads every receipt.
func (r *randomSteps) answered() {
	r.t.Helper()
	r.answerAll(r.t)
	page, err := r.Repo.ResultsByNo(r.t.Context(), r.no, repo.ResultFilter{Page: 1, PerPage: 1})
	if err != nil || !page.Foots() || page.Total != page.Suggestions {
		r.t.Errorf("released %+v, %v", page.Totals, err)
	}
	var numbers []string
	if err := r.db.Select(&numbers, `SELECT no FROM receipts`); err != nil {
		r.t.Fatal(err)
	}
	for _, no := range numbers {
		status, _, err := r.Repo.ReceiptStatus(r.t.Context(), no, r.now)
		if err != nil {
			r.t.Fatal(err)
		}
		for _, p := range status.Points {
			if status.SupersededAt == nil && len(p.Decisions) == 0 {
				r.t.Errorf("a receipt has no answer to %q", p.Body)
			}
		}
	}
}
