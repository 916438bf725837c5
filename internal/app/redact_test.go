package app_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

const mark = "〔已遮盖：个人信息〕"

// cover covers words in a comment as it stands.
func (c *call) cover(t testing.TB, id int64, words string, publish bool) {
	t.Helper()
	if err := c.Redact(t.Context(), c.actor, c.covering(t, id, words, publish)); err != nil {
		t.Fatal(err)
	}
}

func (c *call) covering(t testing.TB, id int64, words string, publish bool) app.RedactInput {
	t.Helper()
	return app.RedactInput{ConsultationID: c.id, Seen: c.seen(t, id), Publish: publish,
		Choice: consult.Choice{Words: words, Code: consult.ReasonPersonalData}}
}

// public is all that a stranger can read of the call's comments and results.
func (c *call) public(t testing.TB) string {
	t.Helper()
	var text strings.Builder
	comments, err := c.Repo.PublishedComments(t.Context(), c.id, 1, 100)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := c.Repo.ResultsByNo(t.Context(), c.no, repo.ResultFilter{Page: 1, PerPage: 100})
	if err != nil {
		t.Fatal(err)
	}
	clauses, err := c.Repo.ResultsByClause(t.Context(), c.no, 1, 100)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewEncoder(&text).Encode([]any{comments.Items, lines.Rows, clauses.Clauses}); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// covers fails the test unless strangers read the mark and not the words.
func (c *call) covers(t testing.TB, words string) {
	t.Helper()
	if text := c.public(t); strings.Contains(text, words) || !strings.Contains(text, mark) {
		t.Errorf("the public reads %s", text)
	}
}

func TestWhatIsCoveredIsReadByNoStranger(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	s := opinion("找张三，电话13900001234", c.clauses[0])
	receipt := c.send(t, s)
	id := c.idOf(t, receipt)
	c.cover(t, id, "张三\n13900001234", true)
	c.covers(t, "张三")
	c.releaseAll(t, consult.Adopted)
	c.covers(t, "张三")
	c.covers(t, "13900001234")
	c.cover(t, id, "电话", false) // after the release
	c.covers(t, "电话")
	if n := c.count(t, `SELECT suggestions FROM results`); n != 1 {
		t.Errorf("%d suggestions count", n)
	}
	status, err := c.Receipt(t.Context(), receipt.No, receipt.Secret)
	if err != nil || status.Points[0].Body != s.Points[0].Body || status.TextHash != consult.TextHash(s.Points) || len(status.Points[0].Decisions) != 1 {
		t.Errorf("the sender reads %+v, %v", status, err)
	}
	if covered := status.Points[0].Redactions; len(covered) != 3 || covered[0].Code != consult.ReasonPersonalData || covered[0].At.IsZero() {
		t.Errorf("the sender is told of %+v", covered)
	}
	staff, err := c.Repo.DeskComment(t.Context(), c.id, id)
	if err != nil || staff.Points[0].Body != s.Points[0].Body || len(staff.Points[0].Redactions) != 3 {
		t.Errorf("staff read %+v, %v", staff, err)
	}
}

func TestARedactionCanBeUndoneBeforeAndAfterTheRelease(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	id := c.idOf(t, c.send(t, consult.Submission{Points: []consult.Point{{Body: "找张三"}, {Body: "问李四"}}}))
	c.cover(t, id, "张三\n李四", true)
	list := c.ids(t, `SELECT id FROM redactions ORDER BY id`)
	undo := func(redaction int64) error {
		return c.Unredact(t.Context(), c.actor, c.id, c.seen(t, id), redaction)
	}
	if err := undo(list[0]); err != nil {
		t.Fatal(err)
	}
	if text := c.public(t); !strings.Contains(text, "张三") || strings.Contains(text, "李四") {
		t.Errorf("the public reads %s", text)
	}
	if err := undo(list[0]); !fault.Is(err, fault.Conflict) {
		t.Errorf("twice: %v", err)
	}
	c.releaseAll(t, consult.Adopted)
	if err := undo(list[1]); err != nil {
		t.Fatal(err)
	}
	if text := c.public(t); strings.Contains(text, mark) || strings.Count(text, "李四") != 3 {
		t.Errorf("the public reads %s", text)
	}
	if n := c.count(t, `SELECT count(*) FROM redacted_points`); n != 0 {
		t.Errorf("%d texts are left", n)
	}
}

func TestTheRecordOfARedactionNamesPlacesAndNoWords(t *testing.T) { // invariant 8
	t.Parallel()
	c := openCall(t)
	id := c.idOf(t, c.send(t, opinion("找张三")))
	c.cover(t, id, "张三", true)
	if err := c.Unredact(t.Context(), c.actor, c.id, c.seen(t, id), c.ids(t, `SELECT id FROM redactions`)[0]); err != nil {
		t.Fatal(err)
	}
	var entries []string
	if err := c.db.Select(&entries, `SELECT action || ' ' || before::text || ' ' || after::text FROM audit_entries ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	all := strings.Join(entries, "\n")
	for _, want := range []string{`comment.redact {"covered": []} {"covered": [{"end": 3, "code": "personal_data", "point": 1, "start": 1}]}`,
		`comment.moderate`, `comment.unredact {"covered": [{`} {
		if !strings.Contains(all, want) {
			t.Errorf("no entry says %s:\n%s", want, all)
		}
	}
	if strings.Contains(all, "张三") {
		t.Errorf("the record names somebody: %s", all)
	}
}

func TestTheDatabaseItselfKeepsWhatWasSentAndCovered(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	id := c.idOf(t, c.send(t, opinion("找张三")))
	c.cover(t, id, "张三", true)
	c.releaseAll(t, consult.Adopted)
	for _, change := range []string{`UPDATE points SET body = '改写'`, `UPDATE redactions SET code = 'spam'`, `UPDATE redactions SET ends = 2`,
		`DELETE FROM redactions`, `UPDATE result_rows SET body = '改写'`, `UPDATE comments SET revision = 0`,
		`UPDATE comments SET hidden_code = 'spam'`} {
		if _, err := c.db.Exec(change); err == nil {
			t.Errorf("the database allowed %s", change)
		}
	}
	for _, change := range []string{`reason = '改口。'`, `outcome = 'not_adopted'`} { // a redaction changes the text alone
		tx := c.db.MustBegin()
		tx.MustExec(`SELECT set_config('nayan.redact', 'on', true)`)
		if _, err := tx.Exec(`UPDATE result_rows SET ` + change); err == nil {
			t.Errorf("the database allowed %s", change)
		}
		_ = tx.Rollback()
	}
}

// Two points behind one line: each moderator covers their own, and neither puts
// back what the other has covered.
func TestModeratorsOfOneLineCoverTogether(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	one, two := c.idOf(t, c.send(t, opinion("找张三"))), c.idOf(t, c.send(t, opinion("问李四")))
	list := c.suggestions(t)
	c.exec(t, `INSERT INTO suggestion_points (consultation_id, suggestion_id, comment_id, position) VALUES ($1, $2, $3, 1)`, c.id, list[0], two)
	c.moderateAll(t, consult.Published)
	c.releaseAll(t, consult.Adopted)
	var wg sync.WaitGroup
	for id, words := range map[int64]string{one: "张三", two: "李四"} {
		in := c.covering(t, id, words, false)
		wg.Go(func() {
			if err := c.Redact(t.Context(), c.actor, in); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if text := c.public(t); strings.Contains(text, "张三") || strings.Contains(text, "李四") {
		t.Errorf("the public reads %s", text)
	}
}

func TestOfTwoModeratorsTheSecondIsTold(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	id := c.idOf(t, c.send(t, opinion("找张三")))
	saw := c.seen(t, id)
	steps := []func() error{
		func() error {
			return c.Moderate(t.Context(), c.actor, c.id, saw, consult.Moderation{To: consult.Published})
		},
		func() error {
			return c.Moderate(t.Context(), c.actor, c.id, saw, consult.Moderation{To: consult.Hidden, Code: consult.ReasonSpam})
		},
		func() error {
			return c.Redact(t.Context(), c.actor, app.RedactInput{ConsultationID: c.id, Seen: saw, Choice: consult.Choice{Words: "张三", Code: consult.ReasonPersonalData}})
		},
	}
	errs := make([]error, len(steps))
	var wg sync.WaitGroup
	for i, step := range steps {
		wg.Go(func() { errs[i] = step() })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if fault.Of(err).Key != "moderate.error.changed" {
			t.Errorf("a loser: %v", err)
		}
	}
	if won != 1 || c.count(t, `SELECT count(*) FROM audit_entries`) != 1 {
		t.Errorf("%d of them won", won)
	}
}

func TestSeveralAreDecidedOnTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	var list []consult.Seen
	for range 3 {
		list = append(list, c.seen(t, c.idOf(t, c.send(t, opinion("点击领取优惠", c.clauses[0])))))
	}
	spam := consult.Moderation{To: consult.Hidden, Code: consult.ReasonSpam}
	c.moderated(t, list[1].ID, consult.Moderation{To: consult.Published})
	if err := c.ModerateAll(t.Context(), c.actor, c.id, list, spam); fault.Of(err).Key != "moderate.error.changed" {
		t.Errorf("one was decided on since: %v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM comments WHERE visibility = 'hidden'`); n != 0 {
		t.Errorf("%d were hidden all the same", n)
	}
	list[1].Revision++
	if err := c.ModerateAll(t.Context(), c.actor, c.id, append(list, list[1]), spam); err != nil { // one ticked twice
		t.Fatal(err)
	}
	if n := c.count(t, `SELECT count(*) FROM audit_entries WHERE action = 'comment.moderate'`); n != 4 {
		t.Errorf("%d entries for 4 changes", n)
	}
	if got := c.published(t); got[0] != 0 || got[1] != 0 {
		t.Errorf("counters %v", got)
	}
	for key, list := range map[string][]consult.Seen{"moderate.error.none_picked": nil, "moderate.error.many_picked": make([]consult.Seen, app.MaxModerated+1)} {
		if err := c.ModerateAll(t.Context(), c.actor, c.id, list, spam); len(fault.Of(err).Fields) != 1 || fault.Of(err).Fields[0].Key != key {
			t.Errorf("%s: %v", key, err)
		}
	}
}

// Invariants 2 and 3: what is not public counts, is missed until it is decided on,
// and is answered.
func TestAHiddenCommentCountsAndIsAnswered(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	receipt := c.send(t, opinion("我要举报"))
	c.moderated(t, c.idOf(t, receipt), consult.Moderation{To: consult.Hidden, Code: consult.ReasonPetition})
	totals, err := c.Repo.TotalsNow(t.Context(), c.id)
	if err != nil || totals.Comments != 1 || totals.Suggestions != 1 {
		t.Errorf("totals %+v, %v", totals, err)
	}
	if _, total, err := c.Repo.Missing(t.Context(), c.id, callCloses, 10); err != nil || total != 1 {
		t.Errorf("%d missing, %v", total, err)
	}
	c.releaseAll(t, consult.OutOfScope)
	status, err := c.Receipt(t.Context(), receipt.No, receipt.Secret)
	if err != nil || len(status.Points[0].Decisions) != 1 || status.HiddenCode != consult.ReasonPetition || status.ModeratedAt == nil {
		t.Errorf("the sender reads %+v, %v", status, err)
	}
}
