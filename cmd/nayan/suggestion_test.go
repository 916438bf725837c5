package main

import (
	"testing"

	"nayan/internal/account"
	"nayan/internal/browser"
)

// What is selected in an opinion is what is cut off it.
func TestWhatIsSelectedInAnOpinionIsCutOff(t *testing.T) {
	s := newStand(t)
	tab := s.signIn(account.Adjudicator)
	tab.Go(s.url + "/desk/consultations/3/suggestions")
	tab.Click(".item-head h3 a")
	tab.Axe()
	tab.FitsWidth()
	browser.Eval[any](tab, `(() => {
		const text = document.querySelector(".redactable").firstChild, range = document.createRange();
		range.setStart(text, 0); range.setEnd(text, 6);
		getSelection().removeAllRanges(); getSelection().addRange(range);
		document.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
	})()`)
	words := browser.Eval[string](tab, `document.querySelector("[data-cut-form] textarea").value`)
	if len([]rune(words)) != 6 || !browser.Eval[bool](tab, `document.querySelector("[data-cut-form]").open`) {
		t.Fatalf("the field holds %q", words)
	}
	tab.Axe()
	tab.Click("[data-cut-form] button[type=submit]")
	says(t, tab, "已拆出一条")
	tab.Click(".to-go a")
	if got := tab.Text("mark.cut"); got != words {
		t.Errorf("the new one is about %q, want %q", got, words)
	}
	tab.Axe()
	tab.Click(".history button")
	says(t, tab, "已撤销那一步")
	tab.Axe()
}
