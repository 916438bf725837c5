package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"nayan/internal/app"
	"nayan/internal/browser"
)

// owner opens a browser in which somebody is signed in to an account.
func (s *stand) owner(w browser.Window, email string) *browser.Tab {
	s.t.Helper()
	id, err := s.env.App.AddAccount(s.t.Context(), app.AccountInput{Name: "测试人", Email: email, Phone: "199" + fmt.Sprintf("%08d", w.Width)})
	if err != nil {
		s.t.Fatal(err)
	}
	token, err := s.env.App.OpenAccountSession(s.t.Context(), id, app.Client{Browser: "Chrome · Windows", Address: "203.0.113.7"})
	if err != nil {
		s.t.Fatal(err)
	}
	tab := s.open(w)
	tab.Go(s.url + "/receipts")
	browser.Eval[string](tab, fmt.Sprintf(`document.cookie = "nayan_account=%s; path=/"`, token))
	return tab
}

// takeHome downloads what is held and looks into it.
func takeHome(t *testing.T, tab *browser.Tab, email string) {
	t.Helper()
	data := tab.Download("form[action='/account/data/download'] button[type=submit]")
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatalf("%d bytes: %v", len(data), err)
	}
	file, err := archive.Open("data.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil || !strings.Contains(string(text), email) {
		t.Errorf("%s is not in what was taken home: %v\n%.300s", email, err, text)
	}
}

// What is held is shown, taken home and erased, at every width.
func TestSomebodySeesTheirDataAndErasesTheirAccount(t *testing.T) {
	s := newStand(t)
	for name, w := range windows {
		t.Run(name, func(t *testing.T) {
			email := fmt.Sprintf("w%d@example.com", w.Width)
			tab := s.owner(w, email)
			tab.Go(s.url + "/account/data")
			takeHome(t, tab, email)
			s.inspect(tab, []string{"/account/data", "/account/data/erase"})
			tab.Fill("#confirm", "删除")
			tab.Click("form[action='/account/data/erase'] button[type=submit]")
			tab.Axe()
			tab.FitsWidth()
			tab.Fill("#confirm", app.EraseWord)
			tab.Click("form[action='/account/data/erase'] button[type=submit]")
			tab.Axe()
			tab.FitsWidth()
			if got := tab.Text("h1"); got != "账号已经注销" {
				t.Errorf("the page says %s", got)
			}
			tab.Go(s.url + "/account/data")
			if got := tab.URL(); got == s.url+"/account/data" {
				t.Error("the account can still be opened")
			}
		})
	}
}
