package app_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

func row(n int, id int64, outcome consult.Outcome, reason, note string, revision int) consult.DecisionRow {
	return consult.DecisionRow{Row: n, No: strconv.FormatInt(id, 10), Outcome: string(outcome), Reason: reason, Override: note, Revision: strconv.Itoa(revision)}
}

func (c *call) prepare(t testing.TB, rows ...consult.DecisionRow) (batch int64, bad []string) {
	t.Helper()
	batch, faults, err := c.PrepareDecisions(t.Context(), c.actor, c.id, rows, []string{"备注"})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		bad = append(bad, fmt.Sprintf("%d %s %s", f.Row, f.Column, f.Key))
	}
	return batch, bad
}

func TestATableIsLookedThroughCellByCell(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for _, body := range []string{"一", "二", "三", "四", "五", "六"} {
		c.send(t, opinion(body))
	}
	ids := c.suggestions(t)
	c.gather(t, ids[0], ids[5])
	c.want(t, c.say(t, ids[4], consult.Adopted, "已写入修改稿第五条第一款。", ""))
	_, bad := c.prepare(t,
		row(2, ids[0], consult.Adopted, goodReason, "", 0),
		row(3, ids[1], consult.Adopted, goodReason, "", 0),
		row(4, ids[2], consult.NotAdopted, "不采纳。", "", 0),
		row(5, ids[3], "", "只写了理由，没有选采纳情况。", "", 0),
		row(6, ids[4], consult.Explained, "该建议涉及的事项修改稿第四条已经作出规定。", "", 0),
		row(7, ids[5], consult.Adopted, "已写入修改稿第六条第一款。", "", 0),
		row(8, ids[0], consult.Adopted, "已写入修改稿第七条第一款。", "", 0),
		row(9, ids[0]+9999, consult.Adopted, "已写入修改稿第八条第一款。", "", 0),
		consult.DecisionRow{Row: 10, No: "甲", Outcome: "adopted", Reason: "已写入修改稿第九条第一款。", Revision: "x"},
		row(11, ids[3], "", "", "", 0),
	)
	slices.Sort(bad)
	want := []string{"10 no decide.error.row_number", "10 revision decide.error.row_revision", "3 reason reason.warning.same_as_other",
		"4 reason reason.warning.no_basis", "4 reason reason.warning.too_short", "5 outcome decide.error.outcome",
		"6 revision decide.error.row_changed", "7 no decide.error.row_merged", "8 no decide.error.row_twice", "9 no decide.error.row_unknown"}
	if !slices.Equal(bad, want) {
		t.Errorf("%q\nwant %q", bad, want)
	}
	if n := c.count(t, `SELECT count(*) FROM decision_batches`); n != 0 {
		t.Errorf("%d tables are kept", n)
	}
}

func TestATableIsSavedWholeOnceItWasConfirmed(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for _, body := range []string{"一", "二", "三", "四"} {
		c.send(t, opinion(body))
	}
	ids := c.suggestions(t)
	c.want(t, c.say(t, ids[1], consult.Adopted, "已写入修改稿第五条第一款。", ""))
	c.want(t, c.say(t, ids[2], consult.Adopted, "已写入修改稿第六条第一款。", ""))
	batch, bad := c.prepare(t, row(2, ids[0], consult.Adopted, goodReason, "", 0), row(3, ids[1], consult.NotAdopted, "不采纳。", "已当面说明", 1),
		row(4, ids[2], consult.Adopted, "已写入修改稿第六条第一款。", "", 1), row(5, ids[3], "", "", "", 0))
	if len(bad) > 0 {
		t.Fatalf("%q", bad)
	}
	p, err := c.PreviewDecisions(t.Context(), c.id, batch)
	if err != nil || p.New != 1 || p.Changed != 1 || p.Unchanged != 1 || p.Unwritten != 1 || !slices.Equal(p.Ignored, []string{"备注"}) {
		t.Errorf("the preview says %+v, %v", p, err)
	}
	if len(p.First) != 2 || p.First[0].ID != ids[1] || p.First[0].Before.Reason != "已写入修改稿第五条第一款。" || p.First[0].After.Overridden != "too_short,no_basis" {
		t.Errorf("the preview shows %+v", p.First)
	}
	if n := c.count(t, `SELECT count(*) FROM decisions`); n != 2 {
		t.Errorf("a preview saves %d", n)
	}
	for range 2 { // confirming twice saves once
		if err := c.ImportDecisions(t.Context(), c.actor, c.id, batch); err != nil {
			t.Fatal(err)
		}
	}
	if n := c.count(t, `SELECT count(*) FROM decisions WHERE (suggestion_id, outcome, revision) IN (($1, 'adopted', 1), ($2, 'not_adopted', 2), ($3, 'adopted', 1))`,
		ids[0], ids[1], ids[2]); n != 3 {
		t.Errorf("%d of 3 decisions are right", n)
	}
	if n := c.count(t, `SELECT count(*) FROM audit_entries WHERE action = 'suggestion.import' AND after->>'suggestions' = '2' AND after->>'overwritten' = '1'`); n != 1 {
		t.Error("the import is not on record")
	}
}

func TestATableThatIsNoLongerRightSavesNothing(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("一"))
	c.send(t, opinion("二"))
	ids := c.suggestions(t)
	batch, _ := c.prepare(t, row(2, ids[0], consult.Adopted, goodReason, "", 0), row(3, ids[1], consult.Adopted, "已写入修改稿第五条第一款。", "", 0))
	c.want(t, c.say(t, ids[1], consult.Adopted, "已写入修改稿第六条第一款。", ""))
	if err := c.ImportDecisions(t.Context(), c.actor, c.id, batch); fault.Of(err).Key != "decide.error.batch_stale" {
		t.Errorf("a stale table: %v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM decisions`); n != 1 {
		t.Errorf("%d decisions", n)
	}
	if _, err := c.PreviewDecisions(t.Context(), c.id+1, batch); !fault.Is(err, fault.NotFound) {
		t.Errorf("of another consultation: %v", err)
	}
	list, err := c.Repo.DecisionSheet(t.Context(), c.id, repo.SuggestionFilter{State: repo.Undecided}, 0, 10)
	if err != nil || len(list) != 1 || list[0].ID != ids[0] || list[0].Body != "一" || list[0].Comments != 1 {
		t.Errorf("the sheet of what is open: %+v, %v", list, err)
	}
}

func TestATableThatNobodyConfirmedIsLetGo(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("一"))
	batch, _ := c.prepare(t, row(2, c.suggestions(t)[0], consult.Adopted, goodReason, "", 0))
	err := c.Repo.Write(t.Context(), func(tx *repo.Tx) error {
		_, err := tx.ExpireUnsent(t.Context(), c.now.Add(time.Second), 10)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.ImportDecisions(t.Context(), c.actor, c.id, batch); fault.Of(err).Key != "decide.error.batch_gone" {
		t.Errorf("a table that is gone: %v", err)
	}
}
