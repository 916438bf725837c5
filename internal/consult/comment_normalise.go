package consult

import (
	"slices"
	"strings"
	"unicode"

	"nayan/internal/text"
)

// Normalise gives the submission as it is stored: outer white space, NUL and
// broken UTF-8 go, line ends become LF, one-line fields stay on one line, codes
// lose their blanks and full-width forms, clauses named twice count once, and who
// names no identity is a resident. The words themselves stay as typed, characters
// not composed (no NFC).
func (s Submission) Normalise() Submission {
	points := make([]Point, len(s.Points))
	for i, p := range s.Points {
		points[i] = Point{Position: i + 1, Body: text.Block(p.Body), Secret: text.Block(p.Secret), ClauseIDs: distinct(p.ClauseIDs)}
	}
	identity := s.Identity
	if identity == "" {
		identity = Resident
	}
	return Submission{
		Points: points, Identity: identity,
		Name: text.Line(s.Name), Organisation: text.Line(s.Organisation),
		Phone: text.HalfWidth(text.Line(s.Phone)), Email: text.HalfWidth(text.Line(s.Email)),
		USCC: text.Code(s.USCC),
	}
}

func distinct(ids []int64) []int64 {
	out := slices.Clone(ids)
	slices.Sort(out)
	return slices.Compact(out)
}

// PhoneKey is the form of a phone number by which two spellings of one number
// are recognised: its digits, without the country's prefix (+86, 0086).
func PhoneKey(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text.HalfWidth(phone))
	digits = strings.TrimPrefix(digits, "00")
	if len(digits) == 13 { // 86 and a mobile number of 11 digits
		digits = strings.TrimPrefix(digits, "86")
	}
	return digits
}

// EmailKey is the form of an e-mail address by which it is recognised.
func EmailKey(email string) string { return strings.ToLower(email) }

// OrganisationKey is the form of an organisation's name by which it is
// recognised: white space and width do not count, nor does case.
func OrganisationKey(name string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text.HalfWidth(name)))
}
