package consult

import (
	"slices"
	"strings"
	"unicode"
)

// Normalise gives the submission as it is stored: outer white space, NUL and
// broken UTF-8 go, line ends become LF, one-line fields stay on one line, codes
// lose their blanks and full-width forms, clauses named twice count once, and who
// names no identity is a resident. The words themselves stay as typed, characters
// not composed (no NFC).
func (s Submission) Normalise() Submission {
	points := make([]Point, len(s.Points))
	for i, p := range s.Points {
		points[i] = Point{Position: i + 1, Body: normaliseText(p.Body), ClauseIDs: distinct(p.ClauseIDs)}
	}
	identity := s.Identity
	if identity == "" {
		identity = Resident
	}
	return Submission{
		Points: points, Identity: identity,
		Name: normaliseLine(s.Name), Organisation: normaliseLine(s.Organisation),
		Phone: halfWidth(normaliseLine(s.Phone)), Email: halfWidth(normaliseLine(s.Email)),
		USCC: normaliseCode(s.USCC),
	}
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "")

func normaliseText(s string) string {
	return strings.TrimSpace(lineEnds.Replace(strings.ToValidUTF8(s, "\uFFFD")))
}

// normaliseLine is for what is one line on the form and in the results. What turns
// the direction of writing goes: in a name it would turn its neighbours round.
func normaliseLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(notTurning, normaliseText(s))), " ")
}

func notTurning(r rune) rune {
	if unicode.Is(unicode.Bidi_Control, r) {
		return -1
	}
	return r
}

func normaliseCode(s string) string {
	return strings.Join(strings.Fields(strings.ToUpper(halfWidth(normaliseText(s)))), "")
}

// halfWidth turns the full-width forms of ASCII, which Chinese input methods
// give, into ASCII.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
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
	}, halfWidth(phone))
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
	}, halfWidth(name)))
}
