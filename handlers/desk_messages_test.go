package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/message"
	"nayan/repo"
)

// message stores one that was addressed to zhu@example.org.
func (s *site) message(state message.State, c message.Channel, t message.Template, problem string) (id int64) {
	s.t.Helper()
	err := s.env.Repo.Write(s.t.Context(), func(tx *repo.Tx) (err error) {
		id, err = tx.InsertMessage(s.t.Context(), repo.NewMessage{Cause: fmt.Sprintf("test:%d", time.Now().UnixNano()), Channel: c, Template: t, State: state,
			At: s.env.Now(), NotAfter: s.env.Now().Add(time.Hour), RecipientSealed: s.env.App.Keys.Seal("message.recipient", "zhu@example.org"),
			ValuesSealed: s.env.App.Keys.Seal("message.values", "{}")})
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.execute(`UPDATE messages SET problem = $1, attempts = 1 WHERE id = $2`, problem, id)
	return id
}

func (s *site) execute(statement string, args ...any) {
	s.t.Helper()
	if _, err := s.env.Repo.DB().ExecContext(s.t.Context(), statement, args...); err != nil {
		s.t.Fatal(err)
	}
}

// number gives the only value of a query.
func (s *site) number(query string, args ...any) (n int) {
	s.t.Helper()
	if err := s.env.Repo.DB().GetContext(s.t.Context(), &n, query, args...); err != nil {
		s.t.Fatal(err)
	}
	return n
}

func withMail(e *handlers.Env) { e.App.Gateways = message.Gateways{Email: true} }

const messagesPage = "/desk/messages"

func TestTheDeskSaysWhatIsNotBeingSentAndWhy(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	s.execute(`DELETE FROM messages`) // of the samples
	s.message(message.Held, message.Email, message.Code, "")
	s.message(message.Held, message.Email, message.StaffInvitation, "")
	clerk := s.signedIn(account.Clerk)
	page := clerk.get(messagesPage).want(http.StatusOK).page()
	if got := page.Find("#lack-email").Text(); !strings.Contains(got, "2 封邮件没有发出") || !strings.Contains(got, "NAYAN_SMTP_URL") {
		t.Errorf("of mail it says %q", got)
	}
	if got := page.Find("#lack-sms").Text(); !strings.Contains(got, "NAYAN_SMS_URL") || page.Find("#lack-address").Length() > 0 {
		t.Errorf("of text messages it says %q", got)
	}
	if rows := page.Find("table.messages tbody tr"); rows.Length() != 2 || rows.Find("form").Length() != 0 {
		t.Errorf("%d rows, %d with a button that cannot help", rows.Length(), rows.Find("form").Length())
	}
	if got := clerk.get("/desk").page().Find("#unsent").Text(); !strings.Contains(got, "2 封邮件没有发出") {
		t.Errorf("the dashboard says %q", got)
	}
	if s.signedIn(account.Drafter).get("/desk").page().Find("#unsent").Length() > 0 {
		t.Error("a drafter is told what is not theirs to mend")
	}
}

func TestWithoutAnAddressOfItsOwnOnlyLinksAreHeld(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) { e.App.Gateways = message.Gateways{Email: true, SMS: true, NoLinks: true} })
	s.message(message.Held, message.Email, message.StaffInvitation, "")
	page := s.signedIn(account.Clerk).get(messagesPage).page()
	// The other one invites an enterprise of the sample.
	if got := page.Find("[id^=lack-]"); got.Length() != 1 || !strings.Contains(got.Text(), "NAYAN_PUBLIC_URL") || !strings.Contains(got.Text(), "2 条") {
		t.Errorf("it says %q", got.Text())
	}
}

func TestAFailedMessageIsShownMaskedAndSentAgainOnDemand(t *testing.T) {
	t.Parallel()
	s := newCounty(t, withMail)
	id := s.message(message.Failed, message.Email, message.Code, message.ProblemRefused)
	clerk := s.signedIn(account.Clerk)
	got := clerk.get(messagesPage)
	row := got.page().Find(fmt.Sprintf("#message-%d", id))
	for _, want := range []string{"z***@example.org", "验证码", "邮件", "发送失败", "网关拒绝了这个收件人"} {
		if !strings.Contains(row.Text(), want) {
			t.Errorf("the row does not say %q: %s", want, row.Text())
		}
	}
	if strings.Contains(got.body, "zhu@example.org") {
		t.Error("the recipient stands on the page in clear")
	}
	if got := clerk.get("/desk").page().Find("#unsent").Text(); !strings.Contains(got, "1 条消息没有发成功") {
		t.Errorf("the dashboard says %q", got)
	}
	action := fmt.Sprintf("/desk/messages/%d/retry", id)
	clerk.post(messagesPage, action, url.Values{}).want(http.StatusSeeOther)
	if n := s.number(`SELECT count(*) FROM river_job WHERE kind = 'send_message' AND args = jsonb_build_object('message_id', $1::bigint)`, id); n != 1 {
		t.Errorf("%d jobs", n)
	}
	if n := s.number(`SELECT count(*) FROM messages WHERE id = $1 AND state = 'queued' AND problem = ''`, id); n != 1 {
		t.Error("the message is not queued")
	}
	if n := s.number(`SELECT count(*) FROM audit_entries WHERE action = 'message.retry' AND object_id = $1::text AND before::text LIKE '%failed%'
		AND after::text LIKE '%queued%' AND staff_id IS NOT NULL`, id); n != 1 {
		t.Errorf("%d audit entries", n)
	}
	refused := clerk.post(messagesPage, action, url.Values{}).want(http.StatusConflict) // somebody else was faster
	if refused.page().Find("#problem").Length() != 1 {
		t.Error("the page does not say why it was refused")
	}
}

func TestWhoResendsWhatMayHaveArrivedIsToldSo(t *testing.T) {
	t.Parallel()
	s := newCounty(t, withMail)
	id := s.message(message.Uncertain, message.Email, message.Code, message.ProblemCutOff)
	button := s.signedIn(account.Clerk).get(messagesPage).page().Find(fmt.Sprintf("#message-%d button", id)).Text()
	if !strings.Contains(button, "可能已经收到，再发一次") {
		t.Errorf("the button says %q", button)
	}
}

func TestAnExpiredMessageIsNotSentAgain(t *testing.T) {
	t.Parallel()
	s := newCounty(t, withMail)
	id := s.message(message.Failed, message.Email, message.Code, message.ProblemBusy)
	s.execute(`UPDATE messages SET not_after = now() - interval '1 minute'`)
	clerk := s.signedIn(account.Clerk)
	if clerk.get(messagesPage).page().Find("table.messages form").Length() > 0 {
		t.Error("the page offers to send it")
	}
	got := clerk.post(messagesPage, fmt.Sprintf("/desk/messages/%d/retry", id), url.Values{}).want(http.StatusConflict)
	if text := got.page().Find("#problem").Text(); !strings.Contains(text, "已经过期") || s.number(`SELECT count(*) FROM river_job WHERE args = jsonb_build_object('message_id', $1::bigint)`, id) != 0 {
		t.Errorf("it says %q", text)
	}
}

func TestAnAuditorReadsMessagesAndTouchesNothing(t *testing.T) {
	t.Parallel()
	s := newCounty(t, withMail)
	id := s.message(message.Failed, message.Email, message.Code, message.ProblemBusy)
	auditor := s.signedIn(account.Auditor)
	page := auditor.get(messagesPage).want(http.StatusOK).page()
	if page.Find(fmt.Sprintf("#message-%d", id)).Length() != 1 || page.Find("main form").Length() != 0 {
		t.Errorf("%d forms", page.Find("main form").Length())
	}
	auditor.post(messagesPage, fmt.Sprintf("/desk/messages/%d/retry", id), url.Values{}).want(http.StatusForbidden)
}

// givenUp stores a job that the queue has given up.
func (s *site) givenUp() (id int) {
	s.t.Helper()
	s.execute(`INSERT INTO river_job (kind, args, state, attempt, max_attempts, errors, finalized_at, priority, queue)
		VALUES ('release_held', '{}', 'discarded', 8, 8, ARRAY['{"error": "panic"}'::jsonb], now(), 1, 'default')`)
	return s.number(`SELECT max(id) FROM river_job`)
}

func ofMessages(s *site) []deed {
	again := func(path string, id func() int) func(v *visitor) answer {
		return func(v *visitor) answer { return v.post(messagesPage, fmt.Sprintf(path, id()), url.Values{}) }
	}
	failed := func() int {
		s.env.App.Gateways.Email = true
		return int(s.message(message.Failed, message.Email, message.Code, message.ProblemBusy))
	}
	return []deed{
		{"/desk/messages/:id/retry", "message.retry", account.Clerk, false, false, again("/desk/messages/%d/retry", failed)},
		{"/desk/jobs/:id/retry", "job.retry", account.Administrator, false, false, again("/desk/jobs/%d/retry", s.givenUp)},
	}
}

func TestAJobThatWasGivenUpIsTheAdministratorsToRetry(t *testing.T) {
	t.Parallel()
	s := newCounty(t, withMail)
	id := s.givenUp()
	if s.signedIn(account.Clerk).get(messagesPage).page().Find("table.jobs").Length() > 0 {
		t.Error("a clerk is shown the program's own jobs")
	}
	if s.as(2, account.Administrator).get(messagesPage).want(http.StatusOK).page().Find("table.jobs").Length() > 0 {
		t.Error("who administers one unit is shown what they may not retry")
	}
	admin := s.signedIn(account.Administrator)
	if row := admin.get(messagesPage).page().Find(fmt.Sprintf("#job-%d", id)).Text(); !strings.Contains(row, "放行") || !strings.Contains(row, "程序异常中断") {
		t.Errorf("the row says %q", row)
	}
	action := fmt.Sprintf("/desk/jobs/%d/retry", id)
	admin.post(messagesPage, action, url.Values{}).want(http.StatusSeeOther)
	if n := s.number(`SELECT count(*) FROM river_job WHERE id = $1 AND state = 'available'`, id); n != 1 {
		t.Error("the job is not in the queue")
	}
	if n := s.number(`SELECT count(*) FROM audit_entries WHERE action = 'job.retry' AND object_id = $1::text`, id); n != 1 {
		t.Errorf("%d audit entries", n)
	}
	admin.post(messagesPage, action, url.Values{}).want(http.StatusNotFound)
}
