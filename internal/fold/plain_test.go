package fold

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEveryCharacterFoldsAlikeTheShortWay(t *testing.T) {
	t.Parallel()
	short := 0
	for r := range rune(utf8.MaxRune + 1) {
		if got, ok := plain(string(r)); ok {
			short++
			if want := thorough(string(r)); got != want {
				t.Errorf("%U folds to %q, the short way to %q", r, want, got)
			}
		}
	}
	if short < lastHan-firstHan {
		t.Errorf("only %d characters go the short way", short)
	}
}

func TestAnOrdinaryTextGoesTheShortWay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"　一、建議把“公交”末班車，延長到２２：３０。\r\n（见《方案》第3条）": true, "café": false, "ﾊﾟ": false, "坏\xff": false, "他…": false, "": true,
	} {
		if _, ok := plain(text); ok != want {
			t.Errorf("%q goes the short way: %v", text, ok)
		}
	}
}

func FuzzBothWaysAgree(f *testing.F) {
	f.Add("ＡB c，。裏\u0301")
	f.Fuzz(func(t *testing.T, s string) {
		if got, ok := plain(s); ok && got != thorough(s) {
			t.Errorf("%q folds to %q and %q", s, got, thorough(s))
		}
		if got := Text(strings.Repeat(s, 2)); got != thorough(s+s) {
			t.Errorf("%q folds to %q", s+s, got)
		}
	})
}

func TestACharacterFoldsByItselfAsInAText(t *testing.T) {
	t.Parallel()
	for r := range rune(utf8.MaxRune + 1) {
		got, ok := Rune(r)
		want, _ := utf8.DecodeRuneInString(thorough(string(r)))
		if empty := thorough(string(r)) == ""; ok == empty || ok && got != want {
			t.Errorf("%U folds to %q, by itself to %q (%v)", r, want, got, ok)
		}
	}
}
