package consult

import (
	"strings"
	"time"
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/internal/text"
)

// Legality is what is on record of the legality review (合法性审查) of a draft. The
// call for opinions never replaces it (重大行政决策程序暂行条例 art. 25-27).
type Legality struct {
	Office     string    `db:"office" json:"office"`
	OpinionNo  string    `db:"opinion_no" json:"opinion_no"` // 合法性审查意见书文号
	ReviewedOn time.Time `db:"reviewed_on" json:"reviewed_on"`
	Opinion    string    `db:"opinion" json:"opinion"`
}

// The longest texts of a legality review, in characters.
const (
	MaxLegalityLine    = 100
	MaxLegalityOpinion = 2000
)

// Normalise gives the record as it is stored.
func (l Legality) Normalise() Legality {
	l.Office, l.OpinionNo, l.Opinion = text.Line(l.Office), text.Line(l.OpinionNo), text.Block(l.Opinion)
	return l
}

// Validate checks a normalised record at now. Error: Invalid.
func (l Legality) Validate(now time.Time) error {
	var f fault.Fields
	for _, line := range []struct{ name, value string }{{"office", l.Office}, {"opinion_no", l.OpinionNo}} {
		f.Check(line.value != "", line.name, "check.error.required."+line.name)
		f.Check(utf8.RuneCountInString(line.value) <= MaxLegalityLine, line.name, "consult.error.too_long", MaxLegalityLine)
	}
	f.Check(!l.ReviewedOn.IsZero(), "reviewed_on", "check.error.required.reviewed_on")
	f.Check(l.ReviewedOn.IsZero() || !l.ReviewedOn.After(now), "reviewed_on", "check.error.reviewed_on_future")
	f.Check(l.Opinion != "", "opinion", "check.error.required.opinion")
	f.Check(utf8.RuneCountInString(l.Opinion) <= MaxLegalityOpinion, "opinion", "consult.error.too_long", MaxLegalityOpinion)
	return f.Err()
}

// Papers are what a release needs beside valid fields and a draft.
type Papers struct {
	Unreadable    []string // attachments that cannot be opened, by name
	NeedsLegality bool     // the kind asks for a legality review
	HasLegality   bool
}

// Validate names what is missing. Error: Invalid, with the names of the checklist.
func (p Papers) Validate() error {
	var f fault.Fields
	f.Check(len(p.Unreadable) == 0, "attachments", "check.error.unreadable", strings.Join(p.Unreadable, "、"))
	f.Check(!p.NeedsLegality || p.HasLegality, "legality", "check.error.legality")
	return f.Err()
}
