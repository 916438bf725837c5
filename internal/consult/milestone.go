package consult

import (
	"net/url"
	"slices"
	"time"
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/internal/text"
	"nayan/internal/workday"
)

// MilestoneKind says what became of a decision.
type MilestoneKind string

// The kinds. What was decided is published (重大行政决策程序暂行条例 art. 32), takes
// effect, and is evaluated after a while (same, art. 36).
const (
	DecisionPublished MilestoneKind = "published" // 公布
	DecisionEffective MilestoneKind = "effective" // 施行
	DecisionEvaluated MilestoneKind = "evaluated" // 后评估
)

// MilestoneKinds lists every kind in the order in which they come.
var MilestoneKinds = []MilestoneKind{DecisionPublished, DecisionEffective, DecisionEvaluated}

const (
	// MaxMilestoneNote bounds what a milestone says, in characters.
	MaxMilestoneNote = 300
	// MaxMilestoneURL bounds the address of the document, in bytes.
	MaxMilestoneURL = 500
)

// Milestone is one fact about what became of a decision. It is never edited: it is
// withdrawn, and noted anew.
type Milestone struct {
	ID           int64         `db:"id" json:"id"`
	Kind         MilestoneKind `db:"kind" json:"kind"`
	On           workday.Date  `db:"on_day" json:"on"` // in the future: it will take effect
	Note         string        `db:"note" json:"note"`
	URL          string        `db:"url" json:"url"` // of the document; "" for none
	NotedBy      int64         `db:"noted_by" json:"noted_by"`
	NotedAt      time.Time     `db:"noted_at" json:"noted_at"`
	WithdrawnBy  int64         `db:"withdrawn_by" json:"withdrawn_by"`
	WithdrawnAt  *time.Time    `db:"withdrawn_at" json:"withdrawn_at"`
	WithdrawnWhy string        `db:"withdrawn_why" json:"withdrawn_why"`
}

// InForce reports whether the milestone has not been withdrawn.
func (m Milestone) InForce() bool { return m.WithdrawnAt == nil }

// Clean gives the milestone as it is stored.
func (m Milestone) Clean() Milestone {
	return Milestone{Kind: m.Kind, On: m.On, Note: text.Line(m.Note), URL: text.Line(m.URL)}
}

// MilestonesInForce gives those that have not been withdrawn.
func MilestonesInForce(list []Milestone) []Milestone {
	return slices.DeleteFunc(slices.Clone(list), func(m Milestone) bool { return !m.InForce() })
}

// MayNote reports why nothing can be noted of what became of the decision at now:
// until the call has closed none can have been taken. Errors: Conflict.
func (c Consultation) MayNote(now time.Time) error {
	switch c.PhaseAt(now) {
	case Closed, Answered:
		return nil
	case Withdrawn:
		return fault.New(fault.Conflict, "milestone.error.withdrawn")
	}
	return fault.New(fault.Conflict, "milestone.error.open")
}

// CheckMilestone checks a cleaned milestone of the consultation against those that
// are there, at now. Errors: Conflict, Invalid.
func (c Consultation) CheckMilestone(m Milestone, have []Milestone, now time.Time) error {
	if err := c.MayNote(now); err != nil {
		return err
	}
	var bad fault.Fields
	have = MilestonesInForce(have)
	published := slices.IndexFunc(have, func(x Milestone) bool { return x.Kind == DecisionPublished })
	switch {
	case !slices.Contains(MilestoneKinds, m.Kind):
		bad.Add("kind", "milestone.error.kind")
	case m.Kind != DecisionEvaluated && slices.ContainsFunc(have, func(x Milestone) bool { return x.Kind == m.Kind }):
		bad.Add("kind", "milestone.error.twice")
	case m.Kind != DecisionPublished && published < 0:
		bad.Add("kind", "milestone.error.published_first")
	case m.Kind != DecisionPublished && m.On < have[published].On && !m.On.IsZero():
		bad.Add("on_day", "milestone.error.before_published")
	}
	c.checkMilestoneDay(&bad, m, now)
	bad.Check(text.Ink(m.Note) || m.Kind == DecisionEffective, "note", "milestone.error.note")
	bad.Check(utf8.RuneCountInString(m.Note) <= MaxMilestoneNote, "note", "consult.error.too_long", MaxMilestoneNote)
	bad.Check(m.URL == "" || secureURL(m.URL), "url", "milestone.error.url")
	bad.Check(len(m.URL) <= MaxMilestoneURL, "url", "milestone.error.url_long")
	return bad.Err()
}

// checkMilestoneDay holds that a decision came after the call, and that only what
// takes effect lies ahead.
func (c Consultation) checkMilestoneDay(bad *fault.Fields, m Milestone, now time.Time) {
	last := c.LastDay()
	switch {
	case m.On.IsZero():
		bad.Add("on_day", "milestone.error.day")
	case m.On <= last:
		bad.Add("on_day", "milestone.error.before_closing", last.Year(), int(last.Month()), last.Day())
	case m.Kind != DecisionEffective && m.On > DayOf(now):
		bad.Add("on_day", "milestone.error.future")
	case m.On > DayOf(now)+MostAhead:
		bad.Add("on_day", "change.error.far", MostAhead)
	}
}

// MostAhead is how many days ahead something may be said to take effect: more is a
// slip of the pen.
const MostAhead = 3 * 366

// secureURL tells an address of the web that nobody on the way can change.
func secureURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil
}

// CheckMilestoneWithdrawal holds that a milestone is withdrawn once and for a
// reason. Errors: Conflict, Invalid.
func CheckMilestoneWithdrawal(m Milestone, reason string) error {
	if !m.InForce() {
		return fault.New(fault.Conflict, "milestone.error.gone")
	}
	var bad fault.Fields
	checkReason(&bad, reason)
	return bad.Err()
}
