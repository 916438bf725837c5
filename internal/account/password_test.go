package account_test

import (
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/fault"
)

func TestAPasswordIsLongAndNeitherCommonNorAboutItsOwner(t *testing.T) {
	t.Parallel()
	for password, want := range map[string]string{
		"yunxi-demo-2026":          "",
		"湖边的早晨有雾也有风声":              "",
		"short":                    "password.error.short",
		"湖边的早晨有雾":                  "password.error.short",
		strings.Repeat("ab1-", 60): "password.error.long",
		"Password123":              "password.error.common",
		"1Q2W3E4R5T":               "password.error.common",
		"ababababababab":           "password.error.common",
		"hejingyi-2026":            "password.error.personal",
		"何静怡最喜欢的那一天":               "password.error.personal",
	} {
		var f fault.Fields
		account.CheckPassword(&f, "password", password, "何静怡", "HeJingYi@yunxi.example")
		got := ""
		if err := f.Err(); err != nil {
			got = fault.Of(err).Fields[0].Key
		}
		if got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
}
