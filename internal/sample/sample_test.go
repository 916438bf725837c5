package sample

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/internal/openday"
)

// now is an ordinary morning; days() tries the others.
var now = time.Date(2026, 11, 22, 6, 30, 0, 0, i18n.Zone)

func load(t *testing.T) County {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c County) consultationByKey(t *testing.T, key string) Consultation {
	t.Helper()
	i := slices.IndexFunc(c.Consultations, func(con Consultation) bool { return con.Key == key })
	if i < 0 {
		t.Fatalf("no consultation %q", key)
	}
	return c.Consultations[i]
}

func TestTheCountyHasTheFiguresOfTheDemonstration(t *testing.T) {
	t.Parallel()
	c := load(t)
	phases, states, kinds := map[consult.Phase]int{}, map[consult.State]int{}, map[consult.Kind]int{}
	for _, con := range c.Consultations {
		states[con.State]++
		kinds[con.Kind]++
		if con.State == consult.Released {
			phases[con.Times(now).PhaseAt(now)]++
		}
	}
	if len(c.Units) != 4 || len(c.OpenDays) != 3 || len(c.Comments) < 38 {
		t.Errorf("units %d, open days %d, comments %d", len(c.Units), len(c.OpenDays), len(c.Comments))
	}
	if states[consult.Released] != 6 || states[consult.InReview] != 1 {
		t.Errorf("states %v", states)
	}
	if phases[consult.Scheduled] != 1 || phases[consult.Open] != 2 || phases[consult.Closed] != 2 || phases[consult.Answered] != 1 {
		t.Errorf("phases %v", phases)
	}
	if len(kinds) != len(consult.Kinds)-1 || kinds[consult.Rule] != 0 { // a county makes no rules
		t.Errorf("kinds %v", kinds)
	}
}

func TestEveryRoleIsHeldBySomebody(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, r := range account.Roles {
		if !slices.ContainsFunc(c.Staff, func(m Member) bool { return slices.Contains(m.Roles, r) }) {
			t.Errorf("nobody is %s", r)
		}
	}
}

func TestTheFirstOpenConsultationTakesResidentsAndHasArticles(t *testing.T) {
	t.Parallel()
	for _, con := range load(t).Consultations {
		if con.Times(now).PhaseAt(now) != consult.Open {
			continue
		}
		if con.Audience != consult.Public || len(labels(t, con.Draft)) < 3 {
			t.Errorf("%s: audience %s, %d articles", con.Key, con.Audience, len(labels(t, con.Draft)))
		}
		return
	}
	t.Error("none is open")
}

func TestReleasedResultsShowAllOutcomesAndFoot(t *testing.T) {
	t.Parallel()
	c := load(t)
	var totals consult.Totals
	add := map[consult.Outcome]*int{
		consult.Adopted: &totals.Adopted, consult.PartlyAdopted: &totals.PartlyAdopted, consult.NotAdopted: &totals.NotAdopted,
		consult.Explained: &totals.Explained, consult.OutOfScope: &totals.OutOfScope,
	}
	for _, m := range c.Comments {
		if c.consultationByKey(t, m.Consultation).ResultsInDays == nil {
			continue
		}
		for _, p := range m.Points {
			totals.Suggestions++
			*add[p.Decision.Outcome]++
		}
	}
	for o, n := range add {
		if *n == 0 {
			t.Errorf("no suggestion is %s", o)
		}
	}
	if !totals.Foots() || totals.Suggestions < 12 {
		t.Errorf("%+v", totals)
	}
}

func TestOneClosedConsultationIsHalfDecidedAndOneDrewNothing(t *testing.T) {
	t.Parallel()
	c := load(t)
	decided, undecided, comments := map[string]int{}, map[string]int{}, map[string]int{}
	for _, m := range c.Comments {
		comments[m.Consultation]++
		for _, p := range m.Points {
			if p.Decision != nil {
				decided[m.Consultation]++
			} else {
				undecided[m.Consultation]++
			}
		}
	}
	if decided["property"] == 0 || undecided["property"] == 0 {
		t.Errorf("property: %d decided, %d undecided", decided["property"], undecided["property"])
	}
	if comments["eldercare"] != 0 {
		t.Errorf("eldercare drew %d comments", comments["eldercare"])
	}
}

func TestModerationShowsEveryVisibility(t *testing.T) {
	t.Parallel()
	seen := map[consult.Visibility]int{}
	for _, m := range load(t).Comments {
		seen[m.Visibility]++
	}
	if seen[consult.Hidden] != 2 || seen[consult.Pending] < 3 || seen[consult.Published] < 30 {
		t.Errorf("%v", seen)
	}
}

func TestEveryCommentArrivesInsideThePeriodAndInThePast(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, at := range days() {
		for _, m := range c.Comments {
			con := c.consultationByKey(t, m.Consultation)
			sent, period := m.SentAt(con, at), con.Times(at)
			if sent.Before(period.OpensAt) || !sent.Before(period.ClosesAt) || !sent.Before(at) {
				t.Fatalf("%s at %s: sent %s", m.Key, at, sent)
			}
		}
	}
}

func TestSessionsAreBookableOnWhateverDayTheSampleIsLoaded(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, at := range days() {
		states := map[openday.SessionState]int{}
		capacities := map[int]bool{}
		for _, o := range c.OpenDays {
			for _, s := range o.Sessions {
				session := o.SessionAt(s, at)
				session.Taken = c.taken(s.Key)
				states[session.StateAt(at)]++
				capacities[session.Capacity] = true
				if !session.EndsAt.After(session.StartsAt) || session.BookingClosesAt.After(session.StartsAt) {
					t.Fatalf("%s at %s: instants out of order", s.Key, at)
				}
			}
		}
		if states[openday.Bookable] < 5 || states[openday.Full] != 1 || !capacities[50] {
			t.Fatalf("%s: %v", at, states)
		}
	}
}

func TestBookingsWereMadeWhileTheWindowWasOpen(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, b := range c.Bookings {
		for _, o := range c.OpenDays {
			for _, s := range o.Sessions {
				made := b.MadeAt(o, now)
				if s.Key == b.Session && (made.Before(o.SessionAt(s, now).BookingOpensAt) || !made.Before(now)) {
					t.Errorf("%s booked at %s", b.Session, made)
				}
			}
		}
	}
}

func (c County) taken(session string) (n int) {
	for _, b := range c.Bookings {
		if b.Session == session {
			n += b.PartySize
		}
	}
	return n
}

// days are the mornings of 400 days: leap day, year's end and every weekday.
func days() []time.Time {
	var all []time.Time
	for i := range 400 {
		all = append(all, time.Date(2027, 6, 1+i, 0, 0, 1, 0, i18n.Zone))
	}
	return all
}

func TestAConsultationClosesAtTheMidnightAfterItsLastDay(t *testing.T) {
	t.Parallel()
	con := Consultation{OpensInDays: -1, ClosesInDays: 1}
	late := time.Date(2026, 11, 22, 23, 59, 0, 0, i18n.Zone)
	times := con.Times(late.UTC())
	if want := time.Date(2026, 11, 24, 0, 0, 0, 0, i18n.Zone); !times.ClosesAt.Equal(want) {
		t.Errorf("closes at %s", times.ClosesAt)
	}
	if want := time.Date(2026, 11, 21, 9, 0, 0, 0, i18n.Zone); !times.OpensAt.Equal(want) {
		t.Errorf("opens at %s", times.OpensAt)
	}
}

func TestANoticeSaysItsDates(t *testing.T) {
	t.Parallel()
	for _, con := range load(t).Consultations {
		text, times := con.NoticeAt(now), con.Announced(now)
		if strings.Contains(text, "{{") {
			t.Errorf("%s: a placeholder is left", con.Key)
		}
		for _, day := range []time.Time{times.OpensAt, times.LastSecond(), con.ReleasedAt(now)} {
			if !strings.Contains(text, date(day)) {
				t.Errorf("%s: the notice does not say %s", con.Key, date(day))
			}
		}
		for _, a := range con.Attachments {
			if name, _, _ := strings.Cut(a.Name, "."); !strings.Contains(text, name) {
				t.Errorf("%s: the notice does not name %s", con.Key, a.Name)
			}
		}
	}
}

// Deciding is by law and by article: a reason shorter than this says nothing.
func TestReasonsAreNotEmptyPhrases(t *testing.T) {
	t.Parallel()
	for _, m := range load(t).Comments {
		for _, p := range m.Points {
			if p.Decision == nil {
				continue
			}
			if found := p.Decision.Warnings(); len([]rune(p.Decision.Reason)) < 25 || len(found) > 0 {
				t.Errorf("%s: %s: %v", m.Key, p.Decision.Reason, found)
			}
		}
	}
}

func TestCountyDocumentsSetNoPenaltiesAndNoLicences(t *testing.T) {
	t.Parallel()
	// 行政处罚法 art. 16, 行政许可法 art. 17: normative documents cannot.
	banned := regexp.MustCompile(`罚款|吊销|没收|拘留|元以[上下]|经[^。]{0,12}许可|申领|申请办理许可`)
	for _, con := range load(t).Consultations {
		if at := banned.FindString(text(t, con.Draft)); at != "" {
			t.Errorf("%s: %s", con.Key, at)
		}
	}
}
