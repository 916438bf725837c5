package main

import (
	"testing"

	"github.com/chromedp/chromedp"

	"nayan/internal/browser"
)

// A double click, and going back: what people do to forms, with a script and without.
func TestADoubleClickIsOneCommentAndGoingBackToSendAnotherIsTwo(t *testing.T) {
	s := newStand(t)
	for _, w := range []browser.Window{browser.Desk, {Width: 390, Height: 844, NoScript: true}} {
		before := s.comments()
		tab := s.open(w)
		tab.Go(s.url + "/consultations/" + firstOpen + "/comments")
		tab.Fill("textarea", "楼道里不能充电。")
		browser.Eval[bool](tab, twiceOn)
		first := tab.Text("dl.slip")
		if n := s.comments() - before; n != 1 {
			t.Errorf("a double click (script: %v) stored %d comments", !w.NoScript, n)
		}
		tab.Do(chromedp.NavigateBack())
		tab.Fill("textarea", "楼道里不能充电，请设充电棚。")
		tab.Click(".comment-form .actions button[type=submit]")
		if tab.Text("dl.slip") == first || s.comments()-before != 2 {
			t.Errorf("going back (script: %v) sent no new comment: %d in all", !w.NoScript, s.comments()-before)
		}
	}
}

const firstOpen = "2026-0004"

// twiceOn clicks the button that sends, twice without waiting.
const twiceOn = `(() => { const b = document.querySelector(".comment-form .actions button[type=submit]"); b.click(); b.click(); return true })()`

// comments counts what the first open consultation has received.
func (s *stand) comments() int {
	s.t.Helper()
	con, err := s.env.Repo.ConsultationByNo(s.t.Context(), firstOpen)
	if err != nil {
		s.t.Fatal(err)
	}
	return con.CommentCount
}
