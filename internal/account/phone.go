package account

import (
	"regexp"
	"strings"

	"nayan/internal/text"
)

// Phone shapes as bare digits.
var (
	// 11 digits, 13x to 19x: 电信网编号计划 (工信部, 2017 edition).
	mobile = regexp.MustCompile(`^1[3-9][0-9]{9}$`)
	// Area code and number. Without the area code the same line would have two
	// spellings, and "one booking per phone" two meanings.
	landline = regexp.MustCompile(`^0(10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}$`)
)

var phoneMarks = strings.NewReplacer(" ", "", "　", "", "\u00a0", "", "\t", "", "-", "", "－", "", "—", "", "–", "",
	"(", "", ")", "", "（", "", "）", "", "＋", "+")

// NormalPhone gives the bare digits of a phone as people type it: without
// spaces, hyphens and brackets, full-width digits as digits, without +86. What
// is no phone comes back as it is, for ValidPhone to refuse.
func NormalPhone(typed string) string {
	digits := text.HalfWidth(phoneMarks.Replace(text.Line(typed)))
	for _, prefix := range []string{"+86", "0086", "86"} {
		rest, found := strings.CutPrefix(digits, prefix)
		switch {
		case found && mobile.MatchString(rest):
			return rest
		case found && prefix != "86" && landline.MatchString("0"+strings.TrimPrefix(rest, "0")):
			return "0" + strings.TrimPrefix(rest, "0") // +86 571 8765 4321 drops the 0 of the area code
		}
	}
	return digits
}

// ValidPhone reports whether bare digits have the shape of a Chinese mobile
// number or of a landline with its area code.
func ValidPhone(digits string) bool {
	return mobile.MatchString(digits) || landline.MatchString(digits)
}
