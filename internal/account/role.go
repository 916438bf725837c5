package account

import "slices"

// Role is what a member of staff may do.
type Role string

// The roles.
const (
	Drafter       Role = "drafter"       // 起草人
	Reviewer      Role = "reviewer"      // 审核人
	Approver      Role = "approver"      // 审批人
	Adjudicator   Role = "adjudicator"   // 办理人：moderates and decides
	Host          Role = "host"          // 接待人：open days, their bookings and the door
	Clerk         Role = "clerk"         // 受理人：verifies enterprises, sees to messages
	Auditor       Role = "auditor"       // 审计人：reads everything, changes nothing
	Administrator Role = "administrator" // 管理员：staff, units, grants
)

// Roles lists every role in the order forms show them.
var Roles = []Role{Drafter, Reviewer, Approver, Adjudicator, Host, Clerk, Auditor, Administrator}

// Valid reports whether r is one of Roles.
func (r Role) Valid() bool { return slices.Contains(Roles, r) }

// NeedsSecondFactor reports whether a password alone must not admit who has the
// role: what an approver releases and an administrator grants cannot be taken back.
func (r Role) NeedsSecondFactor() bool { return r == Approver || r == Administrator }
