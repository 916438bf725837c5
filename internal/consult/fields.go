package consult

import (
	"strings"
	"time"
	"unicode/utf8"

	"nayan/internal/fault"
)

// Fields are what a drafter fills in. Markdown is sanitised when it is stored.
type Fields struct {
	Title, LegalBasis, Contact  string
	UnitID                      int64
	Kind                        Kind
	Audience                    Audience
	OpensAt, ClosesAt           time.Time
	NoticeMarkdown, Explanation string
	PublishWhileOpen            bool
	IntakeDays                  int    // after closing, see IntakeWindow
	ShortReason                 string // why the period is shorter than the kind's minimum; "" where it is not
	ResultsDays                 int    // working days from closing to the results; 0: the kind's own number
}

// The longest texts, in characters.
const (
	MaxTitle       = 200
	MaxLegalBasis  = 2000
	MaxContact     = 500
	MaxNotice      = 50_000
	MaxExplanation = 100_000
)

// Clean gives the fields as they are stored: one-line texts on one line, LF as
// the line end, and without characters that nobody sees and Postgres refuses.
func (f Fields) Clean() Fields {
	f.Title = strings.Join(strings.Fields(cleanText(f.Title)), " ")
	f.LegalBasis = cleanText(f.LegalBasis)
	f.Contact = cleanText(f.Contact)
	f.NoticeMarkdown = cleanText(f.NoticeMarkdown)
	f.Explanation = cleanText(f.Explanation)
	f.ShortReason = cleanText(f.ShortReason)
	return f
}

var plainLines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "")

func cleanText(s string) string {
	// U+3000 stays: it indents the first line of a Chinese paragraph.
	return strings.Trim(plainLines.Replace(strings.ToValidUTF8(s, "")), " \t\n")
}

// Validate checks the fields of a consultation while it is drafted.
// Errors: Invalid, with the names of the form's fields.
func (f Fields) Validate(s Statute) error {
	var bad fault.Fields
	f.checkTexts(&bad)
	bad.Check(f.UnitID > 0, "unit_id", "consult.error.unit_required")
	bad.Check(f.Kind.Valid(), "kind", "consult.error.kind_required")
	bad.Check(s.Rule.Enabled || !f.Kind.Valid(), "kind", "consult.error.kind_off")
	bad.Check(f.Audience.Valid(), "audience", "consult.error.audience_required")
	f.checkPeriod(&bad, s)
	bad.Check(f.ResultsDays == 0 || resultsDaysFit(f.ResultsDays), "results_days", "consult.error.results_days", MaxResultsDays)
	bad.Check(f.IntakeDays >= 0 && f.IntakeDays <= MaxIntakeDays, "intake_days", "intake.error.days", MaxIntakeDays)
	return bad.Err()
}

func (f Fields) checkTexts(bad *fault.Fields) {
	for _, text := range []struct {
		name, value string
		most        int
		missing     string // catalogue key where it is required
	}{
		{"title", f.Title, MaxTitle, "consult.error.required.title"},
		{"legal_basis", f.LegalBasis, MaxLegalBasis, ""},
		{"contact", f.Contact, MaxContact, "consult.error.required.contact"},
		{"notice", f.NoticeMarkdown, MaxNotice, "consult.error.required.notice"},
		{"explanation", f.Explanation, MaxExplanation, ""},
		{"short_reason", f.ShortReason, MaxReason, ""},
	} {
		bad.Check(text.missing == "" || strings.TrimSpace(text.value) != "", text.name, text.missing)
		bad.Check(utf8.RuneCountInString(text.value) <= text.most, text.name, "consult.error.too_long", text.most)
	}
}

func (f Fields) checkPeriod(bad *fault.Fields, s Statute) {
	bad.Check(!f.OpensAt.IsZero(), "opens_at", "consult.error.opens_at_required")
	bad.Check(!f.ClosesAt.IsZero(), "closes_at", "consult.error.closes_at_required")
	if f.OpensAt.IsZero() || f.ClosesAt.IsZero() {
		return
	}
	if !f.ClosesAt.After(f.OpensAt) {
		bad.Add("closes_at", "consult.error.closes_before_opens")
		return
	}
	terms := f.Terms(s)
	if f.ShortReason == "" && terms.ShortOf(f.ClosesAt) {
		bad.Add("closes_at", terms.shortKey(), terms.MinimumDays, terms.MinimumSource, terms.MinimumLast.Year(),
			int(terms.MinimumLast.Month()), terms.MinimumLast.Day())
	}
}

// Terms are those that the fields have under the rule of their kind.
func (f Fields) Terms(s Statute) Terms {
	t := Terms{Minimum: s.Rule.Minimum, ShortReason: f.ShortReason, ResultsDays: f.ResultsDays}
	if t.ResultsDays == 0 {
		t.ResultsDays = s.Rule.ResultsDays
	}
	return t.Counted(Times{OpensAt: f.OpensAt, ClosesAt: f.ClosesAt}, s.Calendar)
}

// ReadyToSubmit checks what the reviewer needs beyond valid fields: 重大行政决策程序暂行条例
// art. 15 has the notice publish the draft and its explanation. clauses is the
// number of clauses of the current draft.
// Errors: Invalid, with the names of the form's fields.
func (f Fields) ReadyToSubmit(clauses int, s Statute) error {
	if err := f.Validate(s); err != nil {
		return err
	}
	var bad fault.Fields
	bad.Check(clauses > 0, "draft", "consult.error.required.draft")
	bad.Check(strings.TrimSpace(f.Explanation) != "", "explanation", "consult.error.required.explanation")
	return bad.Err()
}

// ReleasableAt checks that the approved period is still true at the moment of
// release. It is never moved quietly: the notice that was reviewed names it. A
// call that opens on the day of release or later has its whole period in public.
// Errors: Conflict.
func (t Times) ReleasableAt(now time.Time) error {
	if !now.Before(t.ClosesAt) {
		return fault.New(fault.Conflict, "consult.error.release_after_close")
	}
	if daysBetween(t.OpensAt.In(Zone), now.In(Zone)) > 0 {
		return fault.New(fault.Conflict, "consult.error.release_after_opening")
	}
	return nil
}
