package account

import "slices"

// MemberRole is what somebody may do for an enterprise.
type MemberRole string

// The roles in an enterprise. NoMember is who does not belong to it.
const (
	NoMember MemberRole = ""
	Manager  MemberRole = "manager" // 管理员：invites, removes, and all that a member may do
	Agent    MemberRole = "member"  // 经办人：comments for the enterprise
)

// MemberRoles lists the roles in the order forms show them.
var MemberRoles = []MemberRole{Agent, Manager}

// Valid reports whether r is one of MemberRoles.
func (r MemberRole) Valid() bool { return slices.Contains(MemberRoles, r) }

// In reports whether r is one of the roles.
func (r MemberRole) In(roles []MemberRole) bool { return r != NoMember && slices.Contains(roles, r) }

// EnterpriseState says how far the registration of an enterprise has come.
type EnterpriseState string

// The states; docs/states.md draws them and the migration repeats them as a CHECK.
const (
	EnterprisePending   EnterpriseState = "pending"
	EnterpriseVerified  EnterpriseState = "verified"
	EnterpriseRejected  EnterpriseState = "rejected"
	EnterpriseWithdrawn EnterpriseState = "withdrawn" // nobody is in it any more
)

// EnterpriseStates lists every state, what waits for a clerk first.
var EnterpriseStates = []EnterpriseState{EnterprisePending, EnterpriseVerified, EnterpriseRejected, EnterpriseWithdrawn}

// Valid reports whether s is one of EnterpriseStates.
func (s EnterpriseState) Valid() bool { return slices.Contains(EnterpriseStates, s) }

// Counts reports whether what the enterprise says counts as an enterprise's.
func (s EnterpriseState) Counts() bool { return s == EnterpriseVerified }

// Correctable reports whether name and code may still be changed; doing so hands
// the registration in again.
func (s EnterpriseState) Correctable() bool { return s == EnterprisePending || s == EnterpriseRejected }
