package app_test

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

func itoa(id int64) string { return strconv.FormatInt(id, 10) }

// entitle lets the actors of a call answer its suggestions.
func (c *call) entitle(t testing.TB, actors ...app.Actor) {
	t.Helper()
	for _, a := range actors {
		c.exec(t, `INSERT INTO staff_grants (staff_id, unit_id, role, granted_at) SELECT id, unit_id, 'adjudicator', now() FROM staff WHERE id = $1`, a.StaffID)
	}
}

// otherUnit makes a unit that can be asked.
func (c *call) otherUnit(t testing.TB) (id int64) {
	t.Helper()
	c.get(t, &id, `INSERT INTO units (name) VALUES ('云溪县消防救援局') RETURNING id`)
	return id
}

func (c *call) question(t testing.TB) consult.Question {
	t.Helper()
	return consult.Question{UnitID: c.otherUnit(t), Text: " 请研究。 ", DueOn: consult.DayOf(c.now.AddDate(0, 0, 7))}
}

func TestEachChangeOfHandsIsOnRecordAndNothingElse(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.entitle(t, c.actor, c.second)
	for range 3 {
		c.send(t, opinion("意见"))
	}
	all := app.Selection{IDs: c.suggestions(t)}
	day := consult.Assignment{StaffID: c.actor.StaffID, DueOn: consult.DayOf(c.now.AddDate(0, 0, 5))}
	for _, step := range []struct {
		s       app.Selection
		to      consult.Assignment
		changed int
	}{
		{all, day, 3}, {all, day, 0}, {app.Selection{IDs: all.IDs[:1]}, consult.Assignment{StaffID: c.second.StaffID}, 1},
		{all, day, 1}, {all, consult.Assignment{}, 3}, {all, consult.Assignment{}, 0},
	} {
		if n, err := c.Assign(t.Context(), c.actor, c.id, step.s, step.to); err != nil || n != step.changed {
			t.Errorf("%+v changes %d, want %d: %v", step.to, n, step.changed, err)
		}
	}
	var history []string
	err := c.db.Select(&history, `SELECT coalesce(before->>'staff_id', '-') || '>' || coalesce(after->>'staff_id', '-') FROM audit_entries
		WHERE action = 'suggestion.assign' AND object_id = $1 ORDER BY id`, itoa(c.id)+"/"+itoa(all.IDs[0]))
	a, b := itoa(c.actor.StaffID), itoa(c.second.StaffID)
	if want := []string{"->" + a, a + ">" + b, b + ">" + a, a + ">-"}; err != nil || !slices.Equal(history, want) {
		t.Errorf("history %q, want %q: %v", history, want, err)
	}
}

func TestNobodyIsAssignedWhatTheyMayNotAnswerNorForYesterday(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("意见"))
	s := app.Selection{IDs: c.suggestions(t)}
	if _, err := c.Assign(t.Context(), c.actor, c.id, s, consult.Assignment{StaffID: c.second.StaffID}); !fault.Is(err, fault.Invalid) {
		t.Errorf("no adjudicator: %v", err)
	}
	c.entitle(t, c.second)
	late := consult.Assignment{StaffID: c.second.StaffID, DueOn: consult.DayOf(c.now.AddDate(0, 0, -1))}
	if _, err := c.Assign(t.Context(), c.actor, c.id, s, late); !fault.Is(err, fault.Invalid) {
		t.Errorf("a day that is over: %v", err)
	}
	c.releaseAll(t, consult.Adopted)
	if _, err := c.Assign(t.Context(), c.actor, c.id, s, consult.Assignment{StaffID: c.second.StaffID}); !fault.Is(err, fault.Conflict) {
		t.Errorf("after the release: %v", err)
	}
}

func TestWhatIsDoneWithAllIsDoneWithAsManyAsWereSeen(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.entitle(t, c.actor)
	for range 3 {
		c.send(t, opinion("意见"))
	}
	ids := c.suggestions(t)
	to := consult.Assignment{StaffID: c.actor.StaffID}
	undecided := &repo.SuggestionFilter{State: repo.Undecided}
	if n, err := c.Assign(t.Context(), c.actor, c.id, app.Selection{Filter: undecided, Count: 3}, to); err != nil || n != 3 {
		t.Errorf("%d, %v", n, err)
	}
	c.gather(t, ids[0], ids[1])
	if _, err := c.Assign(t.Context(), c.actor, c.id, app.Selection{Filter: undecided, Count: 3}, to); !fault.Is(err, fault.Conflict) {
		t.Errorf("one fewer by now: %v", err)
	}
	if _, err := c.Assign(t.Context(), c.actor, c.id, app.Selection{IDs: ids}, to); !fault.Is(err, fault.Conflict) {
		t.Errorf("one of those named was merged: %v", err)
	}
	if _, err := c.Assign(t.Context(), c.actor, c.id, app.Selection{}, to); !fault.Is(err, fault.Invalid) {
		t.Errorf("nothing chosen: %v", err)
	}
}

func TestWhatStandsBesideASuggestionGoesWithItWhenItIsMerged(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("一"))
	c.send(t, opinion("二"))
	ids := c.suggestions(t)
	for _, id := range ids {
		if err := c.AddNote(t.Context(), c.actor, c.id, id, " 备注"+itoa(id)+"\r\n"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.AskUnit(t.Context(), c.actor, c.id, app.Selection{IDs: ids[1:]}, c.question(t)); err != nil {
		t.Fatal(err)
	}
	c.gather(t, ids[0], ids[1])
	work, err := c.Repo.SuggestionWork(t.Context(), c.id, ids[:1])
	w := work[ids[0]]
	if err != nil || len(w.Notes) != 2 || w.Notes[1].Body != "备注"+itoa(ids[1]) || w.Notes[1].SuggestionID != ids[1] || len(w.Opinions) != 1 {
		t.Fatalf("%+v, %v", w, err)
	}
	points, err := c.Repo.AskedPoints(t.Context(), c.id, ids[1], 10)
	if err != nil || len(points) != 2 {
		t.Errorf("who was asked about the merged one reads %d points: %v", len(points), err)
	}
	for _, statement := range []string{`UPDATE suggestion_notes SET body = ''`, `DELETE FROM suggestion_notes`, `DELETE FROM unit_opinions`, `UPDATE unit_opinions SET question = '别的'`} {
		if _, err := c.db.Exec(statement); err == nil {
			t.Errorf("the database allowed %s", statement)
		}
	}
	for _, body := range []string{"", " \n", strings.Repeat("长", consult.MaxNoteRunes+1)} {
		if err := c.AddNote(t.Context(), c.actor, c.id, ids[0], body); !fault.Is(err, fault.Invalid) {
			t.Errorf("a note of %d bytes: %v", len(body), err)
		}
	}
	if err := c.AddNote(t.Context(), c.actor, c.id, ids[0]+1000, "备注"); !fault.Is(err, fault.NotFound) {
		t.Errorf("no such suggestion: %v", err)
	}
}

func TestAUnitAnswersOnceHoweverManyOfItsPeopleDo(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("意见"))
	s, q := app.Selection{IDs: c.suggestions(t)}, c.question(t)
	if n, err := c.AskUnit(t.Context(), c.actor, c.id, s, q); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if _, err := c.AskUnit(t.Context(), c.actor, c.id, s, q); !fault.Is(err, fault.Conflict) {
		t.Errorf("asked twice: %v", err)
	}
	var id int64
	c.get(t, &id, `SELECT id FROM unit_opinions`)
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() { errs[i] = c.AnswerOpinion(t.Context(), c.second, id, "没有不同意见。") })
	}
	wg.Wait()
	stored := 0
	for _, err := range errs {
		if err == nil {
			stored++
		} else if !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
	}
	if stored != 1 || c.count(t, `SELECT count(*) FROM audit_entries WHERE action = 'suggestion.opinion'`) != 1 {
		t.Errorf("%d answers", stored)
	}
	if err := c.WithdrawOpinion(t.Context(), c.actor, c.id, id); !fault.Is(err, fault.Conflict) {
		t.Errorf("taken back after the answer: %v", err)
	}
	if n, err := c.AskUnit(t.Context(), c.actor, c.id, s, q); err != nil || n != 1 {
		t.Errorf("asking for more: %d, %v", n, err)
	}
	c.get(t, &id, `SELECT max(id) FROM unit_opinions`)
	if err := c.WithdrawOpinion(t.Context(), c.actor, c.id+1, id); !fault.Is(err, fault.NotFound) {
		t.Errorf("of another consultation: %v", err)
	}
	if err := c.WithdrawOpinion(t.Context(), c.actor, c.id, id); err != nil {
		t.Error(err)
	}
	if err := c.AnswerOpinion(t.Context(), c.second, id, "晚了。"); !fault.Is(err, fault.Conflict) {
		t.Errorf("an answer to what was taken back: %v", err)
	}
}

func TestAQuestionNamesAnotherUnitADayAndWhatItAsks(t *testing.T) {
	t.Parallel()
	today := consult.DayOf(callOpens)
	good := consult.Question{UnitID: 2, Text: "请研究。", DueOn: today}
	if err := good.Validate(1, today); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*consult.Question){
		"unit": func(q *consult.Question) { q.UnitID = 0 }, "own unit": func(q *consult.Question) { q.UnitID = 1 }, "question": func(q *consult.Question) { q.Text = "" },
		"long": func(q *consult.Question) { q.Text = strings.Repeat("长", consult.MaxQuestionRunes+1) }, "day": func(q *consult.Question) { q.DueOn = 0 },
		"yesterday": func(q *consult.Question) { q.DueOn-- },
	} {
		q := good
		change(&q)
		if err := q.Validate(1, today); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhoLeavesHandsOverWhatIsTheirsToAnswer(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.entitle(t, c.actor, c.second)
	c.exec(t, `UPDATE staff SET password_hash = '-'`)
	c.send(t, opinion("意见"))
	if _, err := c.Assign(t.Context(), c.actor, c.id, app.Selection{IDs: c.suggestions(t)}, consult.Assignment{StaffID: c.second.StaffID}); err != nil {
		t.Fatal(err)
	}
	c.exec(t, `INSERT INTO staff_grants (staff_id, role, granted_at) VALUES ($1, 'administrator', now())`, c.actor.StaffID)
	work := repo.WorkKey{Kind: repo.WorkSuggestions, ID: c.id}
	if err := c.Leave(t.Context(), app.System, c.second.StaffID, nil); !fault.Is(err, fault.Invalid) {
		t.Fatalf("without a successor: %v", err)
	}
	if err := c.Leave(t.Context(), app.System, c.second.StaffID, map[repo.WorkKey]int64{work: c.actor.StaffID}); err != nil {
		t.Fatal(err)
	}
	list, err := c.Repo.AssignedTo(t.Context(), c.actor.StaffID, consult.DayOf(c.now.Add(time.Hour)))
	if err != nil || len(list) != 1 || list[0].Count != 1 || list[0].ConsultationID != c.id {
		t.Errorf("the successor has %+v: %v", list, err)
	}
	if c.count(t, `SELECT count(*) FROM audit_entries WHERE action = 'suggestion.hand_over'`) != 1 {
		t.Error("the hand-over is not on record")
	}
}
