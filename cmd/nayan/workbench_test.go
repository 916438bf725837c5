package main

import (
	"testing"

	"nayan/internal/account"
	"nayan/internal/browser"
)

// What has the focus is worked on with one key; whoever types is left alone.
func TestTheWorkbenchIsWorkedByKeyboard(t *testing.T) {
	s := newStand(t)
	tab := s.signInAt(account.Adjudicator, browser.Desk)
	tab.Go(s.url + "/desk/consultations/3/suggestions?state=undecided")
	const second = `[...document.querySelectorAll("[data-row]")][1]`
	tab.Keys("jjx3")
	if got := browser.Eval[string](tab, second+`.querySelector("input[name=outcome]:checked")?.value ?? ""`); got != "not_adopted" {
		t.Errorf("3 chooses %q", got)
	}
	if n := browser.Eval[int](tab, `document.querySelectorAll("input[name=ids]:checked").length`); n != 1 || !browser.Eval[bool](tab, second+`.querySelector("input[name=ids]").checked`) {
		t.Errorf("x ticks %d rows, or another one", n)
	}
	tab.Keys("k/")
	if got := browser.Eval[string](tab, `document.activeElement.name`); got != "q" {
		t.Errorf("/ leads to %q", got)
	}
	tab.Keys("jx1")
	if got := browser.Eval[string](tab, `document.activeElement.value`); got != "jx1" {
		t.Errorf("typing gives %q", got)
	}
}
