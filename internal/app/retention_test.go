package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/privacy"
	"nayan/internal/survey"
)

// enforced runs the job and gives how much of each kind went.
func (c *call) enforced(t *testing.T) map[privacy.Kind]int64 {
	t.Helper()
	done, err := c.EnforceRetention(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := map[privacy.Kind]int64{}
	for _, x := range done {
		out[privacy.Kind(x.Kind)] = x.Rows
	}
	return out
}

// rule gives a rule of the table.
func rule(t *testing.T, kind privacy.Kind) privacy.Rule {
	t.Helper()
	i := slices.IndexFunc(privacy.Rules, func(r privacy.Rule) bool { return r.Kind == kind })
	if i < 0 {
		t.Fatalf("no rule for %s", kind)
	}
	return privacy.Rules[i]
}

// over gives the instant at which the period of a kind that began at start is over.
func over(t *testing.T, kind privacy.Kind, start time.Time) time.Time {
	t.Helper()
	r := rule(t, kind)
	return start.AddDate(r.Years, 0, r.Days)
}

// fill puts one of every kind into the database and says when its period begins.
func (c *call) fill(t *testing.T) map[privacy.Kind]time.Time {
	t.Helper()
	if _, err := c.submit(t.Context(), "key", signed(c.clauses[0])); err != nil {
		t.Fatal(err)
	}
	begun := c.now
	p := c.resident(t, "ouyang@example.com", "")
	session := c.bookable(t, 10)
	if _, _, err := c.Book(t.Context(), party(session, 1, 1)); err != nil {
		t.Fatal(err)
	}
	ends := callOpens.Add(50 * time.Hour)
	sealed := c.Keys.Seal("challenge.contact", "ouyang@example.com")
	c.exec(t, `INSERT INTO challenges (token_hash, purpose, channel, contact_sealed, contact_index, code_mac, created_at, expires_at)
		VALUES (sha256('a'), 'sign_in', 'email', $1, 'x', 'x', $2, $2)`, sealed, begun)
	c.exec(t, `INSERT INTO staff_invitations VALUES (sha256('a'), $1, NULL, $2::timestamptz - interval '1 day', $2)`, c.actor.StaffID, begun)
	c.exec(t, `INSERT INTO messages (cause, channel, template, recipient_sealed, values_sealed, account_id, state, created_at, changed_at) VALUES
		('a:1', 'email', 'code', $1, $1, NULL, 'sent', $2, $2), ('a:1', 'inbox', 'code', NULL, $1, $3, 'sent', $2, $2), ('a:2', 'email', 'code', $1, $1, NULL, 'failed', $2, $2)`,
		sealed, begun, p.ID)
	c.exec(t, `INSERT INTO follow_requests (token_hash, email_sealed, email_index, created_at) VALUES (sha256('a'), $1, 'x', $2)`, sealed, begun)
	c.crowd(t, 1, "consultation_id", c.id)
	c.asks(t, survey.Device)
	if _, err := c.reply("form", by(1, 0), answer(1)); err != nil {
		t.Fatal(err)
	}
	if err := c.SaveSurveyDraft(t.Context(), app.SurveyInput{ConsultationNo: c.no, Answers: answer(2), By: by(2, 0)}); err != nil {
		t.Fatal(err)
	}
	c.moderateAll(t, consult.Published)
	c.releaseAll(t, consult.Adopted)
	results := c.now
	return map[privacy.Kind]time.Time{privacy.FollowRequests: begun, privacy.EndedFollows: results, privacy.RequestKeys: begun, privacy.Codes: begun, privacy.Invitations: begun, privacy.Messages: begun,
		privacy.SurveyDrafts: begun, privacy.SurveyMarks: results,
		privacy.Bookings: ends, privacy.CommentContacts: results, privacy.UnusedAccounts: begun,
		privacy.Sessions: begun.Add(app.AccountSessionTTL)}
}

// leftOf counts what is still there of each kind.
var leftOf = map[privacy.Kind]string{
	privacy.RequestKeys:     `SELECT count(*) FROM comment_keys`,
	privacy.Codes:           `SELECT count(*) FROM challenges`,
	privacy.Invitations:     `SELECT count(*) FROM staff_invitations`,
	privacy.Messages:        `SELECT count(*) FROM messages WHERE cause LIKE 'a:%'`,
	privacy.FollowRequests:  `SELECT count(*) FROM follow_requests`,
	privacy.EndedFollows:    `SELECT count(*) FROM followers`,
	privacy.Bookings:        `SELECT count(*) FROM bookings WHERE num_nonnulls(name_sealed, phone_sealed) > 0 OR public_name <> ''`,
	privacy.CommentContacts: `SELECT count(*) FROM comments WHERE num_nonnulls(name_sealed, phone_sealed, email_sealed, organisation_sealed, uscc_sealed, phone_index, email_index) > 0`,
	privacy.SurveyDrafts:    `SELECT count(*) FROM survey_drafts`,
	privacy.SurveyMarks:     `SELECT count(*) FROM survey_answers WHERE num_nonnulls(mark, key_mac) > 0`,
	privacy.UnusedAccounts:  `SELECT count(*) FROM accounts WHERE erased_at IS NULL`,
	privacy.Sessions:        `SELECT count(*) FROM account_sessions`,
}

func TestEveryKindGoesWhenItsPeriodIsOverAndNotASecondBefore(t *testing.T) {
	t.Parallel()
	for kind := range leftOf {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			c := openCall(t)
			began := c.fill(t)[kind]
			c.now = over(t, kind, began).Add(-time.Second)
			c.enforced(t)
			if n := c.count(t, leftOf[kind]); n == 0 {
				t.Fatal("it is gone a second too early")
			}
			c.now = over(t, kind, began).Add(time.Second)
			if n := c.enforced(t)[kind]; n == 0 {
				t.Error("nothing is reported")
			}
			if n := c.count(t, leftOf[kind]); n != 0 {
				t.Errorf("%d are left a second after", n)
			}
		})
	}
}

func TestTheAddressOfAMessageGoesOnceItIsSentAndStaysWhileItMayBe(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.fill(t)
	if n := c.enforced(t)[privacy.Recipients]; n != 1 {
		t.Errorf("%d addresses cleared, want that of the sent one", n)
	}
	if n := c.count(t, `SELECT count(*) FROM messages WHERE state = 'failed' AND recipient_sealed IS NOT NULL`); n != 1 {
		t.Error("a message that may be sent again lost its address")
	}
	if n := c.count(t, `SELECT count(*) FROM messages WHERE channel = 'inbox' AND values_sealed IS NOT NULL`); n != 1 {
		t.Error("the inbox lost its words")
	}
}

func TestThePublishedNameAndTheTextOutliveTheContact(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	began := c.fill(t)[privacy.CommentContacts]
	text := c.dump(t, "points") + c.dump(t, "result_rows") + c.dump(t, "results")
	c.now = over(t, privacy.CommentContacts, began).Add(time.Hour)
	c.enforced(t)
	if n := c.count(t, `SELECT count(*) FROM comments WHERE public_name = '欧阳**'`); n != 1 {
		t.Error("the published name is gone")
	}
	if text != c.dump(t, "points")+c.dump(t, "result_rows")+c.dump(t, "results") {
		t.Error("what was said or published changed")
	}
}

func TestContactsStayWhileResultsAreNotReleased(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, signed(c.clauses[0]))
	c.now = c.now.AddDate(9, 0, 0)
	if n := c.enforced(t)[privacy.CommentContacts]; n != 0 {
		t.Errorf("%d contacts went before the answer", n)
	}
}

func TestARunIsReportedKindByKindAndOnlyWhatWent(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	began := c.fill(t)[privacy.Codes]
	c.enforced(t)
	c.now = over(t, privacy.UnusedAccounts, began).Add(time.Hour)
	c.enforced(t)
	c.now = c.now.Add(time.Hour)
	c.enforced(t) // what was sent to the address that was has nothing left to send with
	reports, err := c.Repo.RetentionReports(t.Context(), 1, 100)
	if err != nil {
		t.Fatal(err)
	}
	var runs int
	var sums = map[time.Time]int64{}
	for _, r := range reports {
		if r.Deleted == 0 && r.Kind != app.RetentionRun {
			t.Errorf("%s is reported with nothing deleted", r.Kind)
		}
		if r.Kind == app.RetentionRun {
			runs++
			sums[r.At] -= r.Deleted
		} else {
			sums[r.At] += r.Deleted
		}
	}
	if runs != 3 || reports[0].Total != len(reports) {
		t.Errorf("%d runs, %d of %d reports", runs, len(reports), reports[0].Total)
	}
	for at, sum := range sums {
		if sum != 0 {
			t.Errorf("the run of %v does not add up: %d", at, sum)
		}
	}
	if _, err := c.db.Exec(`DELETE FROM retention_reports`); err == nil {
		t.Error("a report was deleted")
	}
}

func TestARunTakesMoreThanOneBatch(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.exec(t, `INSERT INTO challenges (token_hash, purpose, channel, contact_sealed, contact_index, code_mac, created_at, expires_at)
		SELECT sha256(n::text::bytea), 'sign_in', 'email', 'x', 'x', 'x', $1, $1 FROM generate_series(1, 1201) n`, c.now)
	c.now = c.now.AddDate(0, 0, 2)
	if n := c.enforced(t)[privacy.Codes]; n != 1201 {
		t.Errorf("%d codes went, want 1201", n)
	}
}

func TestAKindThatFailsDoesNotKeepTheOthers(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.fill(t)
	c.exec(t, `CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$`)
	c.exec(t, `CREATE TRIGGER no BEFORE DELETE ON challenges FOR EACH ROW EXECUTE FUNCTION no()`)
	c.now = c.now.AddDate(1, 0, 0)
	_, err := c.EnforceRetention(t.Context())
	if err == nil || !strings.Contains(err.Error(), "codes") {
		t.Errorf("the failure is not told: %v", err)
	}
	if n := c.count(t, leftOf[privacy.Messages]); n != 0 {
		t.Error("the other kinds were kept")
	}
	if n := c.count(t, `SELECT count(*) FROM retention_reports WHERE kind = 'run'`); n != 1 {
		t.Error("the run is not reported")
	}
}

func TestAnAccountInUseIsNotErased(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p := c.resident(t, "ouyang@example.com", "")
	c.now = over(t, privacy.UnusedAccounts, c.now).Add(-time.Hour)
	c.signIn(t, p.ID)
	c.now = c.now.AddDate(2, 0, 0)
	if n := c.enforced(t)[privacy.UnusedAccounts]; n != 0 {
		t.Error("an account was erased that was used two years ago")
	}
}
