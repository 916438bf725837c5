package account_test

import (
	"strings"
	"testing"

	"nayan/internal/account"
)

func TestAPhoneIsOneNumberHoweverItIsTyped(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"19900001234": "19900001234", "199 0000 1234": "19900001234", "199-0000-1234": "19900001234",
		"+86 199 0000 1234": "19900001234", "008619900001234": "19900001234", "8619900001234": "19900001234",
		"１９９００００１２３４": "19900001234", "　199　0000　1234　": "19900001234",
		"\u202a199 0000 1234\u202c": "19900001234", // as address books copy it

		"0571-87654321": "057187654321", "（0571）8765 4321": "057187654321", "+86 571 8765 4321": "057187654321",
		"010-65001234": "01065001234", "0578-2345678": "05782345678",
	} {
		got := account.NormalPhone(typed)
		if got != want || !account.ValidPhone(got) {
			t.Errorf("NormalPhone(%q) = %q (valid %v), want %q", typed, got, account.ValidPhone(got), want)
		}
	}
}

func TestWhatIsNoPhoneIsRefused(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", "1", "12900001234", "1990000123", "199000012345", "87654321", "0571-1234567", "110",
		"call me", "19900001234x", "+1 212 555 0100", "0000000000", "٠١٢٣٤٥٦٧٨٩٠"} {
		if got := account.NormalPhone(typed); account.ValidPhone(got) {
			t.Errorf("%q was taken as %q", typed, got)
		}
	}
}

func TestAContactIsOneHoweverItIsTyped(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"199 0000 1234": "19900001234", "＋８６ １９９００００１２３４": "19900001234", "\u202a+86-199-0000-1234\u202c": "19900001234",
		" Zhu.Guoqiang@Yunxi.Example ": "zhu.guoqiang@yunxi.example", "zhu＠yunxi．example": "zhu@yunxi.example", "　a+b@c.cn": "a+b@c.cn",
	} {
		got, ok := account.ReadContact(typed)
		if !ok || got.String() != want {
			t.Errorf("ReadContact(%q) = %q, %v", typed, got, ok)
		}
	}
}

func TestWhereNoCodeCanBeSentIsNoContact(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", " ", "0571-87654321", "12900001234", "zhu", "zhu@", "@yunxi.example", "zhu@localhost",
		"朱 <zhu@yunxi.example>", "朱@yunxi.example", "a b@c.cn", "a@b.cn\r\nBcc: c@d.cn", strings.Repeat("a", 250) + "@c.cn"} {
		if got, ok := account.ReadContact(typed); ok {
			t.Errorf("%q was taken as %q", typed, got)
		}
	}
}

func TestACodeIsReadAsItIsTyped(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"012345": "012345", " 012 345 ": "012345", "０１２３４５": "012345", "01234": "", "0123456": "",
		"12345a": "", "": "", "+12345": ""} {
		if got := account.ReadCode(typed); got != want {
			t.Errorf("ReadCode(%q) = %q, want %q", typed, got, want)
		}
	}
}

// Reading a contact again changes nothing, and nothing read holds what could end
// a line of a letter.
func FuzzContact(f *testing.F) {
	for _, typed := range []string{"199 0000 1234", "+86 19900001234", "Zhu＠Yunxi.example", "\u202a1@2.3\x00", "a@b.c\r\n"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, ok := account.ReadContact(typed)
		if !ok {
			return
		}
		again, stillOK := account.ReadContact(got.String())
		if !stillOK || again != got || strings.ContainsAny(got.String(), "\r\n\x00 ") || (got.Email == "") == (got.Phone == "") {
			t.Errorf("%q is read as %q and then as %q", typed, got, again)
		}
	})
}
