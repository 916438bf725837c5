package consult

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"nayan/internal/account"
	"nayan/internal/fault"
)

// VersionState is where a further version of a public draft stands.
type VersionState string

// The states. A version that was sent back stays as it is: the next try is a new one.
const (
	VersionInReview   VersionState = "in_review"   // with a reviewer
	VersionInApproval VersionState = "in_approval" // with an approver
	VersionPublished  VersionState = "published"
	VersionSentBack   VersionState = "sent_back"
)

// VersionAction is one step that staff take on a version.
type VersionAction string

// The actions. Proposing is the first; it makes the version.
const (
	VersionPass     VersionAction = "version_pass"      // reviewer → approver
	VersionBack     VersionAction = "version_back"      // reviewer → its author
	VersionPublish  VersionAction = "version_publish"   // approver: public from now on
	VersionTakeBack VersionAction = "version_take_back" // approver → its author
)

// VersionTransition is one row of the state table of versions.
type VersionTransition struct {
	Action      VersionAction
	From, To    VersionState
	Role        account.Role
	NeedsReason bool
}

// VersionTransitions is the whole state machine; docs/states.md draws it and the
// migration repeats the states as a CHECK.
var VersionTransitions = []VersionTransition{
	{VersionPass, VersionInReview, VersionInApproval, account.Reviewer, false},
	{VersionBack, VersionInReview, VersionSentBack, account.Reviewer, true},
	{VersionPublish, VersionInApproval, VersionPublished, account.Approver, false},
	{VersionTakeBack, VersionInApproval, VersionSentBack, account.Approver, true},
}

// Version is a further version of a public draft on its way to the public.
type Version struct {
	ID          int64        `db:"id"`
	DraftID     int64        `db:"draft_id"`
	FromDraftID int64        `db:"from_draft_id"` // the version it replaces
	Reason      string       `db:"reason"`
	State       VersionState `db:"state"`
	Final       bool         `db:"final"` // 正式文本: the text as it was adopted
	ProposedBy  int64        `db:"proposed_by"`
	ProposedAt  time.Time    `db:"proposed_at"`
	ReviewedBy  int64        `db:"reviewed_by"` // 0: nobody yet
	ApprovedBy  int64        `db:"approved_by"`
	PublishedAt *time.Time   `db:"published_at"`
	SentBackBy  int64        `db:"sent_back_by"`
	BackReason  string       `db:"back_reason"`
}

// Hands gives who had a hand in the version so far.
func (v Version) Hands() Hands {
	return Hands{Author: v.ProposedBy, Reviewer: v.ReviewedBy, Approver: v.ApprovedBy}
}

// PublicVersion is a version of a draft that the public has seen.
type PublicVersion struct {
	DraftID     int64     `db:"id"`
	Number      int       `db:"number"` // 第1版; versions before the release are not counted
	Title       string    `db:"title"`
	PublishedAt time.Time `db:"published_at"`
	Reason      string    `db:"reason"` // "" for the first
	Final       bool      `db:"final"`
}

// ClauseRef names a clause somebody spoke of. It stays in the version they read.
type ClauseRef struct {
	ID      int64  `json:"id"`
	Label   string `json:"label"`
	Version int    `json:"version"` // 0: the current one
	NowID   int64  `json:"now_id"`  // what it became in the current version; 0: it is gone
	Now     string `json:"now"`     // and how that is called
}

// Current reports whether the clause stands in the current version as it is named.
func (r ClauseRef) Current() bool { return r.Version == 0 }

// Gone reports whether the current version has no such clause any more.
func (r ClauseRef) Gone() bool { return r.Version > 0 && r.NowID == 0 }

// ClauseLabels gives the names of clauses in the versions they are in.
func ClauseLabels(refs []ClauseRef) []string {
	var labels []string
	for _, r := range refs {
		labels = append(labels, r.Label)
	}
	return labels
}

// CheckProposable says why the actor may not put forward a further version, or
// nil: its author does, once the first version is public, during the call or
// after it. Errors: Conflict, Forbidden.
func (c Consultation) CheckProposable(actor int64) error {
	if !c.Public() || c.WithdrawnAt != nil {
		return fault.New(fault.Conflict, "version.error.not_public")
	}
	return separate(account.Drafter, actor, c.Hands())
}

// CheckFinal says why a version may not be put forward at now as the text as it was
// adopted, or, once there is one (inForce), as anything else; nil when it may. What
// is adopted is known once everybody has been heard. Errors: Invalid, Conflict.
func (c Consultation) CheckFinal(final, inForce bool, now time.Time) error {
	if inForce && !final {
		return fault.New(fault.Conflict, "version.error.only_final")
	}
	var f fault.Fields
	f.Check(!final || c.MayBeFinal(now), "final", "version.error.final_open")
	return f.Err()
}

// MayBeFinal reports whether a version put forward at now may be the final text.
func (c Consultation) MayBeFinal(now time.Time) bool {
	return c.Public() && c.WithdrawnAt == nil && !now.Before(c.ClosesAt)
}

// VersionStep finds the transition for an action on a version and checks that the
// actor may take it: three different people propose, review and approve.
// Errors: Conflict when the state does not allow the action, Forbidden when the
// actor already had an earlier hand in it, Invalid when a reason is missing.
func VersionStep(action VersionAction, v Version, actor int64, reason string) (VersionTransition, error) {
	i := slices.IndexFunc(VersionTransitions, func(t VersionTransition) bool { return t.Action == action && t.From == v.State })
	if i < 0 {
		return VersionTransition{}, fault.New(fault.Conflict, "version.error.state")
	}
	t := VersionTransitions[i]
	if t.NeedsReason {
		if err := CheckVersionReason(reason); err != nil {
			return VersionTransition{}, err
		}
	}
	return t, separate(t.Role, actor, v.Hands())
}

// CheckVersionReason holds that a reason is there and not too long. Error: fault.Invalid.
func CheckVersionReason(reason string) error {
	var f fault.Fields
	f.Check(strings.TrimSpace(reason) != "", "reason", "version.error.reason_required")
	f.Check(utf8.RuneCountInString(reason) <= MaxReason, "reason", "consult.error.too_long", MaxReason)
	return f.Err()
}

// VersionActionsFrom lists the transitions a role can take from a state.
func VersionActionsFrom(from VersionState, roles []account.Role) []VersionTransition {
	var out []VersionTransition
	for _, t := range VersionTransitions {
		if t.From == from && slices.Contains(roles, t.Role) {
			out = append(out, t)
		}
	}
	return out
}
