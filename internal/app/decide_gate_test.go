package app_test

import (
	"slices"
	"strings"
	"testing"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// say decides in plain sight of the gate.
func (c *call) say(t testing.TB, id int64, o consult.Outcome, reason, note string) (keys []string) {
	t.Helper()
	err := c.App.Decide(t.Context(), c.actor, c.id, id, consult.Decision{Outcome: o, Reason: reason, Override: note})
	if err == nil {
		return nil
	}
	for _, f := range fault.Of(err).Fields {
		keys = append(keys, strings.TrimPrefix(f.Key, "reason.warning."))
	}
	if len(keys) == 0 {
		t.Fatal(err)
	}
	return keys
}

func (c *call) want(t testing.TB, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("warnings %q, want %q", got, want)
	}
}

const goodReason = "已写入修改稿第三条第二款。"

func TestAWeakReasonIsNotSavedUnlessANoteSaysWhy(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("意见"))
	id := c.suggestions(t)[0]
	c.want(t, c.say(t, id, consult.NotAdopted, "不采纳。", ""), "too_short", "no_basis")
	c.want(t, c.say(t, id, consult.NotAdopted, "不采纳。", "已说"), "too_short", "no_basis", "reason.error.override_short")
	if n := c.count(t, `SELECT count(*) FROM decisions`); n != 0 {
		t.Errorf("%d decisions are saved", n)
	}
	c.want(t, c.say(t, id, consult.NotAdopted, "不采纳。", "已当面向本人说明"))
	if n := c.count(t, `SELECT count(*) FROM decisions WHERE override_note = '已当面向本人说明' AND overridden = 'too_short,no_basis'`); n != 1 {
		t.Error("the note is not kept")
	}
	if n := c.count(t, `SELECT count(*) FROM audit_entries WHERE after->>'overridden' = 'too_short,no_basis' AND after->>'override' <> ''`); n != 1 {
		t.Error("the note is not on record")
	}
	c.want(t, c.say(t, id, consult.NotAdopted, "不采纳。", "已当面向本人说明"))
	c.want(t, c.say(t, id, consult.NotAdopted, "", "")) // a draft
	c.want(t, c.say(t, id, consult.Adopted, goodReason, "多余的说明"))
	if n := c.count(t, `SELECT count(*) FROM decisions WHERE override_note = '' AND overridden = ''`); n != 1 {
		t.Error("a note without warnings is kept")
	}
	var revisions []int64
	if err := c.db.Select(&revisions, `SELECT revision FROM past_decisions ORDER BY revision`); err != nil || !slices.Equal(revisions, []int64{1, 2}) {
		t.Errorf("what was decided before is kept as %v, %v", revisions, err)
	}
}

func TestAReasonIsNotRepeatedUnlessItAnswersTheSame(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for _, body := range []string{"增加停车位", "降低收费", " 增加　停车位", "增加停車位"} {
		c.send(t, opinion(body))
	}
	ids := c.suggestions(t)
	c.want(t, c.say(t, ids[0], consult.Adopted, goodReason, ""))
	c.want(t, c.say(t, ids[1], consult.Adopted, " 已写入修改稿，第三條第二款", ""), "same_as_other") // folded
	c.want(t, c.say(t, ids[1], consult.Adopted, goodReason, "两条意见同一处修改"))
	c.want(t, c.say(t, ids[2], consult.Adopted, goodReason, ""), "same_as_other") // of the second
	c.want(t, c.say(t, ids[1], consult.Adopted, "已写入修改稿第四条第一款。", ""))
	c.want(t, c.say(t, ids[2], consult.Adopted, goodReason, "")) // which says what the first says
	c.want(t, c.say(t, ids[3], consult.Adopted, goodReason, ""))
	c.want(t, c.say(t, ids[0], consult.Adopted, goodReason, "")) // nothing changed
}

func TestSuggestionsThatWereGroupedShareAReason(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("建议增加停车位，方便居民。"))
	c.send(t, opinion("建议多增加停车位，方便居民！"))
	ids := c.suggestions(t)
	c.want(t, c.say(t, ids[0], consult.Adopted, goodReason, ""))
	c.want(t, c.say(t, ids[1], consult.Adopted, goodReason, ""), "same_as_other")
	c.exec(t, `INSERT INTO similar_groups (consultation_id, id, comment_id, position, members) SELECT $1, 1, min(id), 1, 2 FROM comments`, c.id)
	c.exec(t, `INSERT INTO point_groups (consultation_id, comment_id, position, group_id, nth, how, likeness)
		SELECT $1, id, 1, 1, row_number() OVER (ORDER BY id), 'near', 0.8 FROM comments`, c.id)
	c.want(t, c.say(t, ids[1], consult.Adopted, goodReason, ""))
	over := all(consult.Decision{Outcome: consult.Adopted, Reason: "已写入修改稿第九条第二款。"})
	over.Overwrite = true
	if n, err := c.many(t, over); n != 2 || err != nil {
		t.Errorf("%d of a group decided at once, %v", n, err)
	}
}

// A decision from before reasons were looked through stands, and counts as a reason
// that others do not repeat.
func TestOldDecisionsStandAndAreNotRepeated(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("一"))
	c.send(t, opinion("二"))
	ids := c.suggestions(t)
	c.exec(t, `INSERT INTO decisions (consultation_id, suggestion_id, outcome, reason, decided_by, decided_at) VALUES ($1, $2, 'adopted', '采纳。', $3, $4)`,
		c.id, ids[0], c.actor.StaffID, c.now)
	c.want(t, c.say(t, ids[0], consult.Adopted, "采纳。", ""))
	c.want(t, c.say(t, ids[1], consult.Adopted, "采纳。", ""), "too_short", "same_as_other")
	c.want(t, c.say(t, ids[0], consult.Explained, "采纳。", ""), "too_short")
}

func TestASecondPersonSendsADecisionBackAndItIsDecidedAnew(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("意见"))
	id := c.suggestions(t)[0]
	c.want(t, c.say(t, id, consult.Adopted, goodReason, ""))
	back := func(actor app.Actor, revision int, note string) error {
		return c.SendBack(t.Context(), actor, c.id, id, revision, note)
	}
	if err := back(c.second, 1, "不对"); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a reason: %v", err)
	}
	if err := back(c.actor, 1, "条款写错了"); fault.Of(err).Key != "decide.error.own" {
		t.Errorf("one's own: %v", err)
	}
	if err := back(c.second, 2, "条款写错了"); !fault.Is(err, fault.Conflict) {
		t.Errorf("one that was not seen: %v", err)
	}
	if err := back(c.second, 1, "条款写错了"); err != nil {
		t.Fatal(err)
	}
	state := func() string {
		list, err := c.Repo.Suggestions(t.Context(), c.id, repo.SuggestionFilter{State: repo.SentBack})
		if err != nil || len(list.Items) == 0 {
			return ""
		}
		return list.Items[0].BackNote
	}
	if got := state(); got != "条款写错了" {
		t.Errorf("who decided reads %q", got)
	}
	if n, err := c.CheckDecisions(t.Context(), c.second, c.id, nil); n != 0 || err != nil {
		t.Errorf("what was sent back is checked: %d, %v", n, err)
	}
	c.want(t, c.say(t, id, consult.Adopted, goodReason, "")) // said again, it is an answer all the same
	if got := state(); got != "" {
		t.Errorf("decided anew it is still sent back: %q", got)
	}
	c.checkAll(t)
	if err := back(c.second, 2, "再看一眼还是不对"); err != nil {
		t.Errorf("what was checked can be sent back: %v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM audit_entries WHERE action = 'suggestion.back' AND after->>'note' = '条款写错了'`); n != 1 {
		t.Errorf("%d entries", n)
	}
}

func TestNobodyChecksWhatTheyDecidedOrHaveNotSeen(t *testing.T) { // invariant 5
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("意见"))
	id := c.suggestions(t)[0]
	check := func(actor app.Actor, seen repo.Seen) (int, error) {
		return c.CheckChosen(t.Context(), actor, c.id, app.Selection{IDs: []int64{id}}, seen)
	}
	now := repo.Seen{Until: c.now}
	if _, err := check(c.second, now); fault.Of(err).Key != "decide.error.nothing_to_check" {
		t.Errorf("nothing decided: %v", err)
	}
	c.want(t, c.say(t, id, consult.Adopted, goodReason, ""))
	if _, err := check(c.actor, now); !fault.Is(err, fault.Conflict) || fault.Of(err).Key != "decide.error.own" {
		t.Errorf("one's own: %v", err)
	}
	c.want(t, c.say(t, id, consult.Adopted, "已写入修改稿第四条第一款。", ""))
	if _, err := check(c.second, repo.Seen{Until: c.now, Revision: 1}); !fault.Is(err, fault.Conflict) {
		t.Errorf("decided anew since it was seen: %v", err)
	}
	if n, err := c.CheckChosen(t.Context(), c.second, c.id, app.Selection{Filter: &repo.SuggestionFilter{State: "not_adopted"}}, now); !fault.Is(err, fault.Conflict) {
		t.Errorf("a filter that leaves nothing checks %d, %v", n, err)
	}
	if n, err := c.CheckChosen(t.Context(), c.second, c.id, app.Selection{Filter: &repo.SuggestionFilter{State: "adopted"}}, now); n != 1 || err != nil {
		t.Errorf("by filter: %d, %v", n, err)
	}
	if _, err := c.db.Exec(`UPDATE decisions SET checked_by = decided_by, checked_at = now()`); err == nil {
		t.Error("the database lets one check what they decided")
	}
}

func TestTemplatesAreReplacedTogetherAndPassTheGateOnceFilledIn(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	all, err := c.Repo.ReasonTemplates(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	fill := strings.NewReplacer("【】", "三", "《【", "《云溪县", "】》", "条例》", "【", "县", "】", "的做法")
	for _, o := range consult.Outcomes {
		if len(all[o]) < 3 {
			t.Errorf("%s has %d templates", o, len(all[o]))
		}
		for _, text := range all[o] {
			if consult.Blank(text) == "" {
				t.Errorf("%s is no template", text)
			}
			if found := (consult.Decision{Outcome: o, Reason: fill.Replace(text)}).Warnings(); len(found) > 0 {
				t.Errorf("%s, filled in: %v", fill.Replace(text), found)
			}
		}
	}
	if err := c.SetReasonTemplates(t.Context(), c.actor, consult.Adopted, []string{" 甲 ", "", "乙"}); err != nil {
		t.Fatal(err)
	}
	all, err = c.Repo.ReasonTemplates(t.Context())
	if err != nil || !slices.Equal(all[consult.Adopted], []string{"甲", "乙"}) || len(all[consult.Explained]) < 3 {
		t.Errorf("%v, %v", all, err)
	}
	for _, bad := range [][]string{{"甲", "甲"}, slices.Repeat([]string{"甲"}, 11), {strings.Repeat("长", 501)}} {
		if err := c.SetReasonTemplates(t.Context(), c.actor, consult.Adopted, bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("%d templates: %v", len(bad), err)
		}
	}
	if n := c.count(t, `SELECT count(*) FROM audit_entries WHERE action = 'reason_template.update'`); n != 1 {
		t.Errorf("%d entries", n)
	}
}
