package app

import (
	"crypto/rand"
	"encoding/base32"
	"strings"

	"nayan/internal/text"
)

// crockford has no letters that are mistaken for digits on a phone or in print.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

var encoding = base32.NewEncoding(crockford).WithPadding(base32.NoPadding)

// newCode draws n×5 random bits as n characters.
func newCode(n int) string {
	raw := make([]byte, (n*5+7)/8)
	_, _ = rand.Read(raw) // never fails: crypto/rand aborts the program instead
	return encoding.EncodeToString(raw)[:n]
}

// derivedCode writes the first n×5 bits of a MAC as n characters.
func derivedCode(mac []byte, n int) string { return encoding.EncodeToString(mac)[:n] }

// grouped puts a hyphen after every size characters, for reading aloud.
func grouped(code string, size int) string {
	var b strings.Builder
	for i, r := range code {
		if i > 0 && i%size == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return b.String()
}

var misread = strings.NewReplacer("O", "0", "I", "1", "L", "1", "-", "", " ", "", "　", "")

// plainCode undoes what people do to a code when they type it: lower case,
// spaces, hyphens, full-width letters, O for 0 and I or L for 1. It gives "" for
// what cannot be a code of n characters.
func plainCode(typed string, n int) string {
	code := misread.Replace(strings.ToUpper(text.HalfWidth(strings.TrimSpace(typed))))
	if len(code) != n || strings.Trim(code, crockford) != "" {
		return ""
	}
	return code
}
