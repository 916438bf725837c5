package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"nayan/internal/account"
	"nayan/internal/browser"
	"nayan/internal/i18n"
)

// sheets counts the pages of a PDF.
func sheets(pdf []byte) int { return len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf, -1)) }

// a6 is the size of the page in points, as chromium writes it.
var a6 = regexp.MustCompile(`/MediaBox\s*\[\s*0 0 29[78][.0-9]* (419|420)[.0-9]*\s*\]`)

// onA6 prints what is shown and fails the test unless it takes so many sheets of A6.
func (s *stand) onA6(tab *browser.Tab, want int) []byte {
	s.t.Helper()
	pdf := tab.Print()
	if n := sheets(pdf); n != want || !a6.Match(pdf) {
		s.t.Errorf("%s takes %d sheets, want %d of A6", tab.URL(), n, want)
	}
	if shown := tab.InPrint(".slip-bar, button"); shown != "" {
		s.t.Errorf("the slip prints %s", shown)
	}
	return pdf
}

// day writes a day so many days ago.
func (s *stand) day(ago int) string {
	return s.env.Now().In(i18n.Zone).AddDate(0, 0, -ago).Format(time.DateOnly)
}

// onDisk gives a file that a browser can choose.
func onDisk(t *testing.T, name string, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// table fills in the template; wrong makes one cell of the last row wrong.
func (s *stand) table(template []byte, wrong bool) []byte {
	s.t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(template))
	if err != nil {
		s.t.Fatal(err)
	}
	name := f.GetSheetName(0)
	for n, who := range []string{"王大明", "欧阳小红"} {
		row := []any{n + 1, "座谈会", s.day(2), nil, "城关镇第一场", "居民", who, "19900001234", nil, nil, nil, "第三条", "建议公布开放时间。"}
		if wrong && n == 1 {
			row[7] = "1.38E+10"
		}
		cell, err := excelize.CoordinatesToCellName(1, n+3)
		if err == nil {
			err = f.SetSheetRow(name, cell, &row)
		}
		if err != nil {
			s.t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		s.t.Fatal(err)
	}
	return out.Bytes()
}

// A clerk records a letter with its scan and prints the slip; whoever wrote the
// letter looks it up. Then a table comes from a forum, with a mistake in it.
func TestALetterAndATableAreRecordedAndAnsweredFor(t *testing.T) {
	s := newStand(t)
	clerk := s.signIn(account.Clerk)
	clerk.Go(s.url + "/desk/consultations/4/intake")
	clerk.Click("a[href$='/intake/new']")
	clerk.Axe()
	clerk.Press("input[name=channel][value=letter] + span")
	clerk.Set("#received_on", s.day(-1))
	clerk.Set("#postmarked_on", s.day(3))
	clerk.Fill("textarea", "楼道里停满了电动车，建议在楼后建车棚。")
	clerk.Fill("#name", "韦长顺")
	clerk.Upload("#files", onDisk(t, "来信.pdf", []byte("%PDF-1.7 scan")))
	const submit = "main form > .actions button[type=submit]"
	clerk.Click(submit)
	says(t, clerk, "这一天还没有到")
	says(t, clerk, "来信.pdf")
	clerk.Axe()
	clerk.FitsWidth()
	clerk.Set("#received_on", s.day(1))
	clerk.Click(submit)
	clerk.Axe()
	s.onA6(clerk, 1)
	written := slip{no: clerk.Text(".query-codes dd:nth-of-type(1)"), secret: clerk.Text(".query-codes dd:nth-of-type(2)")}

	resident := s.open(browser.Phone)
	resident.Go(s.url + "/receipts?no=" + written.no)
	resident.Fill("#secret", written.secret)
	resident.Click("main form button[type=submit]")
	says(t, resident, "建议在楼后建车棚")
	if strings.Contains(resident.URL(), written.secret) {
		t.Error("the secret is in the address")
	}

	clerk.Go(s.url + "/desk/consultations/4/intake/import")
	template := clerk.Download("a[href$='template.xlsx']")
	s.uploadTable(clerk, s.table(template, true))
	says(t, clerk, "H4")
	says(t, clerk, "后几位已经丢失")
	clerk.Axe()
	s.uploadTable(clerk, s.table(template, false))
	says(t, clerk, "欧阳**")
	clerk.Axe()
	clerk.FitsWidth()
	clerk.Click("form[action$='/confirm'] button[type=submit]")
	says(t, clerk, "已导入 2 行")
	clerk.Axe()
	clerk.Click("form[action$='/slips'] button[type=submit]")
	s.onA6(clerk, 2)
	clerk.Go(s.url + "/desk/consultations/4/intake")
	says(t, clerk, written.no)
	says(t, clerk, "表格第 4 行")
}

func (s *stand) uploadTable(tab *browser.Tab, table []byte) {
	s.t.Helper()
	tab.Upload("#file", onDisk(s.t, "意见.xlsx", table))
	tab.Click("form[action$='/import'] button[type=submit]")
}
