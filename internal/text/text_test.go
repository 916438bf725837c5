package text_test

import (
	"strings"
	"testing"

	"nayan/internal/text"
)

func TestALineLosesWhatNobodySees(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		" 云溪县\r\n虚构\x00工厂 ": "云溪县 虚构工厂", "朱\u202e国强": "朱国强", "\xff": "\uFFFD", "　": "",
	} {
		if got := text.Line(typed); got != want {
			t.Errorf("Line(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestACodeIsCapitalsOfHalfWidthWithoutBlanks(t *testing.T) {
	t.Parallel()
	if got := text.Code(" １3341524 ma99 930927　"); got != "13341524MA99930927" {
		t.Errorf("Code = %q", got)
	}
}

func TestInkIsSomethingThatCanBeSeen(t *testing.T) {
	t.Parallel()
	if text.Ink("\u200b \u2060") || !text.Ink("\u200b字") {
		t.Error("zero-width characters count as ink, or a word does not")
	}
}

func TestPhonesAndAddressesHaveTheirShapes(t *testing.T) {
	t.Parallel()
	for phone, want := range map[string]bool{"19900001234": true, "+86 571-8765 4321": true, "0571-87654321-801": true, "12345": false,
		"1990000123x": false, "+- -- +-": false, strings.Repeat("1", 21): false} {
		if text.PhoneShaped(phone) != want {
			t.Errorf("PhoneShaped(%q) is not %v", phone, want)
		}
	}
	for email, want := range map[string]bool{"a@example.org": true, "A <a@example.org>": false, "a": false,
		strings.Repeat("a", 250) + "@x.org": false} {
		if text.EmailShaped(email) != want {
			t.Errorf("EmailShaped(%q) is not %v", email, want)
		}
	}
}

func TestNumbersAreWrittenAsChineseTextsWriteThem(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "零", 7: "七", 10: "十", 12: "十二", 20: "二十", 103: "一百零三", 110: "一百一十", 1010: "一千零一十",
		10_000: "一万", 10_010: "一万零一十", 10_200: "一万零二百", 12_000: "一万二千", 100_001: "十万零一", 100_000_000: "零"} {
		if got := text.ChineseNumber(n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
}
