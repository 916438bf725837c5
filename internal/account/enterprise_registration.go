package account

import (
	"time"
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/internal/text"
)

// Limits of a registration, in characters.
const (
	MaxEnterpriseName = 100
	MaxContactName    = 50
)

// MaxReason bounds the reason for turning a registration down, in characters.
const MaxReason = 500

// Registration is what an enterprise says of itself.
type Registration struct {
	Name    string
	USCC    string // 统一社会信用代码
	Contact EnterpriseContact
	Traits
}

// EnterpriseContact is whom to ask about an enterprise. One of phone and e-mail is enough.
type EnterpriseContact struct{ Name, Phone, Email string }

// Normalise gives the registration as it is stored.
func (r Registration) Normalise() Registration {
	c := r.Contact
	return Registration{Name: text.Line(r.Name), USCC: text.Code(r.USCC), Traits: r.Traits, Contact: EnterpriseContact{Name: text.Line(c.Name),
		Phone: text.HalfWidth(text.Line(c.Phone)), Email: text.HalfWidth(text.Line(c.Email))}}
}

// Validate checks a normalised registration. A code whose check character is
// wrong is no fault: see Doubtful. Error: fault.Invalid.
func (r Registration) Validate() error {
	var f fault.Fields
	f.Check(text.Ink(r.Name), "name", "enterprise.error.name")
	f.Check(utf8.RuneCountInString(r.Name) <= MaxEnterpriseName, "name", "enterprise.error.name_long", MaxEnterpriseName)
	f.Check(USCCShaped(r.USCC), "uscc", "enterprise.error.uscc")
	c := r.Contact
	f.Check(text.Ink(c.Name), "contact_name", "enterprise.error.contact_name")
	f.Check(utf8.RuneCountInString(c.Name) <= MaxContactName, "contact_name", "enterprise.error.contact_name_long", MaxContactName)
	f.Check(c.Phone+c.Email != "", "contact_phone", "enterprise.error.contact")
	f.Check(c.Phone == "" || text.PhoneShaped(c.Phone), "contact_phone", "enterprise.error.contact_phone")
	f.Check(c.Email == "" || text.EmailShaped(c.Email), "contact_email", "enterprise.error.contact_email")
	r.check(&f)
	return f.Err()
}

// Doubtful reports whether the check character of the code is wrong. Some early
// real codes are so: the sender is asked once to look again, and the clerk is told.
func (r Registration) Doubtful() bool { return !USCCValid(r.USCC) }

// Enterprise is a registered enterprise, opened for who may see it.
type Enterprise struct {
	ID int64
	Registration
	State       EnterpriseState
	Reason      string // of a rejection
	Submission  int    // how many times it was handed in
	SubmittedAt time.Time
	DecidedAt   time.Time // zero while pending
	CreatedBy   int64
	Township    string // its name; "" where it was not said
}

// CheckRejection checks the reason for turning a registration down, which the
// registrant reads. Error: fault.Invalid.
func CheckRejection(reason string) error {
	var f fault.Fields
	f.Check(text.Ink(reason), "reason", "enterprise.error.reason")
	f.Check(utf8.RuneCountInString(reason) <= MaxReason, "reason", "enterprise.error.reason_long", MaxReason)
	return f.Err()
}
