package main

import (
	"testing"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/browser"
	"nayan/internal/consult"
)

// send sends a comment to an open call of the samples.
func (s *stand) send(body string) consult.Receipt {
	s.t.Helper()
	receipt, err := s.env.App.SubmitComment(s.t.Context(), app.SubmitInput{ConsultationNo: "2026-0004", Channel: "web",
		Submission: consult.Submission{Points: []consult.Point{{Body: body}}}})
	if err != nil {
		s.t.Fatal(err)
	}
	return receipt
}

// queue opens what waits, at a comment.
func (s *stand) queue(tab *browser.Tab, at consult.Receipt) {
	s.t.Helper()
	var id string
	if err := s.env.Repo.DB().GetContext(s.t.Context(), &id, `SELECT comment_id - 1 FROM receipts WHERE no = $1`, at.No); err != nil {
		s.t.Fatal(err)
	}
	tab.Go(s.url + "/desk/moderation?after=" + id)
	says(s.t, tab, at.No)
	browser.Eval[any](tab, `document.addEventListener("keydown", (event) => { window.taken = event.defaultPrevented })`)
}

// stays fails the test when keys do anything.
func stays(t *testing.T, tab *browser.Tab, keys string, with ...browser.Modifier) {
	t.Helper()
	tab.Keys(keys, with...)
	if browser.Eval[bool](tab, `window.taken === true`) {
		t.Errorf("%q %v does something", keys, with)
	}
}

func focused(tab *browser.Tab) string {
	return browser.Eval[string](tab, `document.activeElement.name ?? document.activeElement.localName`)
}

func TestTheQueueIsWorkedThroughByKeyboard(t *testing.T) {
	s := newStand(t)
	first, second, third := s.send("第一件，找张三"), s.send("第二件"), s.send("第三件")
	tab := s.signIn(account.Adjudicator)
	s.queue(tab, first)
	tab.Axe()

	tab.KeysTo("j")
	says(t, tab, second.No)
	tab.KeysTo("k")
	says(t, tab, first.No)

	browser.Eval[any](tab, `getSelection().selectAllChildren(document.querySelector(".redactable"))`)
	tab.Keys("r")
	if words := browser.Eval[string](tab, `document.activeElement.value`); focused(tab) != "words" || words != "第一件，找张三" {
		t.Errorf("R leads to %s, which holds %q", focused(tab), words)
	}
	s.queue(tab, first)
	tab.Keys("r")
	tab.Keys("张三 jkph?") // typed, not obeyed
	if words := browser.Eval[string](tab, `document.activeElement.value`); words != "张三 jkph?" {
		t.Errorf("the field holds %q", words)
	}
	tab.Fill("#words", "张三")
	tab.Click("details[data-redact] button[name=publish]")
	says(t, tab, "已遮盖并公开")
	says(t, tab, second.No)

	tab.KeysTo("p")
	says(t, tab, "这件留言已公开")
	says(t, tab, third.No)

	tab.Keys("h")
	tab.Keys("2")
	if chosen := browser.Eval[string](tab, `document.activeElement.value`); focused(tab) != "code" || chosen != string(consult.ReasonInsult) {
		t.Errorf("H 2 leads to %s with %q", focused(tab), chosen)
	}
	tab.Keys("6")
	if focused(tab) != "reason" {
		t.Errorf("the reason in words is asked for in %s", focused(tab))
	}
	tab.Fill("#reason", "情况重复")
	tab.Press("#code")
	tab.Keys("5")
	tab.KeysTo("\r")
	says(t, tab, "理由已告知留言人")
	for receipt, want := range map[consult.Receipt]consult.Visibility{first: consult.Published, second: consult.Published, third: consult.Hidden} {
		if got, err := s.env.App.Receipt(t.Context(), receipt.No, receipt.Secret); err != nil || got.Visibility != want {
			t.Errorf("%s is %s, %v", receipt.No, got.Visibility, err)
		}
	}
}

func TestShortcutsCanBeSwitchedOffAndStaySo(t *testing.T) { // WCAG 2.2, 2.1.4
	s := newStand(t)
	comment := s.send("等待审看")
	s.send("再一件")
	tab := s.signIn(account.Adjudicator)
	s.queue(tab, comment)
	stays(t, tab, "j", browser.Control)
	tab.Keys("?")
	if focused(tab) != "summary" || !browser.Eval[bool](tab, `document.querySelector("#keys").open`) {
		t.Error("? does not open the explanation")
	}
	tab.Axe()
	tab.Press("[data-shortcuts]")
	for range 2 { // here, and on the page when it is opened again
		for _, key := range []string{"p", "h", "r", "j", "k", "?", "1"} {
			stays(t, tab, key)
		}
		if browser.Eval[bool](tab, `document.querySelector(".next kbd").checkVisibility()`) {
			t.Error("hints of what does not work are shown")
		}
		s.queue(tab, comment)
	}
	tab.Press("#keys summary")
	tab.Press("[data-shortcuts]")
	tab.KeysTo("j")
}

// Without a script the same forms do the same.
func TestTheQueueIsWorkedThroughWithoutAScript(t *testing.T) {
	s := newStand(t)
	comment := s.send("找张三办")
	tab := s.signInAt(account.Adjudicator, browser.Window{Width: 390, Height: 844, NoScript: true})
	var id string
	if err := s.env.Repo.DB().GetContext(t.Context(), &id, `SELECT comment_id - 1 FROM receipts WHERE no = $1`, comment.No); err != nil {
		t.Fatal(err)
	}
	tab.Go(s.url + "/desk/moderation?after=" + id)
	tab.FitsWidth()
	if browser.Eval[bool](tab, `document.querySelector("kbd").checkVisibility()`) {
		t.Error("hints of what does not work are shown")
	}
	tab.Press("details[data-redact] summary")
	tab.Fill("#words", "张三")
	tab.Click("details[data-redact] button[name=publish]")
	says(t, tab, "已遮盖并公开")
	reader := s.open(browser.Phone)
	reader.Go(s.url + "/consultations/2026-0004/comments")
	says(t, reader, "找〔已遮盖：个人信息〕办")
}
