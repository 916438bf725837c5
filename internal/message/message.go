// Package message is the vocabulary of what the program tells people: over which
// channel, in whose words, and how far it has come. It is pure.
package message

import (
	"slices"
	"time"
)

// Channel is a way to reach somebody.
type Channel string

// The channels. The inbox is part of the product and always there.
const (
	Email Channel = "email"
	SMS   Channel = "sms"
	Inbox Channel = "inbox"
)

// Channels lists every channel.
var Channels = []Channel{Email, SMS, Inbox}

// State says how far a message has come; docs/states.md draws it and the
// migration repeats it as a CHECK.
type State string

// The states.
const (
	Queued    State = "queued"    // waits for its job
	Held      State = "held"      // no gateway is configured for its channel
	Sending   State = "sending"   // committed before the gateway hears of it
	Sent      State = "sent"      // the gateway took it
	Failed    State = "failed"    // the gateway refused it, or was away for too long
	Uncertain State = "uncertain" // cut off while sending: perhaps it was sent
	Expired   State = "expired"   // worthless by the time it could be sent
)

// States lists every state, what somebody must look at first.
var States = []State{Failed, Uncertain, Held, Queued, Sending, Expired, Sent}

// Valid reports whether s is one of States.
func (s State) Valid() bool { return slices.Contains(States, s) }

// next says what may follow on a state; what is missing is final.
var next = map[State][]State{
	Queued:    {Sending, Held, Failed, Expired},
	Held:      {Queued, Expired},
	Sending:   {Sent, Queued, Failed, Uncertain},
	Failed:    {Queued, Expired},
	Uncertain: {Queued, Expired, Sent, Failed}, // the last two: its gateway's answer came late
}

// CanBecome reports whether a message may go from one state to the other.
func (s State) CanBecome(to State) bool { return slices.Contains(next[s], to) }

// Final reports whether nothing is left to send.
func (s State) Final() bool { return len(next[s]) == 0 }

// CanRetry reports whether staff may send a message of this state again: where it
// may have arrived, that is theirs to judge.
func (s State) CanRetry() bool { return s == Failed || s == Uncertain || s == Held }

// Template names the words of a message; views/email has them for each channel.
type Template string

// The templates.
const (
	Code                 Template = "code"                  // a one-time code
	StaffInvitation      Template = "staff_invitation"      // choose a first password
	StaffPasswordReset   Template = "staff_password_reset"  // choose a new password
	EnterpriseInvitation Template = "enterprise_invitation" // join an enterprise
	EnterpriseVerified   Template = "enterprise_verified"
	EnterpriseRejected   Template = "enterprise_rejected"
	AccountErased        Template = "account_erased" // the account is gone, on request
	// ConsultationInvitation asks an enterprise for its opinion.
	ConsultationInvitation Template = "consultation_invitation"

	Answered        Template = "answered"         // all answers to somebody's comment are public
	AnswerCorrected Template = "answer_corrected" // one of them was corrected

	FollowConfirm    Template = "follow_confirm" // show that the address is yours
	FollowKnown      Template = "follow_known"   // it follows that already
	FollowReleased   Template = "follow_released"
	FollowReminder   Template = "follow_reminder"
	FollowResults    Template = "follow_results"
	FollowExtended   Template = "follow_extended"
	FollowWithdrawn  Template = "follow_withdrawn"
	FollowDelayed    Template = "follow_delayed"
	FollowNewVersion Template = "follow_new_version"
	FollowFinalText  Template = "follow_final_text"
	FollowMilestone  Template = "follow_milestone"
)

// Templates lists every template.
var Templates = []Template{Code, StaffInvitation, StaffPasswordReset, EnterpriseInvitation, EnterpriseVerified, EnterpriseRejected, AccountErased,
	ConsultationInvitation, Answered, AnswerCorrected, FollowConfirm, FollowKnown, FollowReleased, FollowReminder, FollowResults, FollowExtended, FollowWithdrawn, FollowDelayed, FollowNewVersion, FollowFinalText, FollowMilestone}

// ToFollowers reports whether the message is news for who follows something, to
// be stopped with one click.
func (t Template) ToFollowers() bool {
	switch t {
	case FollowReleased, FollowReminder, FollowResults, FollowExtended, FollowWithdrawn, FollowDelayed, FollowNewVersion, FollowFinalText, FollowMilestone:
		return true
	}
	return false
}

// HasLink reports whether the words are worth nothing without a link to this site.
func (t Template) HasLink() bool {
	return t == StaffInvitation || t == StaffPasswordReset || t == EnterpriseInvitation || t == ConsultationInvitation || t == Answered || t == AnswerCorrected ||
		t == FollowConfirm || t == FollowKnown || t.ToFollowers()
}

// Values are what the templates are filled with, each with its own choice of
// them. They are personal, and are kept sealed.
type Values struct {
	Name       string `json:"name,omitempty"`       // of who is written to
	Unit       string `json:"unit,omitempty"`       // the office that asks somebody in
	Enterprise string `json:"enterprise,omitempty"` // its name
	Code       string `json:"code,omitempty"`
	Minutes    int    `json:"minutes,omitempty"` // for which a code is good
	Days       int    `json:"days,omitempty"`    // for which a link is good
	Path       string `json:"path,omitempty"`    // of a link, on this site
	Reason     string `json:"reason,omitempty"`

	Receipt string          `json:"receipt,omitempty"` // number of the comment that was answered
	Answers []AnsweredPoint `json:"answers,omitempty"`

	Title    string    `json:"title,omitempty"`    // of the consultation it is about
	Progress string    `json:"progress,omitempty"` // what became of the decision: a milestone's kind
	Kind     string    `json:"kind,omitempty"`     // of consultations
	ClosesAt time.Time `json:"closes_at,omitzero"`
	Manage   string    `json:"manage,omitempty"` // path of the page where a follower says what to hear of
	Stop     string    `json:"stop,omitempty"`   // path that stops it with one click (RFC 8058)
}

// AnsweredPoint is one opinion in the words of who gave it, and what became of it.
type AnsweredPoint struct {
	Said      string     `json:"said"`
	Decisions []Decision `json:"decisions"`
}

// Decision is the answer to an opinion.
type Decision struct {
	Outcome string `json:"outcome"`
	Reason  string `json:"reason"`
}

// Gateways says what can be sent beyond the inbox.
type Gateways struct {
	Email, SMS bool // a gateway is configured
	NoLinks    bool // the site's own address is not known, so that no link can be written
}

// Has reports whether a channel can be used.
func (g Gateways) Has(c Channel) bool {
	return c == Inbox || c == Email && g.Email || c == SMS && g.SMS
}

// Missing names what keeps messages of a template from being sent over a channel,
// as a catalogue key; "" for nothing.
func (g Gateways) Missing(c Channel, t Template) string {
	switch {
	case !g.Has(c):
		return ProblemNoGateway
	case c != Inbox && g.NoLinks && t.HasLink():
		return ProblemNoAddress
	}
	return ""
}
