package app

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"

	"nayan/internal/text"
)

// One-time codes of a phone (TOTP, RFC 6238): SHA-1, six digits, thirty seconds,
// which is what every authenticator knows.
const (
	totpPeriod      = 30 * time.Second
	totpDigits      = 6
	totpWindow      = 1  // steps that a phone's clock may be off, either way
	totpSecretBytes = 20 // RFC 4226, 4, R6: 160 bits
)

var base32Plain = base32.StdEncoding.WithPadding(base32.NoPadding)

func newTOTPSecret() string {
	raw := make([]byte, totpSecretBytes)
	_, _ = rand.Read(raw) // never fails: crypto/rand aborts the program instead
	return base32Plain.EncodeToString(raw)
}

func totpStep(now time.Time) int64 { return now.Unix() / int64(totpPeriod.Seconds()) }

// totpCode gives the code of a step.
func totpCode(secret string, step int64) (string, error) {
	return hotp.GenerateCode(secret, uint64(step)) //nolint:gosec // a step is Unix time over thirty, never negative
}

// matchTOTP finds the step of a code among those the window allows and that come
// after the last one used; 0 for a code that is wrong or used.
func matchTOTP(secret, typed string, now time.Time, last int64) (step int64, err error) {
	for s := totpStep(now) - totpWindow; s <= totpStep(now)+totpWindow; s++ {
		code, err := totpCode(secret, s)
		if err != nil {
			return 0, err
		}
		if subtle.ConstantTimeCompare([]byte(code), []byte(typed)) == 1 && s > last {
			step = s
		}
	}
	return step, nil
}

// nextTOTP gives the next code that will be taken, or "" while there is none.
func nextTOTP(secret string, now time.Time, last int64) (string, error) {
	step := max(totpStep(now), last+1)
	if step > totpStep(now)+totpWindow {
		return "", nil
	}
	return totpCode(secret, step)
}

// totpURI is what the QR code of an enrolment says (Google's key URI format).
func totpURI(issuer, email, secret string) string {
	return "otpauth://totp/" + url.PathEscape(issuer+":"+email) + "?secret=" + secret + "&issuer=" + url.PathEscape(issuer)
}

var separators = strings.NewReplacer(" ", "", "-", "", "　", "")

// totpTyped undoes what people do to a code when they type it; "" when it cannot
// be one.
func totpTyped(typed string) string {
	code := separators.Replace(text.HalfWidth(typed))
	if len(code) != totpDigits || strings.Trim(code, "0123456789") != "" {
		return ""
	}
	return code
}
