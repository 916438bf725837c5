package consult

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nayan/internal/account"
	"nayan/internal/fault"
)

// State is where a consultation stands on the desk. What the public sees is its
// Phase, which follows from timestamps.
type State string

// The states of the three-step review (三审).
const (
	Drafting   State = "drafting"    // with its author
	InReview   State = "in_review"   // with a reviewer
	InApproval State = "in_approval" // with an approver
	Approved   State = "approved"    // ready to be released
	Released   State = "released"    // public
)

// States lists every state in the order of the walk.
var States = []State{Drafting, InReview, InApproval, Approved, Released}

// MaxReason is the longest reason for sending something back, in characters.
const MaxReason = 1000

// Action is one step that staff take on a consultation.
type Action string

// The actions of the review.
const (
	Submit         Action = "submit"           // author → reviewer
	ReviewPass     Action = "review_pass"      // reviewer → approver
	ReviewSendBack Action = "review_send_back" // reviewer → author
	Approve        Action = "approve"          // approver: may be released
	ApproveBack    Action = "approve_back"     // approver → author
	Release        Action = "release"          // approver publishes
	ReleaseBack    Action = "release_back"     // approver takes the approval back
)

// Transition is one row of the state table.
type Transition struct {
	Action      Action
	From, To    State
	Role        account.Role
	NeedsReason bool
}

// Transitions is the whole state machine; docs/states.md draws it and the
// migration repeats the states as a CHECK.
var Transitions = []Transition{
	{Submit, Drafting, InReview, account.Drafter, false},
	{ReviewPass, InReview, InApproval, account.Reviewer, false},
	{ReviewSendBack, InReview, Drafting, account.Reviewer, true},
	{Approve, InApproval, Approved, account.Approver, false},
	{ApproveBack, InApproval, Drafting, account.Approver, true},
	{Release, Approved, Released, account.Approver, false},
	{ReleaseBack, Approved, Drafting, account.Approver, true},
}

// Hands are the members of staff who took the steps so far; 0 means nobody yet.
type Hands struct{ Author, Reviewer, Approver int64 }

// Step finds the transition for an action from a state and checks that the
// actor may take it: three different people author, review and approve.
// Errors: Conflict when the state does not allow the action, Forbidden when the
// actor already had an earlier hand in it, Invalid when a reason is missing.
func Step(action Action, from State, actor int64, hands Hands, reason string) (Transition, error) {
	i := slices.IndexFunc(Transitions, func(t Transition) bool { return t.Action == action && t.From == from })
	if i < 0 {
		return Transition{}, fault.New(fault.Conflict, "consult.error.state")
	}
	t := Transitions[i]
	var f fault.Fields
	f.Check(!t.NeedsReason || strings.TrimSpace(reason) != "", "reason", "consult.error.reason_required")
	f.Check(utf8.RuneCountInString(reason) <= MaxReason, "reason", "consult.error.too_long", MaxReason)
	if err := f.Err(); err != nil {
		return Transition{}, err
	}
	return t, separate(t.Role, actor, hands)
}

// After gives the hands once the actor has taken the step. Whatever comes back
// to its author starts anew: the next round may have another reviewer.
func (t Transition) After(actor int64, hands Hands) Hands {
	switch {
	case t.To == Drafting:
		return Hands{Author: hands.Author}
	case t.Action == ReviewPass:
		hands.Reviewer = actor
	case t.Action == Approve:
		hands.Approver = actor
	}
	return hands
}

// Edit checks that the actor may change the consultation, its draft and its
// attachments: only its author, and only while it is being drafted.
// Errors: Conflict, Forbidden.
func Edit(state State, actor int64, hands Hands) error {
	if state != Drafting {
		return fault.New(fault.Conflict, "consult.error.not_drafting")
	}
	return separate(account.Drafter, actor, hands)
}

func separate(role account.Role, actor int64, hands Hands) error {
	switch {
	case role == account.Drafter && actor != hands.Author:
		return fault.New(fault.Forbidden, "consult.error.not_author")
	case role == account.Reviewer && actor == hands.Author:
		return fault.New(fault.Forbidden, "consult.error.same_person")
	case role == account.Approver && (actor == hands.Author || actor == hands.Reviewer):
		return fault.New(fault.Forbidden, "consult.error.same_person")
	}
	return nil
}

// ActionsFrom lists the transitions a role can take from a state.
func ActionsFrom(from State, roles []account.Role) []Transition {
	var out []Transition
	for _, t := range Transitions {
		if t.From == from && slices.Contains(roles, t.Role) {
			out = append(out, t)
		}
	}
	return out
}
