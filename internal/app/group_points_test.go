package app_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/similar"
	"nayan/internal/similar/similartest"
)

const insertOpinions = `WITH i AS (SELECT body, row_number() OVER () AS n FROM unnest($3::text[]) AS i (body)),
	m AS (INSERT INTO comments (consultation_id, receipt_no, channel, identity, public_name, text_hash, received_at)
		SELECT $1, '', 'web', 'resident', '', sha256(''), $2 FROM i ORDER BY n RETURNING id),
	k AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM m),
	p AS (INSERT INTO points (consultation_id, comment_id, position, body) SELECT $1, k.id, 1, i.body FROM k JOIN i USING (n) RETURNING comment_id),
	s AS (INSERT INTO suggestions (consultation_id, created_at) SELECT $1, $2 FROM p RETURNING id),
	l AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM s)
	INSERT INTO suggestion_points (consultation_id, suggestion_id, comment_id, position) SELECT $1, l.id, k.id, 1 FROM l JOIN k USING (n)`

// said writes comments of one point each, in their order.
func (c *call) said(t testing.TB, bodies ...string) {
	t.Helper()
	c.exec(t, insertOpinions, c.id, callOpens, pq.Array(bodies))
}

func (c *call) group(t testing.TB) {
	t.Helper()
	if err := c.GroupPoints(t.Context(), c.id); err != nil {
		t.Fatal(err)
	}
}

// groupedPoint is a point with what it joined, the leader by its comment.
type groupedPoint struct {
	Comment  int64   `db:"comment_id"`
	Leader   int64   `db:"leader"` // 0: none
	How      string  `db:"how"`
	Likeness float64 `db:"likeness"`
}

func (c *call) groupedPoints(t testing.TB) (list []groupedPoint) {
	t.Helper()
	err := c.db.Select(&list, `SELECT g.comment_id, coalesce(s.comment_id, 0) AS leader, g.how, g.likeness FROM point_groups g
		LEFT JOIN similar_groups s ON s.consultation_id = g.consultation_id AND s.id = g.group_id WHERE g.consultation_id = $1 ORDER BY g.comment_id`, c.id)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// inMemory is what one index of all comments says.
func (c *call) inMemory(t testing.TB) (list []groupedPoint) {
	t.Helper()
	var points []struct {
		ID   int64  `db:"comment_id"`
		Body string `db:"body"`
	}
	if err := c.db.Select(&points, `SELECT comment_id, body FROM points WHERE consultation_id = $1 ORDER BY comment_id, position`, c.id); err != nil {
		t.Fatal(err)
	}
	x := similar.NewIndex()
	for _, p := range points {
		s := similar.NewSketch(p.Body)
		m := x.Add(p.ID, s)
		g := groupedPoint{p.ID, m.Leader, string(m.How), m.Likeness}
		switch {
		case s.Empty():
			g.Leader, g.How = 0, ""
		case m.How == similar.None:
			g.How = "leader"
		}
		list = append(list, g)
	}
	return list
}

func (c *call) sameAsInMemory(t testing.TB) {
	t.Helper()
	got, want := c.groupedPoints(t), c.inMemory(t)
	if len(got) != len(want) {
		t.Fatalf("%d points are grouped, want %d", len(got), len(want))
	}
	for i := range want {
		if d := got[i].Likeness - want[i].Likeness; d > 1e-6 || d < -1e-6 {
			t.Errorf("the likeness of %+v, want %+v", got[i], want[i])
		}
		got[i].Likeness = want[i].Likeness
		if got[i] != want[i] {
			t.Fatalf("%+v, in memory %+v", got[i], want[i])
		}
	}
}

func corpusTexts(n int, seed uint64) (bodies []string) {
	for _, text := range similartest.Corpus(n, seed) {
		bodies = append(bodies, text.Text)
	}
	return bodies
}

func TestTheDatabaseGroupsAsOneIndexInMemoryDoes(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		c, r := openCall(t), rand.New(rand.NewPCG(seed, 28))
		bodies := append(corpusTexts(5_000, seed), "！！", "。。。")
		r.Shuffle(40, func(i, j int) { bodies[i], bodies[j] = bodies[j], bodies[i] })
		for len(bodies) > 0 {
			n := min(1+r.IntN(2_600), len(bodies))
			if seed > 0 {
				n = min(1+r.IntN(400), len(bodies))
			}
			c.said(t, bodies[:n]...)
			bodies = bodies[n:]
			c.group(t)
		}
		c.sameAsInMemory(t)
		c.group(t)
		c.sameAsInMemory(t)
		if n := c.count(t, `SELECT count(*) FROM similar_groups s WHERE members <> (SELECT count(*) FROM point_groups g WHERE g.group_id = s.id) OR counted <> members`); n > 0 {
			t.Errorf("%d groups do not know how many they are", n)
		}
	}
}

func TestAKeyThatVeryManyLeadersShareLeadsToTheFirstOfThem(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	clause := "建议由县人民政府统一组织有关部门负责实施"
	r := rand.New(rand.NewPCG(5, 5))
	var bodies []string
	for range 90 {
		bodies = append(bodies, similartest.Opinion(r)+clause+"。"+similartest.Opinion(r))
	}
	for ; len(bodies) > 0; bodies = bodies[30:] {
		c.said(t, bodies[:30]...)
		c.group(t)
	}
	if n := c.count(t, `SELECT count(*) FROM (SELECT FROM similar_keys GROUP BY key HAVING count(*) > 32) x`); n == 0 {
		t.Error("no key has more than 32 leaders: the test tests nothing")
	}
	c.sameAsInMemory(t)
}

func TestACommentThatBecomesReadableLateIsNotMissed(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.said(t, "西街的路灯晚上不亮，老人走路不方便。")
	late, err := c.db.Beginx()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = late.Rollback() }()
	if _, err := late.Exec(insertOpinions, c.id, callOpens, pq.Array([]string{"西街的路灯晚上不亮，老人走路很不方便。"})); err != nil {
		t.Fatal(err)
	}
	c.said(t, "建议公布收费标准。")
	c.group(t)
	if n := c.count(t, `SELECT count(*) FROM point_groups`); n != 2 {
		t.Fatalf("%d points are grouped", n)
	}
	c.now = c.now.Add(9 * time.Minute) // long after the mark was set, and not long enough
	c.group(t)
	if err := late.Commit(); err != nil {
		t.Fatal(err)
	}
	if n, err := c.Repo.Ungrouped(t.Context(), c.id, 10); err != nil || n != 1 {
		t.Errorf("%d points are ungrouped: %v", n, err)
	}
	c.now = c.now.Add(2 * time.Minute)
	ids, err := c.Repo.CallsToGroup(t.Context(), similar.Version, c.now.Add(-10*time.Minute))
	if err != nil || !slices.Equal(ids, []int64{c.id}) {
		t.Errorf("nobody looks for it: %v, %v", ids, err)
	}
	c.group(t)
	if n := c.count(t, `SELECT members FROM similar_groups WHERE id = 1`); n != 2 {
		t.Errorf("the group has %d members", n)
	}
	if n := c.count(t, `SELECT settled FROM similar_state`); n == 0 {
		t.Error("nothing is settled")
	}
	for range 3 { // everything is settled in the end, and nobody looks any more
		c.now = c.now.Add(11 * time.Minute)
		c.group(t)
	}
	if ids, err = c.Repo.CallsToGroup(t.Context(), similar.Version, c.now.Add(time.Hour)); err != nil || len(ids) != 0 {
		t.Errorf("%v are to be grouped for ever: %v", ids, err)
	}
}

func TestJobsAtOnceGroupEveryPointOnce(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.said(t, corpusTexts(4_500, 9)...)
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			if err := c.GroupPoints(t.Context(), c.id); err != nil {
				t.Error(err)
			}
		})
	}
	workers.Wait()
	c.sameAsInMemory(t)
}

func TestAnotherVersionGroupsAnewAndKeepsWhatStaffChose(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.said(t, corpusTexts(300, 2)...)
	c.group(t)
	open := c.openGroups(t)
	if err := c.DismissGroup(t.Context(), c.actor, c.id, consult.GroupSeen{ID: open[0].ID, Members: open[0].Members}); err != nil {
		t.Fatal(err)
	}
	c.exec(t, `UPDATE similar_state SET version = -1; DELETE FROM similar_keys; UPDATE point_groups SET likeness = 0`)
	c.group(t)
	c.sameAsInMemory(t)
	if again := c.openGroups(t); len(again) != len(open)-1 {
		t.Errorf("%d groups are open, before %d", len(again), len(open))
	}
	c.exec(t, `UPDATE point_groups SET likeness = 0`)
	if err := c.RegroupPoints(t.Context(), c.id); err != nil {
		t.Fatal(err)
	}
	c.sameAsInMemory(t)
}

func TestWhoOpensThePageSeesWhatJustCame(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.said(t, "请公布收费标准和投诉电话。", "请公布收费标准、投诉电话。")
	for range 2 {
		if ready, err := c.GroupNow(t.Context(), c.id); err != nil || !ready {
			t.Fatal(ready, err)
		}
	}
	c.sameAsInMemory(t)
	held, err := c.db.Beginx()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := held.Exec(`SELECT FROM similar_state FOR UPDATE`); err != nil {
		t.Fatal(err)
	}
	c.said(t, "请公布收费标准与投诉电话。")
	if ready, err := c.GroupNow(t.Context(), c.id); err != nil || ready {
		t.Errorf("it waits for who is at it, or says that it did not: %v, %v", ready, err)
	}
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	c.said(t, corpusTexts(600, 4)...)
	for range 2 {
		if ready, err := c.GroupNow(t.Context(), c.id); err != nil || ready {
			t.Errorf("600 points are grouped at once: %v, %v", ready, err)
		}
	}
	if n := c.count(t, `SELECT count(*) FROM river_job WHERE kind = 'group_points'`); n != 1 {
		t.Errorf("%d jobs are queued", n)
	}
	if err := c.GroupNewPoints(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := c.count(t, `SELECT count(*) FROM river_job WHERE kind = 'group_points' AND args->>'consultation_id' = $1`, fmt.Sprint(c.id)); n != 1 {
		t.Errorf("%d jobs are queued", n)
	}
}
