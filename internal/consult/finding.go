package consult

import (
	"strings"
	"time"
	"unicode/utf8"

	"nayan/internal/account"
	"nayan/internal/fault"
)

// Check is one of the checks of what is about to be published.
type Check string

// The checks.
const (
	PrivacyCheck   Check = "privacy"   // 个人信息: must go, or be waived with a reason
	UnscannedCheck Check = "unscanned" // a file without text: somebody must look at it
	WordingCheck   Check = "wording"   // 错别字: a hint
)

// Scope says what findings stand in the way of.
type Scope string

// The scopes.
const (
	OfRelease Scope = "release"
	OfVersion Scope = "version" // a further draft version
	OfResults Scope = "results"
)

// Source is where a finding stands. Its words are the keys "check.source." and the source.
type Source string

// The sources.
const (
	InTitle       Source = "title"
	InLegalBasis  Source = "legal_basis"
	InContact     Source = "contact"
	InShortReason Source = "short_reason"
	InNotice      Source = "notice"
	InDraft       Source = "draft"
	InExplanation Source = "explanation"
	InAttachment  Source = "attachment"
	InSurvey      Source = "survey"
	InOpinion     Source = "opinion" // of a suggestion, where it will be shown
	InReason      Source = "reason"  // of a decision
)

// Sources lists every source.
var Sources = []Source{InTitle, InLegalBasis, InContact, InShortReason, InNotice, InDraft, InExplanation, InAttachment, InSurvey, InOpinion, InReason}

// Finding is one thing that a check found.
type Finding struct {
	ID       int64  `db:"id"`
	Check    Check  `db:"check"`
	Source   Source `db:"source"`
	SourceID int64  `db:"source_id"` // draft, attachment or suggestion; 0 for the others
	Place    string `db:"place"`     // 第三条, or the name of a file
	Kind     string `db:"kind"`      // of personal data; of a wording what it should be
	Excerpt  string `db:"excerpt"`   // masked; of a wording what it is
	MAC      []byte `db:"mac"`       // the same for the same words, wherever they stand
	Waiver
}

// Waiver is why a finding may stand; the zero value: it may not.
type Waiver struct {
	Reason   string     `db:"waiver_reason"`
	WaivedBy int64      `db:"waived_by"`
	WaivedAt *time.Time `db:"waived_at"`
}

// Open reports whether the finding stands in the way.
func (f Finding) Open() bool { return f.Check != WordingCheck && f.WaivedAt == nil }

// MaxWaiverRunes bounds the reason of a waiver.
const MaxWaiverRunes = 500

// CheckWaiver checks who waives what: an approver who had no earlier hand in it,
// with a reason. Errors: Forbidden, Invalid.
func CheckWaiver(actor int64, hands Hands, chosen int, reason string) error {
	if err := separate(account.Approver, actor, hands); err != nil {
		return err
	}
	var f fault.Fields
	f.Check(chosen > 0, "finding", "check.error.none_chosen")
	f.Check(strings.TrimSpace(reason) != "", "waiver_reason", "check.error.reason_required")
	f.Check(utf8.RuneCountInString(reason) <= MaxWaiverRunes, "waiver_reason", "consult.error.too_long", MaxWaiverRunes)
	return f.Err()
}
