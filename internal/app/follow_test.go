package app_test

import (
	"encoding/json"
	"path"
	"strings"
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/follow"
	"nayan/internal/message"
	"nayan/internal/privacy"
)

const zhu = "zhu@example.com"

func TestAFollowBeginsWithTheConfirmationFromTheMailboxAndNotBefore(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	c.ask(t, " Zhu@Example.com", follow.Subject{No: c.no})
	m := c.read(t)[0]
	if m.template != message.FollowConfirm || m.to != zhu || m.values.Days != follow.RequestDays || !strings.Contains(m.values.Title, "生活垃圾") {
		t.Errorf("the mail: %+v", m)
	}
	token := path.Base(m.values.Path)
	if f, err := c.FollowRequest(t.Context(), token); err != nil || f.No != c.no {
		t.Errorf("looking at the link: %+v, %v", f, err)
	}
	if n := c.count(t, `SELECT count(*) FROM followers`); n != 0 {
		t.Error("somebody follows who has not confirmed")
	}
	manage, err := c.ConfirmFollow(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	f, err := c.Following(t.Context(), manage)
	if err != nil || len(f.List) != 1 || f.List[0].No != c.no || f.Email == zhu || !strings.HasSuffix(f.Email, "@example.com") {
		t.Errorf("%+v, %v", f, err)
	}
	if _, err := c.ConfirmFollow(t.Context(), token); !fault.Is(err, fault.Closed) {
		t.Errorf("the link twice: %v", err)
	}
	if n := c.count(t, `SELECT count(*) FROM follows WHERE consent_version = $1`, privacy.NoticeVersion); n != 1 {
		t.Error("what was agreed to is not on record")
	}
}

func TestARequestThatNobodyConfirmsIsWorthNothingAfterSevenDays(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	c.ask(t, zhu, follow.Subject{})
	token := path.Base(c.read(t)[0].values.Path)
	c.now = c.now.AddDate(0, 0, follow.RequestDays).Add(time.Second)
	for name, err := range map[string]error{"look": second(c.FollowRequest(t.Context(), token)), "confirm": second(c.ConfirmFollow(t.Context(), token)),
		"another": second(c.FollowRequest(t.Context(), "other"))} {
		if !fault.Is(err, fault.Closed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := c.enforced(t)[privacy.FollowRequests]; n != 1 || c.count(t, `SELECT count(*) FROM follow_requests`) != 0 {
		t.Error("the address is still there")
	}
}

func second[T any](_ T, err error) error { return err }

// Whoever types another's address learns nothing from the answer, and what is
// stored for it is the same.
func TestOnlyTheMailSaysThatAnAddressFollowsAlready(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	manage := c.following(t, zhu, follow.Subject{No: c.no})
	c.ask(t, zhu, follow.Subject{No: c.no})
	c.ask(t, "li@example.com", follow.Subject{No: c.no})
	list := c.read(t)
	if list[0].template != message.FollowKnown || list[0].values.Path != app.ManageFollowsPath(manage) || list[1].template != message.FollowConfirm {
		t.Errorf("the mails: %+v", list)
	}
	if n := c.count(t, `SELECT count(*) FROM follow_requests`); n != 2 {
		t.Errorf("%d requests are stored, want one of each", n)
	}
}

func TestWhatCannotBeFollowedIsRefusedBesideItsField(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	for text, field := range map[string]string{"zhu@example.com all.of.it": "subject", "zhu@example.com unit:99": "subject", "zhu@example.com consultation:1999-0001": "subject",
		"19900001234 all": "email", " all": "email"} {
		email, subject, _ := strings.Cut(text, " ")
		_, err := c.RequestFollow(t.Context(), app.FollowInput{Email: email, Subject: subject})
		if f := fault.Of(err); f.Kind != fault.Invalid || f.Fields[0].Name != field {
			t.Errorf("%q: %v", text, err)
		}
	}
	c.Gateways = message.Gateways{}
	if _, err := c.RequestFollow(t.Context(), app.FollowInput{Email: zhu, Subject: "all"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a gateway nobody could confirm: %v", err)
	}
}

func TestWhoStopsAllIsErasedAtOnce(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	token := c.following(t, zhu, follow.Subject{No: c.no}, follow.Subject{}, follow.Subject{Kind: consult.Plan})
	c.ask(t, zhu, follow.Subject{UnitID: c.unit(t)})
	f, err := c.Following(t.Context(), token)
	if err != nil || len(f.List) != 3 {
		t.Fatalf("%+v, %v", f, err)
	}
	if gone, err := c.StopFollow(t.Context(), app.ByLink(token), f.List[0].ID); gone || err != nil {
		t.Errorf("one of three: gone %v, %v", gone, err)
	}
	if err := c.StopFollows(t.Context(), app.ByLink(token)); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"followers", "follows", "follow_requests"} {
		if c.dump(t, table) != "[]" {
			t.Errorf("%s still holds something", table)
		}
	}
	if _, err := c.Following(t.Context(), token); !fault.Is(err, fault.NotFound) {
		t.Errorf("the link still leads somewhere: %v", err)
	}
}

func TestTheLastOneToStopErasesTheAddressToo(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	token := c.following(t, zhu, follow.Subject{No: c.no})
	f, err := c.Following(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if gone, err := c.StopFollow(t.Context(), app.ByLink(token), f.List[0].ID); !gone || err != nil || c.dump(t, "followers") != "[]" {
		t.Errorf("gone %v, %v", gone, err)
	}
}

// A link stops what is its holder's, and nothing of anybody else.
func TestNobodyStopsWhatAnotherFollows(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	c.following(t, zhu, follow.Subject{})
	token := c.following(t, "li@example.com", follow.Subject{})
	if _, err := c.StopFollow(t.Context(), app.ByLink(token), int64(c.count(t, `SELECT min(id)::int FROM follows`))); err != nil {
		t.Fatal(err)
	}
	if n := c.count(t, `SELECT count(*) FROM follows`); n != 2 {
		t.Errorf("%d follows are left", n)
	}
}

func TestAnAccountFindsErasesAndMovesWhatItsAddressFollows(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	c.following(t, zhu, follow.Subject{No: c.no}) // before there was an account
	p := c.resident(t, zhu, "")
	if err := c.FollowAs(t.Context(), p, follow.Subject{UnitID: c.unit(t)}.String()); err != nil {
		t.Fatal(err)
	}
	list, err := c.Repo.FollowsOfAccount(t.Context(), p.ID)
	if err != nil || len(list) != 2 {
		t.Fatalf("%+v, %v", list, err)
	}
	d, err := c.PersonalData(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(d.Follows)
	if err != nil || !strings.Contains(string(text), zhu) || !strings.Contains(string(text), c.no) {
		t.Errorf("the copy of the data says %s, %v", text, err)
	}
	code, err := c.RequestContactCode(t.Context(), p, "new@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.ChangeContact(t.Context(), p, code.Token, c.read(t)[0].values.Code); err != nil {
		t.Fatal(err)
	}
	c.happens(t, follow.Results, 0)
	if got := c.read(t); len(got) != 1 || got[0].to != "new@example.com" {
		t.Errorf("the news goes to %+v", got)
	}
	c.erase(t, p)
	if c.dump(t, "followers") != "[]" || c.dump(t, "follows") != "[]" {
		t.Error("something of a person who has gone is left")
	}
}

func TestWithoutAnAddressAnAccountFollowsNothing(t *testing.T) {
	t.Parallel()
	c := mailing(t)
	if err := c.FollowAs(t.Context(), app.Person{ID: 1}, "all"); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
}
