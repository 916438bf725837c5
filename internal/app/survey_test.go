package app_test

import (
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/internal/privacy"
	"nayan/internal/survey"
)

func TestOneDeviceAnswersOnceHoweverOftenItSends(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	s := c.asks(t, survey.Device)
	var kept, refused atomic.Int64
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			switch _, err := c.reply("", by(i%4, 0), answer(1+i%3)); {
			case err == nil:
				kept.Add(1)
			case fault.Is(err, fault.Conflict):
				refused.Add(1)
			case i%3 == 2 && fault.Is(err, fault.Invalid): // 其他 without words
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if kept.Load() != 4 || c.count(t, `SELECT count(*) FROM survey_answers`) != 4 {
		t.Errorf("%d of 4 devices were taken, %d refused", kept.Load(), refused.Load())
	}
	if got := c.figures(t, s); got.Answers != 4 || !reflect.DeepEqual(got, s.Figures(c.recount(t, s))) {
		t.Errorf("the figures are %+v", got)
	}
}

func TestOneAccountAnswersOnceFromAnyBrowser(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.asks(t, survey.Account)
	var kept atomic.Int64
	var all sync.WaitGroup
	for i := range 10 {
		all.Go(func() {
			if _, err := c.reply("", by(i, 7), answer(1)); err == nil {
				kept.Add(1)
			} else if !fault.Is(err, fault.Conflict) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if kept.Load() != 1 {
		t.Errorf("an account answered %d times", kept.Load())
	}
	if _, err := c.reply("", by(1, 0), answer(1)); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("who is not signed in gets %v", err)
	}
}

// code asks for a code to a phone and gives what was sent.
func (c *call) code(t *testing.T, phone string) (token, code string) {
	t.Helper()
	issued, err := c.RequestSurveyCode(t.Context(), c.no, phone, privacy.NoticeVersion)
	if err != nil {
		t.Fatal(err)
	}
	return issued.Token, issued.Shown
}

func (c *call) replyByPhone(t *testing.T, who app.Respondent, token, code string) (app.SurveyReceipt, error) {
	return c.SubmitSurveyByPhone(t.Context(), app.SurveyInput{ConsultationNo: c.no, Answers: answer(1), By: who}, token, code)
}

func TestOnePhoneAnswersOnceWhateverItsSpelling(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.Gateways, c.ShowCodes = message.Gateways{SMS: true}, true
	c.asks(t, survey.Phone)
	var kept, refused atomic.Int64
	var all sync.WaitGroup
	for i, phone := range []string{"19900000001", "+86 199 0000 0001", "199-0000-0001", "19900000002"} {
		token, code := c.code(t, phone)
		all.Go(func() {
			if _, err := c.replyByPhone(t, by(i, 0), token, code); err == nil {
				kept.Add(1)
			} else if fault.Of(err).Key == "survey.error.sent" {
				refused.Add(1)
			} else {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if kept.Load() != 2 || refused.Load() != 2 {
		t.Errorf("%d answers of two phones were kept, %d refused", kept.Load(), refused.Load())
	}
	rows := c.dump(t, "survey_answers") + c.dump(t, "survey_texts") + c.dump(t, "survey_drafts")
	if strings.Contains(rows, "19900000001") {
		t.Error("a number stands beside its answer")
	}
	if _, err := c.reply("", by(9, 0), answer(1)); !fault.Is(err, fault.Conflict) {
		t.Errorf("without a phone: %v", err)
	}
}

func TestACodeSentOnceAnswersOnceAndASecondClickIsTold(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.Gateways, c.ShowCodes = message.Gateways{SMS: true}, true
	c.asks(t, survey.Phone)
	token, code := c.code(t, "19900000001")
	if _, err := c.replyByPhone(t, by(1, 0), token, "000000"); !fault.Is(err, fault.Invalid) && code != "000000" {
		t.Errorf("a wrong code: %v", err)
	}
	first, err := c.replyByPhone(t, by(1, 0), token, code)
	if err != nil {
		t.Fatal(err)
	}
	c.now = c.now.Add(time.Minute)
	if again, err := c.replyByPhone(t, by(1, 0), token, code); err != nil || !again.At.Equal(first.At) {
		t.Errorf("a second click gets %+v, %v", again, err)
	}
	if r, found := c.SurveySentWith(t.Context(), c.no, token); !found || !r.At.Equal(first.At) {
		t.Error("the answer is not found by its code")
	}
	for _, contact := range []string{"ouyang@example.com", "0571-87654321", "", "12345"} {
		if _, err := c.RequestSurveyCode(t.Context(), c.no, contact, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("a code is sent to %q: %v", contact, err)
		}
	}
}

func TestADoubleClickIsOneAnswerAndAnotherAnswerIsRefused(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	s := c.asks(t, survey.Device)
	first, err := c.reply("form", by(1, 0), answer(1))
	if err != nil || first.Given != 4 {
		t.Fatalf("%+v, %v", first, err)
	}
	c.now = c.now.Add(time.Minute)
	if again, err := c.reply("form", by(1, 0), answer(1)); err != nil || again != first {
		t.Errorf("a second click gets %+v, %v", again, err)
	}
	before := c.dump(t, "survey_answers") + c.dump(t, "survey_texts") + c.dump(t, "survey_counts")
	_, err = c.reply("form", by(1, 0), answer(2))
	if f := fault.Of(err); f.Key != "survey.error.sent" || !f.Args[0].(time.Time).Equal(first.At) {
		t.Errorf("another answer gets %v", err)
	}
	if before != c.dump(t, "survey_answers")+c.dump(t, "survey_texts")+c.dump(t, "survey_counts") {
		t.Error("a refused answer changed something")
	}
	if sent, found, err := c.SurveyAnswered(t.Context(), c.surveyRow(t), by(1, 0)); err != nil || !found || !sent.At.Equal(first.At) {
		t.Errorf("who has answered is not known: %+v, %v", sent, err)
	}
	if _, found, err := c.SurveyAnswered(t.Context(), c.surveyRow(t), by(2, 0)); err != nil || found {
		t.Errorf("who has not answered is taken for somebody: %v", err)
	}
	if got := c.figures(t, s); got.Answers != 1 {
		t.Errorf("%d answers count", got.Answers)
	}
}

func TestAnAnswerAtTheClosingInstantIsRefused(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.asks(t, survey.Device)
	for at, want := range map[time.Time]bool{callOpens.Add(-time.Nanosecond): false, callOpens: true, callCloses.Add(-time.Nanosecond): true,
		callCloses: false, callCloses.Add(time.Hour): false} {
		c.now = at
		_, err := c.reply("", by(int(at.UnixNano()), 0), answer(1))
		if (err == nil) != want || err != nil && !fault.Is(err, fault.Closed) {
			t.Errorf("at %v: %v", at, err)
		}
		err = c.SaveSurveyDraft(t.Context(), app.SurveyInput{ConsultationNo: c.no, By: by(1, 0)})
		if (err == nil) != want || err != nil && !fault.Is(err, fault.Closed) {
			t.Errorf("a draft at %v: %v", at, err)
		}
	}
	c.now = callCloses
	if _, err := c.reply("", by(1, 0), nil); !fault.Is(err, fault.Closed) {
		t.Errorf("an empty form after the end: %v", err)
	}
	var late int
	c.get(t, &late, `SELECT count(*) FROM survey_answers WHERE received_at >= $1`, callCloses)
	if late != 0 {
		t.Errorf("%d answers are dated after the end", late)
	}
	if _, err := c.SubmitSurvey(t.Context(), app.SurveyInput{ConsultationNo: "1999-0001"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown call: %v", err)
	}
}

func TestMarksOfOnePersonDifferBetweenConsultations(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.asks(t, survey.Device)
	if _, err := c.reply("form", by(1, 7), answer(1)); err != nil {
		t.Fatal(err)
	}
	var unit int64
	c.get(t, &unit, `SELECT min(id) FROM units`)
	first := c.id
	c.id, _ = c.release(t, "2026-0002", unit, c.ids(t, `SELECT id FROM staff ORDER BY id LIMIT 4`))
	c.no = "2026-0002"
	c.asks(t, survey.Device)
	if _, err := c.reply("form", by(1, 7), answer(1)); err != nil {
		t.Fatal(err)
	}
	for _, column := range []string{"mark"} {
		if n := c.count(t, `SELECT count(DISTINCT `+column+`) FROM survey_answers`); n != 2 {
			t.Errorf("%s is one in both %d and %d", column, first, c.id)
		}
	}
}

func TestWhatWasAnsweredIsImmutable(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.asks(t, survey.Device)
	if _, err := c.reply("form", by(1, 0), answer(1)); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE survey_answers SET choices = '[[2]]'`, `UPDATE survey_answers SET received_at = now()`, `UPDATE survey_answers SET mark = 'x'`,
		`UPDATE survey_answers SET mark = NULL`, `DELETE FROM survey_answers`, `UPDATE survey_texts SET body = 'x'`, `DELETE FROM survey_texts`,
		`UPDATE surveys SET title = 'x'`, `DELETE FROM surveys`,
	} {
		if _, err := c.db.Exec(statement); err == nil {
			t.Errorf("%s went through", statement)
		}
	}
}

func TestTheCountersAgreeWithTheAnswersHoweverTheyCameIn(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	s := c.asks(t, survey.Device)
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 25 {
				a := survey.Answers{{Choices: []int{1 + i%2}}, {}, {Choices: []int{1 + (worker+i)%5}}, {}}
				if i%3 == 0 {
					a[1].Choices, a[3].Words = []int{1, 1 + i%3}, "话"
				}
				if _, err := c.reply("", by(worker*100+i, 0), a); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got, want := c.figures(t, s), s.Figures(c.recount(t, s)); got.Answers != 200 || !reflect.DeepEqual(got, want) {
		t.Errorf("the counters say %+v\nthe answers %+v", got, want)
	}
	f, err := c.Repo.SurveyFigures(t.Context(), c.id)
	if err != nil || f.Counts[0] < 180 || f.Counts[0] > 200 {
		t.Errorf("the public sees %v, %v", f.Counts, err)
	}
}

// Two looks at the public figures must not differ by one person's answer.
func TestThePublicFiguresMoveOnTenAnswersAtATime(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.asks(t, survey.Device)
	last := int64(0)
	for i := range 35 {
		if _, err := c.reply("", by(i, 0), answer(1)); err != nil {
			t.Fatal(err)
		}
		f, err := c.Repo.SurveyFigures(t.Context(), c.id)
		if err != nil {
			if !fault.Is(err, fault.NotFound) || i >= 9 {
				t.Fatalf("after %d answers: %v", i+1, err)
			}
			continue
		}
		if step := f.Counts[0] - last; step != 0 && step < survey.MinAnswers {
			t.Errorf("after %d answers the figures moved on by %d", i+1, step)
		}
		last = f.Counts[0]
	}
	if last != 30 {
		t.Errorf("the public sees %d of 35", last)
	}
}
