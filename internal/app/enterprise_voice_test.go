package app_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/privacy"
	"nayan/repo"
)

// firm is a verified enterprise with people who speak for it.
type firm struct {
	id     int64
	name   string
	people []app.Person
}

// codes are made up; their check characters are wrong, which is confirmed.
func (c *call) firm(t testing.TB, n, people int, traits account.Traits) firm {
	t.Helper()
	f := firm{name: fmt.Sprintf("云溪县第%d厂", n)}
	for i := range people {
		id, err := c.AddAccount(t.Context(), app.AccountInput{Name: "欧阳修文", Email: fmt.Sprintf("firm%d-%d@example.org", n, i)})
		if err != nil {
			t.Fatal(err)
		}
		f.people = append(f.people, app.Person{ID: id})
	}
	var err error
	f.id, err = c.RegisterEnterprise(t.Context(), f.people[0].ID, account.Registration{Name: f.name, USCC: fmt.Sprintf("91990124MA%08d", n), Traits: traits,
		Contact: account.EnterpriseContact{Name: "欧阳修文", Email: fmt.Sprintf("contact%d@example.org", n)}}, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range f.people[1:] {
		c.exec(t, `INSERT INTO enterprise_members VALUES ($1, $2, 'member', $3)`, f.id, p.ID, c.now)
	}
	if err := c.VerifyEnterprise(t.Context(), c.actor, f.id, 1); err != nil {
		t.Fatal(err)
	}
	return f
}

// speak sends a comment for an enterprise.
func (c *call) speak(t testing.TB, f firm, by int, key string, points ...consult.Point) (consult.Receipt, error) {
	return c.SubmitComment(t.Context(), app.SubmitInput{ConsultationNo: c.no, Channel: "web", AccountID: f.people[by].ID, EnterpriseID: f.id,
		IdempotencyKey: key, Submission: consult.Submission{Points: points}})
}

func TestOfTwoOfOneEnterpriseAtOnceExactlyOneIsItsVoice(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	f := c.firm(t, 1, 2, account.Traits{})
	const each = 12
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range 2 * each {
		all.Go(func() {
			<-start
			if _, err := c.speak(t, f, i%2, "", consult.Point{Body: fmt.Sprintf("意见%d", i)}); err != nil {
				t.Error(err)
			}
		})
	}
	close(start)
	all.Wait()
	for query, want := range map[string]int{
		`SELECT count(*) FROM comments`:                                 2 * each,
		`SELECT count(*) FROM superseded_comments`:                      2*each - 1,
		`SELECT count(DISTINCT by_comment_id) FROM superseded_comments`: 2*each - 1,
		`SELECT count(*) FROM enterprise_voices v WHERE NOT EXISTS (SELECT FROM superseded_comments s WHERE s.comment_id = v.comment_id)`: 1,
	} {
		if got := c.count(t, query); got != want {
			t.Errorf("%s = %d, want %d", query, got, want)
		}
	}
}

func TestARepeatedRequestOfAnEnterpriseReplacesNothing(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	f := c.firm(t, 1, 1, account.Traits{})
	point := consult.Point{Body: "意见", Secret: "数字"}
	first, err := c.speak(t, f, 0, "key", point)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := c.speak(t, f, 0, "key", point); err != nil || again != first {
		t.Errorf("again: %+v, %v", again, err)
	}
	if n := c.count(t, `SELECT count(*) FROM superseded_comments`); n != 0 {
		t.Errorf("%d were superseded", n)
	}
	for name, in := range map[string]app.SubmitInput{
		"another secret": {EnterpriseID: f.id, Submission: consult.Submission{Points: []consult.Point{{Body: "意见", Secret: "别的数字"}}}},
		"no enterprise":  {Submission: consult.Submission{Identity: consult.Enterprise, Organisation: f.name, USCC: "91990124MA00000001", Points: []consult.Point{point}}},
	} {
		in.ConsultationNo, in.Channel, in.AccountID, in.IdempotencyKey = c.no, "web", f.people[0].ID, "key"
		if _, err := c.SubmitComment(t.Context(), in); !fault.Is(err, fault.Mismatch) {
			t.Errorf("the same key with %s: %v", name, err)
		}
	}
}

func TestOnlyAMemberOfAVerifiedEnterpriseSpeaksForIt(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	f := c.firm(t, 1, 1, account.Traits{})
	stranger := firm{id: f.id, people: []app.Person{{ID: 999}}}
	nobody := firm{id: f.id, people: []app.Person{{}}}
	for name, who := range map[string]firm{"a stranger": stranger, "nobody": nobody} {
		_, err := c.speak(t, who, 0, "", consult.Point{Body: "意见"})
		if e := fault.Of(err); e.Kind != fault.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != "identity" {
			t.Errorf("%s: %v", name, err)
		}
	}
	c.exec(t, `UPDATE enterprises SET state = 'pending', decided_at = NULL`)
	if _, err := c.speak(t, f, 0, "", consult.Point{Body: "意见"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("while it waits: %v", err)
	}
}

// spot is where something was said: what the model of the test below is made of.
type spot struct {
	Suggestion int64  `db:"suggestion_id"`
	Comment    int64  `db:"comment_id"`
	Body       string `db:"body"`
	Enterprise bool   `db:"enterprise"`
	Superseded bool   `db:"superseded"`
}

const spots = `SELECT o.suggestion_id, o.comment_id, p.body, m.identity = 'enterprise' AS enterprise,
    EXISTS (SELECT FROM superseded_comments z WHERE z.comment_id = m.id) AS superseded
FROM suggestion_points o JOIN points p USING (consultation_id, comment_id, position) JOIN comments m ON m.id = o.comment_id`

// Whatever is superseded, and however suggestions were merged: the figures foot,
// nothing silent is asked for, counted or shown, and every comment was received.
func TestTheFiguresFootWhateverIsSuperseded(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			c, dice := openCall(t), rand.New(rand.NewPCG(seed, 7))
			comments, superseded, firms := c.sayAtRandom(t, dice)
			c.mergeAtRandom(t, dice)
			want := modelled(c.spots(t))
			want.Comments, want.Superseded, want.Enterprises = comments, superseded, firms
			want.Persons = comments - superseded - firms
			c.moderateAll(t, consult.Published)

			work, err := c.Repo.DeskWork(t.Context(), c.now, repo.EveryUnit)
			if err != nil || len(work) != 1 || work[0].Undecided != want.Suggestions {
				t.Errorf("the desk says %+v, want %d undecided: %v", work, want.Suggestions, err)
			}
			c.answerAll(t)
			want.Adopted = want.Suggestions
			page, err := c.Repo.ResultsByNo(t.Context(), c.no, repo.ResultFilter{Page: 1, PerPage: 1000})
			if err != nil || page.Totals != want || !page.Foots() || len(page.Rows) != want.Suggestions {
				t.Errorf("figures %+v with %d rows, want %+v: %v", page.Totals, len(page.Rows), want, err)
			}
			for _, s := range c.spots(t) {
				for _, row := range page.Rows {
					if s.Superseded && strings.Contains(row.Body, s.Body) {
						t.Errorf("a line says %q, which was replaced", s.Body)
					}
				}
			}
		})
	}
}

// answerAll decides what the desk asks for, and releases.
func (c *call) answerAll(t *testing.T) {
	t.Helper()
	list, err := c.Repo.Suggestions(t.Context(), c.id, repo.SuggestionFilter{State: repo.Undecided, Page: 1, PerPage: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list.Items {
		if err := c.Decide(t.Context(), c.actor, c.id, s.ID, consult.Decision{Outcome: consult.Adopted, Reason: "理由。"}); err != nil {
			t.Fatal(err)
		}
	}
	c.checkAll(t)
	c.now = callCloses
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); err != nil {
		t.Fatal(err)
	}
}

// sayAtRandom has residents and three enterprises say things, and counts.
func (c *call) sayAtRandom(t *testing.T, dice *rand.Rand) (comments, superseded, firms int) {
	t.Helper()
	houses := []firm{c.firm(t, 1, 1, account.Traits{}), c.firm(t, 2, 2, account.Traits{}), c.firm(t, 3, 1, account.Traits{})}
	spoken := map[int64]int{}
	for i := range 24 {
		var points []consult.Point
		for p := range 1 + dice.IntN(3) {
			points = append(points, consult.Point{Body: fmt.Sprintf("意见%d之%d。", i, p)})
		}
		comments++
		if dice.IntN(2) == 0 {
			c.send(t, consult.Submission{Points: points})
			continue
		}
		f := houses[dice.IntN(len(houses))]
		if _, err := c.speak(t, f, dice.IntN(len(f.people)), "", points...); err != nil {
			t.Fatal(err)
		}
		if spoken[f.id]++; spoken[f.id] > 1 {
			superseded++
		}
	}
	return comments, superseded, len(spoken)
}

// mergeAtRandom puts suggestions together, as adjudicators may (并入).
func (c *call) mergeAtRandom(t *testing.T, dice *rand.Rand) {
	t.Helper()
	for range 8 {
		var ids []int64
		if err := c.db.Select(&ids, `SELECT id FROM suggestions WHERE merged_into IS NULL ORDER BY id`); err != nil {
			t.Fatal(err)
		}
		from, into := ids[dice.IntN(len(ids))], ids[dice.IntN(len(ids))]
		if from == into {
			continue
		}
		c.gather(t, into, from)
	}
}

func (c *call) spots(t *testing.T) (list []spot) {
	t.Helper()
	if err := c.db.Select(&list, spots); err != nil {
		t.Fatal(err)
	}
	return list
}

// modelled counts the suggestions that somebody still makes.
func modelled(list []spot) (want consult.Totals) {
	alive, enterprise := map[int64]bool{}, map[int64]bool{}
	for _, s := range list {
		if !s.Superseded {
			alive[s.Suggestion] = true
			enterprise[s.Suggestion] = enterprise[s.Suggestion] || s.Enterprise
		}
	}
	want.Suggestions = len(alive)
	for id := range alive {
		if enterprise[id] {
			want.EnterpriseSuggestions++
		}
	}
	return want
}

func TestAReceiptOfWhatWasReplacedShowsNoAnswerToOthers(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	f := c.firm(t, 1, 1, account.Traits{})
	old, err := c.speak(t, f, 0, "", consult.Point{Body: "旧", Secret: "旧数字"})
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := c.speak(t, f, 0, "", consult.Point{Body: "新"})
	if err != nil {
		t.Fatal(err)
	}
	ids := c.suggestions(t)
	c.gather(t, ids[1], ids[0])
	c.answerAll(t)
	status, err := c.Receipt(t.Context(), old.No, old.Secret)
	if err != nil || status.SupersededAt == nil || len(status.Points[0].Decisions) != 0 || status.Points[0].Secret != "旧数字" {
		t.Errorf("the old one: %+v, %v", status, err)
	}
	status, err = c.Receipt(t.Context(), fresh.No, fresh.Secret)
	if err != nil || status.SupersededAt != nil || len(status.Points[0].Decisions) != 1 {
		t.Errorf("the new one: %+v, %v", status, err)
	}
}

func TestATradeSecretGoesTwoYearsAfterTheResultsAndNotWithAnAccount(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	f := c.firm(t, 1, 2, account.Traits{})
	receipt, err := c.speak(t, f, 1, "", consult.Point{Body: "意见", Secret: "数字"})
	if err != nil {
		t.Fatal(err)
	}
	if receipt.TextHash != consult.TextHash([]consult.Point{{Body: "意见"}}) {
		t.Error("the hash is of more than the text")
	}
	person := c.signIn(t, f.people[1].ID)
	c.Passwords = app.NewPasswords(1)
	c.moderateAll(t, consult.Published)
	c.releaseAll(t, consult.Adopted)
	results := c.now
	if _, err := c.db.Exec(`UPDATE accounts SET last_sign_in_at = $1`, results.AddDate(3, 0, 0)); err != nil {
		t.Fatal(err)
	}
	c.now = over(t, privacy.TradeSecrets, results)
	if got := c.enforced(t)[privacy.TradeSecrets]; got != 0 {
		t.Errorf("%d went at the last moment of the period", got)
	}
	c.now = c.now.Add(1e6)
	if got := c.enforced(t)[privacy.TradeSecrets]; got != 1 {
		t.Errorf("%d went afterwards", got)
	}
	status, err := c.OwnReceipt(t.Context(), person, receipt.No)
	if err != nil || status.Points[0].Secret != "" || status.Points[0].Body != "意见" {
		t.Errorf("the receipt then: %+v, %v", status, err)
	}
}
