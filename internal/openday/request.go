package openday

import (
	"strings"
	"unicode/utf8"

	"nayan/internal/account"
	"nayan/internal/fault"
)

// maxName is the longest name a booking takes, in characters.
const maxName = 50

// Normalised gives the request as it is stored and compared: white space around
// and inside the name tidied, the phone as bare digits (see account.NormalPhone).
func (r Request) Normalised() Request {
	r.Name = strings.Join(strings.Fields(r.Name), " ")
	r.Phone = account.NormalPhone(r.Phone)
	return r
}

// Validate checks a normalised request. Name and phone are the least a visit
// needs; identity card and address are not asked for (个人信息保护法 art. 6).
// Errors: Invalid with the fields party_size, name, phone.
func (r Request) Validate() error {
	var f fault.Fields
	f.Check(r.PartySize >= 1 && r.PartySize <= MaxParty, "party_size", "booking.error.party_size", MaxParty)
	switch {
	case r.Name == "":
		f.Add("name", "booking.error.name_required")
	case !utf8.ValidString(r.Name) || utf8.RuneCountInString(r.Name) > maxName || hasControl(r.Name):
		f.Add("name", "booking.error.name", maxName)
	}
	switch {
	case r.Phone == "":
		f.Add("phone", "booking.error.phone_required")
	case !account.ValidPhone(r.Phone):
		f.Add("phone", "booking.error.phone")
	}
	return f.Err()
}

// hasControl finds what no name holds and Postgres partly refuses (U+0000).
func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}
