package text

import (
	"net/mail"
	"strings"
)

// Limits of what reaches somebody.
const (
	MinPhone = 7
	MaxPhone = 20
	MaxEmail = 254 // RFC 5321, 4.5.3.1.3

	minDigits = 5 // of a phone without its marks
)

func digit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// PhoneShaped reports whether a number on which staff may call back can be one;
// extensions and other countries are let through.
func PhoneShaped(phone string) bool {
	digits := strings.Map(digit, phone)
	return len(phone) >= MinPhone && len(phone) <= MaxPhone && len(digits) >= minDigits && strings.Trim(phone, "0123456789+- ") == ""
}

// EmailShaped reports whether the text is one bare e-mail address.
func EmailShaped(email string) bool {
	a, err := mail.ParseAddress(email)
	return err == nil && a.Address == email && len(email) <= MaxEmail
}
