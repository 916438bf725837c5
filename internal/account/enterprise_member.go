package account

import (
	"time"

	"nayan/internal/fault"
)

// InvitationDays is for how many days an invitation is good.
const InvitationDays = 7

// MaxInvitationsADay is how many an enterprise, and one person for whatever
// enterprises, may make within 24 hours: enough for any office, and too few to write to strangers in the platform's name.
const MaxInvitationsADay = 20

// MaxPendingRegistrations is how many registrations of one account may wait at once.
const MaxPendingRegistrations = 5

// Colleague is somebody who belongs to an enterprise.
type Colleague struct {
	AccountID int64
	Name      string // as they gave it; may be empty
	Role      MemberRole
	JoinedAt  time.Time
}

// Membership is who belongs to an enterprise, by account.
type Membership map[int64]MemberRole

// CheckManager holds that somebody may act for all: Forbidden unless a manager.
func (m Membership) CheckManager(accountID int64) error {
	if m[accountID] != Manager {
		return fault.New(fault.Forbidden, "enterprise.error.not_manager")
	}
	return nil
}

// CheckChange asks whether a member may get another role, or with NoMember go:
// an enterprise with people in it always has a manager. Errors: NotFound (no
// member), Conflict (the last manager, while others remain).
func (m Membership) CheckChange(accountID int64, to MemberRole) error {
	from := m[accountID]
	if from == NoMember {
		return fault.New(fault.NotFound, "error.not_found")
	}
	if from != Manager || to == Manager || m.managers() > 1 || to == NoMember && len(m) == 1 {
		return nil
	}
	return fault.New(fault.Conflict, "enterprise.error.last_manager")
}

func (m Membership) managers() (n int) {
	for _, r := range m {
		if r == Manager {
			n++
		}
	}
	return n
}

// Invitation is a link by which one person joins an enterprise. Times that have
// not come are zero.
type Invitation struct {
	ID           int64
	EnterpriseID int64
	Enterprise   string // its name
	State        EnterpriseState
	Role         MemberRole
	Email        string // to whom it was mailed; empty: passed on by hand
	Inviter      string // as they gave their name; may be empty
	ExpiresAt    time.Time
	UsedBy       int64 // account; 0: nobody yet
	UsedAt       time.Time
	RevokedAt    time.Time
}

// CheckGood tells why an invitation is good no more. Error: Closed.
func (i Invitation) CheckGood(now time.Time) error {
	switch {
	case !i.UsedAt.IsZero():
		return fault.New(fault.Closed, "enterprise.error.invitation_used")
	case !i.RevokedAt.IsZero() || i.State == EnterpriseWithdrawn:
		return fault.New(fault.Closed, "enterprise.error.invitation_revoked")
	case !now.Before(i.ExpiresAt):
		return fault.New(fault.Closed, "enterprise.error.invitation_expired")
	}
	return nil
}
