package account

import (
	"strings"

	"nayan/internal/text"
)

// Contact is how somebody can be reached; one of both is set.
type Contact struct{ Email, Phone string }

// String gives the one that is set.
func (c Contact) String() string { return c.Email + c.Phone }

// ReadContact reads a mobile phone or an e-mail address as people type them, and
// gives it in the one spelling by which accounts are found. ok is false for what
// is neither: no code can be sent there.
func ReadContact(typed string) (c Contact, ok bool) {
	if !strings.ContainsAny(typed, "@＠") {
		phone := NormalPhone(typed)
		return Contact{Phone: phone}, mobile.MatchString(phone)
	}
	email := strings.ToLower(text.HalfWidth(text.Line(typed)))
	return Contact{Email: email}, plainEmail(email)
}

// plainEmail reports whether every mail server can be given the address: ASCII,
// without a display name, at a host that has a domain.
func plainEmail(email string) bool {
	if !text.EmailShaped(email) {
		return false
	}
	_, host, _ := strings.Cut(email, "@")
	return strings.Contains(host, ".") && !strings.ContainsFunc(email, func(r rune) bool { return r <= ' ' || r > '~' })
}

// CodeSize is how many digits a one-time code has.
const CodeSize = 6

// ReadCode reads a one-time code as people type it; "" for what is none.
func ReadCode(typed string) string {
	digits := text.Code(typed)
	if len(digits) != CodeSize || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return digits
}
