package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/browser"
	"nayan/internal/consult"
)

// thirtyOpinions are invented: a campaign in copies, the same matter in words of
// their own, and people with something else to say.
//
//go:embed testdata/opinions.txt
var thirtyOpinions string

// The adjudicator's week: thirty opinions are put together where they say the same,
// answered in a table, checked, released, and read by who sent them.
func TestThirtyOpinionsAreGroupedDecidedByTableAndRead(t *testing.T) {
	s := newStand(t)
	page, no := s.openCall()
	slips := s.sendAll(no)
	adjudicator := s.signIn(account.Adjudicator)
	s.adoptGroups(adjudicator, page)
	s.decideByTable(adjudicator, page)
	s.check(page)
	s.pass(8 * 24 * time.Hour)
	adjudicator = s.signIn(account.Adjudicator)
	adjudicator.Go(s.url + page + "/results")
	adjudicator.Axe()
	adjudicator.Click("form[action$='/results'] button[type=submit]")

	public := s.open(browser.Phone)
	public.Go(s.url + "/consultations/" + no + "/results")
	says(t, public, "30 件")
	public.Axe()
	public.FitsWidth()
	for _, n := range []int{1, 4, 19} { // an exact copy, one in traditional characters, one alone
		s.reads(slips[n-1])
	}
}

// openCall releases a consultation and gives its desk page and its number.
func (s *stand) openCall() (page, no string) {
	s.t.Helper()
	page = s.draftConsultation(s.signIn(account.Drafter))
	s.act(s.signIn(account.Reviewer), page, consult.ReviewPass)
	approver := s.signIn(account.Approver)
	s.waive(approver, page)
	s.act(approver, page, consult.Approve)
	s.act(approver, page, consult.Release)
	return page, strings.TrimPrefix(s.publicPage(approver), "/consultations/")
}

// sendAll sends the opinions, each by somebody else, and publishes them.
func (s *stand) sendAll(no string) (slips []slip) {
	s.t.Helper()
	for i, body := range strings.Split(strings.TrimSpace(thirtyOpinions), "\n") {
		r, err := s.env.App.SubmitComment(s.t.Context(), app.SubmitInput{ConsultationNo: no, Channel: "web", Submission: consult.Submission{
			Identity: consult.Resident, Name: "朱国强", Phone: fmt.Sprintf("199%08d", i), Points: []consult.Point{{Body: body}}}})
		if err != nil {
			s.t.Fatal(err)
		}
		slips = append(slips, slip{no: r.No, secret: r.Secret})
	}
	return slips
}

// adoptGroups takes every proposal of texts that are alike.
func (s *stand) adoptGroups(tab *browser.Tab, page string) {
	s.t.Helper()
	tab.Go(s.url + page + "/suggestions/groups")
	says(s.t, tab, "云河小区北门")
	tab.Axe()
	tab.FitsWidth()
	const proposals = "main form[action$='/adopt']"
	for left := 10; browser.Eval[int](tab, `document.querySelectorAll("`+proposals+`").length`) > 0; left-- {
		if left == 0 {
			s.t.Fatal("proposals do not come to an end")
		}
		tab.Click(proposals + " button[type=submit]:not([formaction])")
		tab.Go(s.url + page + "/suggestions/groups")
	}
	tab.Go(s.url + page + "/suggestions/groups?view=themes")
	says(s.t, tab, "云河小区")
	tab.Axe()
	tab.Go(s.url + page + "/suggestions?view=table")
	tab.Axe()
	if n := s.live(page); n < 10 || n > 24 {
		s.t.Errorf("%d suggestions are left of 30", n)
	}
}

// live counts the suggestions of a consultation that have not gone into others.
func (s *stand) live(page string) (n int) {
	s.t.Helper()
	id := page[strings.LastIndexByte(page, '/')+1:]
	err := s.env.Repo.DB().GetContext(s.t.Context(), &n, `SELECT count(*) FROM suggestions WHERE consultation_id = $1 AND merged_into IS NULL`, id)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// decideByTable exports what is open, has a mistake in it the first time, and
// imports it.
func (s *stand) decideByTable(tab *browser.Tab, page string) {
	s.t.Helper()
	tab.Go(s.url + page + "/suggestions")
	open := tab.Download("a[href*='suggestions.xlsx']")
	send := func(wrong bool) {
		tab.Go(s.url + page + "/suggestions/import")
		tab.Upload("#file", onDisk(s.t, "答复.xlsx", s.answered(open, wrong)))
		tab.Click("form[action$='/suggestions/import'] button[type=submit]")
		tab.Axe()
		tab.FitsWidth()
	}
	send(true)
	says(s.t, tab, "G2")
	if s.decided(page) != 0 {
		s.t.Error("a table with a mistake changed something")
	}
	send(false)
	tab.Click("form[action*='/suggestions/import/'] button[type=submit]")
	if got, want := s.decided(page), s.live(page); got != want {
		s.t.Errorf("%d of %d are decided", got, want)
	}
}

func (s *stand) decided(page string) (n int) {
	s.t.Helper()
	id := page[strings.LastIndexByte(page, '/')+1:]
	if err := s.env.Repo.DB().GetContext(s.t.Context(), &n, `SELECT count(*) FROM decisions WHERE consultation_id = $1`, id); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// answered fills in every row of the table; wrong makes one outcome a word that is none.
func (s *stand) answered(table []byte, wrong bool) []byte {
	s.t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(table))
	if err != nil {
		s.t.Fatal(err)
	}
	sheet := f.GetSheetName(0)
	rows, err := f.GetRows(sheet)
	if err != nil {
		s.t.Fatal(err)
	}
	head, at := headings(rows)
	for r := head + 1; r < len(rows); r++ {
		outcome, reason := "采纳", fmt.Sprintf("采纳，办法第三条已按第 %s 号建议写明。", rows[r][at["编号"]])
		if wrong && r == head+1 {
			outcome = "同意"
		}
		for title, value := range map[string]string{"采纳情况": outcome, "理由": reason} {
			cell, err := excelize.CoordinatesToCellName(at[title]+1, r+1)
			if err == nil {
				err = f.SetCellStr(sheet, cell, value)
			}
			if err != nil {
				s.t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		s.t.Fatal(err)
	}
	return out.Bytes()
}

// headings finds the row of titles and which column has which.
func headings(rows [][]string) (row int, at map[string]int) {
	for i, cells := range rows {
		at = map[string]int{}
		for n, title := range cells {
			at[strings.TrimSuffix(title, "*")] = n // what must be filled in
		}
		if _, found := at["采纳情况"]; found {
			return i, at
		}
	}
	return 0, at
}

// reads looks an answer up on a phone without JavaScript.
func (s *stand) reads(r slip) {
	s.t.Helper()
	tab := s.open(browser.Window{Width: 390, Height: 844, NoScript: true})
	tab.Go(s.url + "/receipts")
	tab.Fill("#no", r.no)
	tab.Fill("#secret", r.secret)
	tab.Click("main form button[type=submit]")
	says(s.t, tab, "采纳，办法第三条已按第")
	tab.FitsWidth()
}
