package app_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

func (c *call) submit(ctx context.Context, key string, s consult.Submission) (consult.Receipt, error) {
	return c.SubmitComment(ctx, app.SubmitInput{ConsultationNo: c.no, Submission: s, IdempotencyKey: key, Channel: "api"})
}

func TestAnAcceptedCommentIsStoredOnceWithASuggestionForEveryPoint(t *testing.T) { // invariants 1 and 3
	t.Parallel()
	c := openCall(t)
	receipt := c.send(t, consult.Submission{Points: []consult.Point{
		{Body: "第一点", ClauseIDs: []int64{c.clauses[2], c.clauses[4], c.clauses[2]}}, {Body: "第二点"},
	}})
	if len(receipt.No) != 11 || len(receipt.Secret) != 19 {
		t.Errorf("receipt %+v", receipt)
	}
	for query, want := range map[string]int{
		`SELECT count(*) FROM comments WHERE consultation_id = $1`:                                        1,
		`SELECT count(*) FROM points WHERE consultation_id = $1`:                                          2,
		`SELECT count(*) FROM point_clauses WHERE consultation_id = $1`:                                   2,
		`SELECT count(*) FROM suggestions WHERE consultation_id = $1`:                                     2,
		`SELECT count(DISTINCT (comment_id, position)) FROM suggestion_points WHERE consultation_id = $1`: 2,
		`SELECT count(*) FROM receipts WHERE consultation_id = $1`:                                        1,
		`SELECT sum(comments) FROM comment_counts WHERE consultation_id = $1`:                             1,
		`SELECT count(*) FROM comment_keys WHERE consultation_id = $1`:                                    0,
	} {
		if got := c.count(t, query, c.id); got != want {
			t.Errorf("%s = %d, want %d", query, got, want)
		}
	}
	if hash := consult.TextHash([]consult.Point{{Body: "第一点"}, {Body: "第二点"}}); receipt.TextHash != hash {
		t.Errorf("text hash %s, want %s", receipt.TextHash, hash)
	}
}

func TestTheClosingInstantIsRefused(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for name, step := range map[string]struct {
		now  time.Time
		want string
		arg  time.Time
	}{
		"a microsecond before opening": {callOpens.Add(-time.Microsecond), "comment.error.not_open", callOpens},
		"at the opening instant":       {callOpens, "", time.Time{}},
		"a microsecond before closing": {callCloses.Add(-time.Microsecond), "", time.Time{}},
		"a nanosecond before closing":  {callCloses.Add(-1), "", time.Time{}},
		"at the closing instant":       {callCloses, "comment.error.closed", callCloses.Add(-time.Second)},
	} {
		c.now = step.now
		_, err := c.submit(t.Context(), "", opinion("意见"))
		if step.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if f := fault.Of(err); f.Kind != fault.Closed || f.Key != step.want || !f.Args[0].(time.Time).Equal(step.arg) {
			t.Errorf("%s: %v with %v", name, err, f.Args)
		}
	}
	if n := c.count(t, `SELECT count(*) FROM comments`); n != 3 {
		t.Errorf("%d comments stored, want 3", n)
	}
}

func TestACallThatIsNotPublicTakesNoComment(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.no = "2026-0404"
	if _, err := c.submit(t.Context(), "", opinion("意见")); !fault.Is(err, fault.NotFound) {
		t.Errorf("unknown number: %v", err)
	}
}

func TestAClauseOfAnotherDraftIsRefusedWithItsPoint(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	var draft, old int64
	c.get(t, &draft, `INSERT INTO drafts (consultation_id, version, title, file_name, warnings, created_at, created_by)
		VALUES ($1, 2, '', '', '[]', $2, $3) RETURNING id`, c.id, callOpens, c.actor.StaffID)
	c.get(t, &old, `INSERT INTO clauses (consultation_id, draft_id, position, depth, kind, number, heading, text, label)
		VALUES ($1, $2, 1, 0, 'article', '', '', '另一稿的条文。', '第一条') RETURNING id`, c.id, draft)
	s := consult.Submission{Points: []consult.Point{{Body: "一", ClauseIDs: c.clauses[:1]}, {Body: "二", ClauseIDs: []int64{old}}}}
	_, err := c.submit(t.Context(), "", s)
	f := fault.Of(err)
	if f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != "points.1.clause_ids" {
		t.Errorf("%v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM comments`); n != 0 {
		t.Errorf("%d comments stored", n)
	}
}

func TestABrokenRuleIsFoundBeforeAnythingIsStored(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	if _, err := c.submit(t.Context(), "", opinion(" ")); !fault.Is(err, fault.Invalid) {
		t.Errorf("empty body: %v", err)
	}
	if _, err := c.submit(t.Context(), strings.Repeat("键", app.MaxKeyRunes+1), opinion("意见")); !fault.Is(err, fault.Invalid) {
		t.Errorf("long key: %v", err)
	}
}

func TestACommentTheDatabaseRefusesTakesNoOtherWithIt(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	taken := c.send(t, opinion("先到的意见")).No
	list := make([]repo.NewComment, 3)
	for i := range list {
		points := opinion("同一批的意见").Normalise().Points
		list[i] = repo.NewComment{ConsultationNo: c.no, ReceivedAt: c.now, ReceiptNo: "AAAAA-AAAA" + string(rune('0'+i)),
			Channel: "api", Identity: consult.Resident, Points: points, TextHash: consult.TextHash(points)}
	}
	list[1].ReceiptNo = taken
	accepted, errs := app.CommitTogether(c.Repo, list)
	if !accepted[0] || accepted[1] || !accepted[2] || errs[0] != nil || errs[2] != nil {
		t.Errorf("accepted %v, errors %v", accepted, errs)
	}
	if repo.Constraint(errs[1]) != "receipts_pkey" {
		t.Errorf("the taken number: %v", errs[1])
	}
	if n := c.count(t, `SELECT count(*) FROM comments`); n != 3 {
		t.Errorf("%d comments stored, want 3", n)
	}
}
