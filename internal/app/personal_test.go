package app_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/message"
)

// resident is somebody with an account, signed in since an hour ago.
func (c *call) resident(t *testing.T, email, password string) app.Person {
	t.Helper()
	c.Passwords = app.NewPasswords(1)
	id, err := c.AddAccount(t.Context(), app.AccountInput{Name: "欧阳修文", Email: email, Password: password})
	if err != nil {
		t.Fatal(err)
	}
	return c.signIn(t, id)
}

func (c *call) signIn(t *testing.T, id int64) app.Person {
	t.Helper()
	token, err := c.OpenAccountSession(t.Context(), id, app.Client{Browser: "Chrome", Address: "203.0.113.7"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.PersonBySession(t.Context(), token, 0)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// own sends a comment and makes it the person's.
func (c *call) own(t *testing.T, p app.Person, s consult.Submission) consult.Receipt {
	t.Helper()
	receipt := c.send(t, s)
	c.exec(t, `INSERT INTO account_comments SELECT consultation_id, comment_id, $2, false, $3 FROM receipts WHERE no = $1`, receipt.No, p.ID, c.now)
	return receipt
}

// visit books and makes the booking the person's.
func (c *call) visit(t *testing.T, p app.Person, sessionID int64, phone int) (code string) {
	t.Helper()
	code, _, err := c.Book(t.Context(), party(sessionID, 2, phone))
	if err != nil {
		t.Fatal(err)
	}
	c.exec(t, `INSERT INTO account_bookings SELECT open_day_id, max(id), $2, $3 FROM bookings WHERE session_id = $1 GROUP BY open_day_id`, sessionID, p.ID, c.now)
	return code
}

var meant = app.EraseInput{Confirm: app.EraseWord}

func (c *call) erase(t *testing.T, p app.Person) app.Erased {
	t.Helper()
	e, err := c.EraseAccount(t.Context(), p, meant)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestErasingLeavesNothingOfThePersonAndAllThatWasSaid(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p := c.resident(t, "ouyang@example.com", "")
	receipt := c.own(t, p, signed(c.clauses[0]))
	other := c.send(t, signed(c.clauses[1])) // not linked: somebody else's, for all we know
	e := c.erase(t, p)
	if e.Comments != 1 || !e.Told {
		t.Errorf("done: %+v", e)
	}
	var left []string
	if err := c.db.Select(&left, `SELECT concat_ws(' ', public_name, num_nonnulls(name_sealed, phone_sealed, email_sealed, organisation_sealed, uscc_sealed,
		email_index, organisation_index, uscc_index)) FROM comments ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(left, []string{" 0", "欧阳** 8"}) {
		t.Errorf("what is left: %q", left)
	}
	status, err := c.Receipt(t.Context(), receipt.No, receipt.Secret)
	if err != nil || status.Points[0].Body != "建议公布投放时间。" {
		t.Errorf("what was said is gone: %v", err)
	}
	if _, err := c.Receipt(t.Context(), other.No, other.Secret); err != nil {
		t.Error(err)
	}
	for _, table := range []string{"account_sessions", "account_comments", "identities", "challenges"} {
		if c.dump(t, table) != "[]" {
			t.Errorf("%s still holds something", table)
		}
	}
	for _, index := range [][]byte{c.Keys.Index("account.email", "ouyang@example.com")} {
		if n := c.count(t, `SELECT count(*) FROM accounts WHERE email_index = $1 OR erased_at IS NULL`, index); n != 0 {
			t.Error("the account is still there")
		}
	}
	if _, err := c.AddAccount(t.Context(), app.AccountInput{Name: "欧阳修文", Email: "ouyang@example.com"}); err != nil {
		t.Errorf("the address cannot be used again: %v", err)
	}
}

func TestALastMessageGoesToTheAddressThatWas(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p := c.resident(t, "ouyang@example.com", "")
	c.erase(t, p)
	var m struct {
		Template  message.Template `db:"template"`
		Recipient []byte           `db:"recipient_sealed"`
		AccountID *int64           `db:"account_id"`
	}
	c.get(t, &m, `SELECT template, recipient_sealed, account_id FROM messages`)
	to, err := c.Keys.Open("message.recipient", m.Recipient)
	if err != nil || to != "ouyang@example.com" || m.Template != message.AccountErased || m.AccountID != nil {
		t.Errorf("%s to %q, %v", m.Template, to, err)
	}
}

func TestErasedPersonsAreStillCountedAsThePersonsTheyWere(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p := c.resident(t, "ouyang@example.com", "")
	c.own(t, p, signed(c.clauses[0]))
	c.own(t, p, signed(c.clauses[1])) // one person, two comments
	enterprise := signed(c.clauses[2])
	enterprise.Identity = consult.Enterprise
	c.own(t, p, enterprise)
	enterprise.Phone = "199 0000 9999" // a colleague, for the same enterprise
	c.send(t, enterprise)
	neighbour := signed(c.clauses[2])
	neighbour.Phone = "199 0000 1111"
	c.send(t, neighbour)
	c.erase(t, p)
	if n := c.count(t, `SELECT count(*) FROM comments WHERE public_name = '云溪县虚构百货商店'`); n != 2 {
		t.Errorf("%d comments bear the enterprise's name", n)
	}
	c.moderateAll(t, consult.Published)
	c.releaseAll(t, consult.Adopted)
	var persons, enterprises int
	c.get(t, &persons, `SELECT persons FROM results`)
	c.get(t, &enterprises, `SELECT enterprises FROM results`)
	if persons != 2 || enterprises != 1 {
		t.Errorf("%d persons and %d enterprises, want 2 and 1", persons, enterprises)
	}
}

func TestNothingConnectsAnErasedPersonBetweenConsultations(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p := c.resident(t, "ouyang@example.com", "")
	first := c.own(t, p, signed(c.clauses[0]))
	var hands []int64
	if err := c.db.Select(&hands, `SELECT id FROM staff ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	no := c.no
	c.release(t, "2026-0002", 1, hands)
	c.no = "2026-0002"
	second := c.own(t, p, opinion("另一件。"))
	c.no = no
	c.erase(t, p)
	if n := c.count(t, `SELECT count(DISTINCT phone_index) FROM comments WHERE receipt_no IN ($1, $2)`, first.No, second.No); n != 2 {
		t.Errorf("%d pseudonyms, want one for each consultation", n)
	}
}

func TestVisitsToComeAreCancelledAndPastOnesForgotten(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p := c.resident(t, "ouyang@example.com", "")
	past, coming := c.bookable(t, 10), c.bookable(t, 10)
	c.visit(t, p, past, 1)
	code := c.visit(t, p, coming, 2)
	c.now = callOpens.Add(49 * time.Hour) // the first has begun
	c.exec(t, `UPDATE sessions SET starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day' WHERE id = $1`, coming)
	p = c.signIn(t, p.ID)
	if e := c.erase(t, p); e.Bookings != 2 || e.Cancelled != 1 {
		t.Errorf("done: %+v", e)
	}
	for session, want := range map[int64]int{past: 2, coming: 0} {
		if got := c.count(t, `SELECT taken FROM sessions WHERE id = $1`, session); got != want {
			t.Errorf("session %d has %d places taken, want %d", session, got, want)
		}
	}
	ticket, err := c.Ticket(t.Context(), code)
	if err != nil || ticket.PublicName != "" || ticket.State != "cancelled" {
		t.Errorf("the ticket is %+v, %v", ticket, err)
	}
	day := int64(c.count(t, `SELECT open_day_id FROM sessions WHERE id = $1`, past))
	list, err := c.Bookings(t.Context(), day, 0)
	if err != nil || len(list) != 1 || list[0].Name != "" || list[0].PartySize != 2 {
		t.Errorf("the desk sees %+v, %v", list, err)
	}
	if n := c.count(t, `SELECT count(*) FROM bookings WHERE num_nonnulls(name_sealed, phone_sealed) > 0 OR erased_at IS NULL`); n != 0 {
		t.Errorf("%d bookings still hold something", n)
	}
}

func TestOnlyWhoMeansItAndIsThePersonErasesAnAccount(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	secret := c.resident(t, "a@example.com", "correct horse 2026")
	for name, in := range map[string]app.EraseInput{"nothing": {}, "another word": {Confirm: "好", Password: "correct horse 2026"},
		"no password": {Confirm: app.EraseWord}, "a wrong one": {Confirm: app.EraseWord, Password: "wrong"}} {
		if _, err := c.EraseAccount(t.Context(), secret, in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	c.now = c.now.Add(app.FreshSession + time.Minute)
	if _, err := c.EraseAccount(t.Context(), secret, app.EraseInput{Confirm: " 注销 ", Password: "correct horse 2026"}); err != nil {
		t.Errorf("the right password on an old session: %v", err)
	}
	c.now = callOpens.Add(time.Hour)
	open := c.resident(t, "b@example.com", "")
	c.now = c.now.Add(app.FreshSession + time.Minute)
	if _, err := c.EraseAccount(t.Context(), open, meant); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an old session without a password: %v", err)
	}
	c.erase(t, c.signIn(t, open.ID))
}

func TestTheLastManagerOfAnEnterpriseHandsOverFirst(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	manager, member := c.resident(t, "a@example.com", ""), c.resident(t, "b@example.com", "")
	var id int64
	c.get(t, &id, `INSERT INTO enterprises (name, uscc_sealed, uscc_index, uscc_doubtful, contact_name_sealed, contact_phone_sealed, state, created_by, created_at, submitted_at)
		VALUES ('云溪县虚构百货商店', $1, 'x', false, $2, $5, 'pending', $3, $4, $4) RETURNING id`,
		c.Keys.Seal("enterprise.uscc", "13341524MA99930926"), c.Keys.Seal("enterprise.contact_name", "欧阳修文"), manager.ID, c.now,
		c.Keys.Seal("enterprise.contact_phone", "19900000305"))
	c.exec(t, `INSERT INTO enterprise_members VALUES ($1, $2, 'manager', $4), ($1, $3, 'member', $4)`, id, manager.ID, member.ID, c.now)
	_, err := c.EraseAccount(t.Context(), manager, meant)
	if !fault.Is(err, fault.Conflict) || fault.Of(err).Args[0] != "云溪县虚构百货商店" {
		t.Fatalf("the last manager left: %v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM accounts WHERE erased_at IS NOT NULL`); n != 0 {
		t.Error("half of it was done")
	}
	c.erase(t, member)
	if n := c.count(t, `SELECT octet_length(contact_name_sealed) FROM enterprises`); n == 0 {
		t.Error("the contact is gone while somebody is left")
	}
	if e := c.erase(t, manager); e.Enterprises != 1 {
		t.Errorf("done: %+v", e)
	}
	if n := c.count(t, `SELECT count(*) FROM enterprises WHERE state <> 'withdrawn' OR octet_length(contact_name_sealed) > 0 OR contact_phone_sealed IS NOT NULL`); n != 0 {
		t.Error("the contact stays with nobody left")
	}
}

func TestAnEnterpriseForgetsAContactWhoErasedTheirAccount(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p, other := c.resident(t, "a@example.com", ""), c.resident(t, "b@example.com", "")
	id, err := c.RegisterEnterprise(t.Context(), p.ID, account.Registration{Name: "云溪县虚构百货商店", USCC: "91350100M000100Y43",
		Contact: account.EnterpriseContact{Name: "百货商店办公室", Email: "A@example.com"}}, true)
	if err != nil {
		t.Fatal(err)
	}
	c.exec(t, `INSERT INTO enterprise_members VALUES ($1, $2, 'manager', $3)`, id, other.ID, c.now)
	c.erase(t, p)
	e, err := c.Enterprise(t.Context(), id)
	if err != nil || e.Contact != (account.EnterpriseContact{}) || e.State != account.EnterprisePending {
		t.Errorf("%s, contact %+v (%v)", e.State, e.Contact, err)
	}
}

func TestNobodyElseIsTouchedByAnErasure(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p, other := c.resident(t, "a@example.com", ""), c.resident(t, "b@example.com", "")
	c.own(t, p, signed(c.clauses[0]))
	c.own(t, other, signed(c.clauses[0]))
	c.visit(t, other, c.bookable(t, 10), 1)
	before := c.dump(t, "bookings") + c.dump(t, "account_bookings")
	c.erase(t, p)
	if before != c.dump(t, "bookings")+c.dump(t, "account_bookings") {
		t.Error("another's booking changed")
	}
	if n := c.count(t, `SELECT count(*) FROM comments WHERE public_name = '欧阳**'`); n != 1 {
		t.Errorf("%d comments are still signed, want the other's", n)
	}
}

func TestThePersonalDataHoldEverythingInClear(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p := c.resident(t, "ouyang@example.com", "")
	c.own(t, p, signed(c.clauses[0]))
	c.own(t, p, opinion("没有署名"))
	c.visit(t, p, c.bookable(t, 10), 1)
	c.exec(t, `INSERT INTO account_consents VALUES ($1, '2026-11', $2)`, p.ID, c.now)
	other := c.resident(t, "other@example.com", "")
	c.own(t, other, opinion("别人的意见"))
	c.moderateAll(t, consult.Published)
	c.releaseAll(t, consult.Adopted)
	d, err := c.PersonalData(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"欧阳修文", "ouyang@example.com", "199 0000 4321", "建议公布投放时间。", "没有署名", "第一条", "adopted", "13341524MA99930926",
		"走进城北水厂", "19900000001", "203.0.113.7", "2026-11"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the data do not hold %q", want)
		}
	}
	if bytes.Contains(text, []byte("别人的意见")) || bytes.Contains(text, []byte("other@example.com")) {
		t.Error("the data hold what is another's")
	}
}

// Else whoever downloads their data could show that somebody else's phone is theirs.
func TestThePersonalDataDoNotTellACodeThatIsOnItsWay(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	token, code := p.ask(t, "ouyang@example.com")
	in, err := p.SignInByCode(t.Context(), token, code, app.Client{})
	if err != nil {
		t.Fatal(err)
	}
	who, err := p.PersonBySession(t.Context(), in.Token, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.RequestContactCode(t.Context(), who, "19900001234"); err != nil {
		t.Fatal(err)
	}
	d, err := p.PersonalData(t.Context(), who)
	if err != nil || len(d.Messages) != 1 || d.Messages[0].Recipient != "19900001234" || d.Messages[0].Values != nil {
		t.Errorf("%+v, %v", d.Messages, err)
	}
}

func TestAnErasureCutOffLeavesEverythingAsItWas(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p := c.resident(t, "ouyang@example.com", "")
	c.own(t, p, signed(c.clauses[0]))
	before := c.dump(t, "comments") + c.dump(t, "accounts")
	c.exec(t, `ALTER TABLE messages ADD CHECK (template <> 'account_erased')`)
	if _, err := c.EraseAccount(t.Context(), p, meant); err == nil {
		t.Fatal("it was not cut off")
	}
	if before != c.dump(t, "comments")+c.dump(t, "accounts") {
		t.Error("a part of it was done")
	}
}
