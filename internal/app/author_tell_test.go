package app_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/message"
	"nayan/repo"
)

// tell runs the job that a release or a correction queued.
func (c *call) tell(t testing.TB, correction int64) {
	t.Helper()
	job := app.TellAuthors{ConsultationID: c.id, CorrectionID: correction}
	if n := c.count(t, `SELECT count(*) FROM river_job WHERE kind = 'tell_authors' AND priority = 4 AND (args->>'correction_id')::bigint = $1`, correction); n == 0 {
		t.Fatal("no job was queued")
	}
	if err := c.TellAuthors(t.Context(), job, c.now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
}

func from(email, phone string, points ...consult.Point) consult.Submission {
	return consult.Submission{Email: email, Phone: phone, Points: points}
}

func point(body string) consult.Point { return consult.Point{Body: body} }

func TestAuthorsAreToldOnceAllOfTheirCommentIsAnswered(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	c.Gateways.SMS = true
	both := c.send(t, from("zhu@example.com", "19900001111", point("在东门加一个桶。"), point("延长开放时间。")))
	texted := c.send(t, from("", "19900002222", point("只留电话的意见")))
	c.send(t, opinion("没有联系方式的意见"))
	ids := c.suggestions(t)
	c.answer(t, consult.Adopted, "已写入第三条。", ids[0], ids[2], ids[3])
	c.now = callCloses
	c.releaseFirst(t)
	c.tell(t, 0)
	got := c.mails(t)
	if len(got) != 1 || got[0].template != message.Answered || got[0].to != "19900002222" || got[0].values.Receipt != texted.No ||
		got[0].values.Path != "/receipts?no="+texted.No || len(got[0].values.Answers) != 0 {
		t.Fatalf("after the first batch: %+v", got)
	}
	c.answer(t, consult.NotAdopted, "与上位法不符。", ids[1])
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); err != nil {
		t.Fatal(err)
	}
	c.tell(t, 0)
	got = c.mails(t)[1:]
	if len(got) != 1 || got[0].to != "zhu@example.com" || got[0].values.Receipt != both.No || got[0].values.Unit != "云溪县司法局" {
		t.Fatalf("after the last batch: %+v", got)
	}
	want := []message.AnsweredPoint{{Said: "在东门加一个桶。", Decisions: []message.Decision{{Outcome: "adopted", Reason: "已写入第三条。"}}},
		{Said: "延长开放时间。", Decisions: []message.Decision{{Outcome: "not_adopted", Reason: "与上位法不符。"}}}}
	if v := got[0].values; fmt.Sprint(v.Answers) != fmt.Sprint(want) || strings.Contains(v.Path, both.Secret) {
		t.Errorf("says %+v", v)
	}
	if told, err := c.Repo.AuthorsTold(t.Context(), c.id); err != nil || told != (repo.AuthorsTold{Told: 2, NoContact: 1}) {
		t.Errorf("told %+v, %v", told, err)
	}
}

// The program dies half-way through, and two take the job up.
func TestNoAuthorIsToldTwiceHoweverOftenTheJobIsCutOff(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	for i := range 9 {
		c.send(t, from(fmt.Sprintf("a%d@example.com", i), "", point("意见")))
	}
	c.releaseAll(t, consult.Adopted)
	job := app.TellAuthors{ConsultationID: c.id}
	if last, err := c.TellAuthorsBatch(t.Context(), job, 4); err != nil || last == 0 || len(c.mails(t)) != 4 {
		t.Fatalf("the first batch: last %d, %v", last, err)
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if err := c.TellAuthors(t.Context(), job, c.now.Add(time.Minute)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n, jobs := len(c.mails(t)), c.count(t, `SELECT count(*) FROM river_job WHERE kind = 'send_message'`); n != 9 || jobs != 9 {
		t.Errorf("%d mails and %d jobs for 9 authors", n, jobs)
	}
	if err := c.TellAuthors(t.Context(), job, c.now.Add(-time.Second)); err != nil {
		t.Fatal(err)
	}
	if n := c.count(t, `SELECT count(*) FROM river_job WHERE kind = 'tell_authors'`); n != 1 {
		t.Errorf("%d jobs, though nobody is left", n)
	}
}

func TestAuthorsReadTheirOwnWordsAndNothingConfided(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	p := c.resident(t, "own@example.com", "")
	s := from("own@example.com", "", consult.Point{Body: "我住东门三号，意见如下。" + strings.Repeat("长", 300), Secret: "配方是甲乙丙"})
	s.Identity, s.Organisation = consult.Enterprise, "云溪县虚构茶业公司"
	c.own(t, p, s)
	c.cover(t, c.ids(t, `SELECT max(id) FROM comments`)[0], "我住东门三号", true)
	c.moderated(t, c.ids(t, `SELECT max(id) FROM comments`)[0], consult.Moderation{To: consult.Hidden, Code: consult.ReasonOffTopic})
	c.releaseAll(t, consult.OutOfScope)
	c.tell(t, 0)
	var said []string
	for _, m := range c.mails(t) {
		if m.template == message.Answered {
			said = append(said, m.values.Answers[0].Said)
		}
	}
	if len(said) != 1 || !strings.HasPrefix(said[0], "我住东门三号，意见如下。") || !strings.HasSuffix(said[0], "…") || strings.Contains(fmt.Sprint(c.mails(t)), "甲乙丙") {
		t.Errorf("the message says %q", said)
	}
	inbox, total, err := c.ReadInbox(t.Context(), p, 1, 10)
	if err != nil || total != 1 || inbox[0].Template != message.Answered || !strings.HasPrefix(inbox[0].Values.Path, "/account/comments/") {
		t.Errorf("inbox %+v of %d, %v", inbox, total, err)
	}
}

func TestWhoIsGoneOrSpokeAgainIsNotTold(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	p := c.resident(t, "gone@example.com", "")
	c.own(t, p, from("gone@example.com", "", point("意见")))
	first := c.idOf(t, c.send(t, from("firm@example.com", "", point("企业先前的意见"))))
	later := c.idOf(t, c.send(t, from("firm@example.com", "", point("企业后来的意见"))))
	c.exec(t, `INSERT INTO superseded_comments (consultation_id, comment_id, by_comment_id, at) VALUES ($1, $2, $3, $4)`, c.id, first, later, c.now)
	c.exec(t, `DELETE FROM messages`)
	c.erase(t, p)
	live := c.ids(t, `SELECT suggestion_id FROM suggestion_points WHERE comment_id <> $1 ORDER BY 1`, first)
	c.answer(t, consult.Adopted, "采纳。", live...)
	c.now = callCloses
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); err != nil {
		t.Fatal(err)
	}
	c.tell(t, 0)
	told := slices.DeleteFunc(c.mails(t), func(m mail) bool { return m.template != message.Answered })
	if len(told) != 1 || told[0].to != "firm@example.com" || told[0].values.Answers[0].Said != "企业后来的意见" {
		t.Errorf("told %+v", told)
	}
	if n, err := c.Repo.AuthorsTold(t.Context(), c.id); err != nil || n != (repo.AuthorsTold{Told: 1, NoContact: 1}) {
		t.Errorf("told %+v, %v", n, err)
	}
}

func TestOfACorrectionItsAuthorsAreToldAndNobodyElse(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	c.send(t, from("one@example.com", "", point("甲"), point("乙")))
	c.send(t, from("two@example.com", "", point("丙")))
	c.send(t, from("three@example.com", "", point("也说甲")))
	ids := c.suggestions(t)
	c.gather(t, ids[0], ids[3])
	c.answer(t, consult.Adopted, "采纳。", ids[:3]...)
	c.now = callCloses
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); err != nil {
		t.Fatal(err)
	}
	c.tell(t, 0)
	c.read(t)
	id := c.correct(t, ids[0], consult.NotAdopted, "与上位法不符。", "核对条文后更正。")
	if err := c.ConfirmCorrection(t.Context(), c.second, c.id, id); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		c.tell(t, id)
	}
	got := c.mails(t)
	if len(got) != 2 || got[0].to != "one@example.com" || got[1].to != "three@example.com" || got[0].template != message.AnswerCorrected {
		t.Fatalf("told %+v", got)
	}
	if v := got[0].values; len(v.Answers) != 1 || v.Answers[0].Said != "甲" || v.Answers[0].Decisions[0].Reason != "与上位法不符。" || v.Reason != "核对条文后更正。" {
		t.Errorf("says %+v", v)
	}
}
