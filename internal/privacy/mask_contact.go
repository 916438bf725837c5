package privacy

import (
	"strings"
	"unicode/utf8"
)

// MaskContact hides most of an e-mail address or a phone number and leaves enough
// to recognise it by: z***@example.org, 199****1234.
func MaskContact(contact string) string {
	if at := strings.LastIndexByte(contact, '@'); at > 0 {
		_, first := utf8.DecodeRuneInString(contact)
		return contact[:first] + "***" + contact[at:]
	}
	if len(contact) >= 11 {
		return contact[:len(contact)-8] + "****" + contact[len(contact)-4:]
	}
	return "****"
}
