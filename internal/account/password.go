package account

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nayan/internal/fault"
)

// The length of a password in characters. NIST SP 800-63B, 3.1.1, asks for 8 at
// least; there are no rules about kinds of characters, as it advises.
const (
	MinPassword = 10
	MaxPassword = 200
)

// fewest is how many different characters a password has at least.
const fewest = 4

// commonPasswords are those that are tried first and long enough to pass
// otherwise; in lower case.
var commonPasswords = strings.Fields(`0123456789 0987654321 1234567890 9876543210 123456789a a123456789 123456789q 1234567890a
 12345678910 abc1234567 abcd123456 abcd1234567 abcdefghij qwertyuiop qwertyuiop123 qwerty12345 qwerty123456 asdfghjkl123
 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 1qaz2wsx3edc qazwsxedcrfv zxcvbnm123 zxcvbnm,./ password12 password123 password1234
 password2024 password2025 password2026 passw0rd123 p@ssw0rd123 p@ssword123 admin12345 admin123456 administrator
 administrator1 iloveyou123 woaini1314 woaini1314520 woaini520 5201314520 welcome123 letmein123 changeme123 mima123456
 nihao123456 beijing2008 zhongguo123 china123456 aa123456789 qq123456789`)

// CheckPassword notes on the field why a password must not be chosen. about is
// what others know of its owner: name, e-mail, phone.
func CheckPassword(f *fault.Fields, field, password string, about ...string) {
	folded := strings.ToLower(password)
	switch n := utf8.RuneCountInString(password); {
	case n < MinPassword:
		f.Add(field, "password.error.short", MinPassword)
	case n > MaxPassword:
		f.Add(field, "password.error.long", MaxPassword)
	case slices.Contains(commonPasswords, folded) || distinct(folded) < fewest:
		f.Add(field, "password.error.common")
	case slices.ContainsFunc(about, func(known string) bool { return tells(folded, known) }):
		f.Add(field, "password.error.personal")
	}
}

func distinct(text string) int {
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen)
}

// tells reports whether a password has in it what is known of its owner: of an
// e-mail the part before the @; what is shorter than three letters or one Chinese
// character says nothing.
func tells(password, known string) bool {
	known, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(known)), "@")
	return len(known) > 3 && strings.Contains(password, known) || len(known) == 3 && known[0] < utf8.RuneSelf && strings.Contains(password, known)
}
