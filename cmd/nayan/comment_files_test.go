package main

import (
	"testing"

	"nayan/internal/account"
	"nayan/internal/browser"
)

// A resident without JavaScript sends a photograph, and finds it on the receipt;
// so do those who answer.
func TestAPhotographComesWithACommentWithoutAScript(t *testing.T) {
	s := newStand(t)
	resident := s.open(browser.Window{Width: 390, Height: 844, NoScript: true})
	resident.Go(s.url + "/consultations/" + firstOpen + "/comments")
	resident.Fill("textarea", "楼道里停满了电动车，照片附上。")
	resident.Upload("#files", onDisk(t, "楼道照片.png", []byte("\x89PNG\r\n\x1a\npicture")))
	resident.Click(".comment-form button[value=add_point]")
	says(t, resident, "楼道照片.png")
	resident.FitsWidth()
	resident.Click(".comment-form .actions button[type=submit]")
	says(t, resident, "楼道照片.png")
	resident.FitsWidth()

	no, secret := resident.Text(".slip .big:nth-of-type(1) dd"), resident.Text(".slip .big:nth-of-type(2) dd")
	resident.Go(s.url + "/receipts?no=" + no)
	resident.Fill("#secret", secret)
	resident.Click("main form button[type=submit]")
	says(t, resident, "楼道照片.png")

	staff := s.signIn(account.Adjudicator)
	staff.Go(s.url + "/desk/consultations/4/comments")
	says(t, staff, "楼道照片.png")
	staff.Axe()
	if got := string(staff.Download(".items .files a")); got != "\x89PNG\r\n\x1a\npicture" {
		t.Errorf("the desk downloads %q", got)
	}
}
