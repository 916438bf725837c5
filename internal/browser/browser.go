// Package browser drives a real Chromium for tests, as a person would: it opens
// pages, types, clicks, and runs axe-core over what is shown.
package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// patience bounds each step: a page that takes longer is broken.
const patience = 20 * time.Second

// programs are the names Chromium goes by.
var programs = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
	"/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}

// Tab is one page of one visitor, with cookies of its own.
type Tab struct {
	t   testing.TB
	ctx context.Context
}

// Window says how a visitor looks at the pages.
type Window struct {
	Width, Height int  // CSS pixels
	NoScript      bool // JavaScript switched off
}

// Phone and Desk are the two windows that every page must suit.
var (
	Phone = Window{Width: 390, Height: 844}
	Desk  = Window{Width: 1280, Height: 900}
)

// Open starts a Chromium with a profile of its own, closed after the test. A
// machine without Chromium fails the test: .ci/install gets one.
func Open(t testing.TB, w Window) *Tab {
	t.Helper()
	dir := directory(t)
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program(t)),
		// Without a UTF-8 locale, Chromium cannot upload a file with a Chinese name.
		chromedp.Env("LC_ALL=C.UTF-8", "TMPDIR="+dir),
		chromedp.NoSandbox, // Debian's chromium refuses its sandbox to root
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "zh-CN"), chromedp.UserDataDir(filepath.Join(dir, "profile")), chromedp.WindowSize(w.Width, w.Height))
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, stop := chromedp.NewContext(allocator)
	t.Cleanup(func() { stop(); stopAllocator() })
	tab := &Tab{t: t, ctx: ctx}
	view := []chromedp.EmulateViewportOption{}
	if w.Width < 600 {
		view = append(view, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	// The first Do starts the browser and must not carry a deadline.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(w.Width), int64(w.Height), view...), script(!w.NoScript)); err != nil {
		t.Fatalf("chromium: %v", err)
	}
	return tab
}

// directory is for all that a Chromium writes, gone after the test. Not
// t.TempDir: with the test's name in it the path of Chromium's socket gets too long.
func directory(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "nayan-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // helpers of Chromium may still be writing
	return dir
}

// script switches JavaScript of pages on or off; that of tests always runs.
func script(on bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	})
}

func program(t testing.TB) string {
	t.Helper()
	for _, name := range programs {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("there is no chromium: run .ci/install test")
	return ""
}

// Do runs actions within patience and fails the test when one of them fails.
func (b *Tab) Do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatalf("browser at %s: %v", b.URL(), err)
	}
}

// read runs one action for its value.
func read[T any](b *Tab, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		b.t.Fatalf("browser at %s: %v", b.URL(), err)
	}
	return value
}

// Modifier is a key held down with another.
type Modifier = chromedp.Modifier

// Control is the key beside the space bar of most keyboards.
const Control = chromedp.ModifierCtrl

// css makes a selector a CSS one.
type css = chromedp.CSS

// Go opens an address.
func (b *Tab) Go(url string) {
	b.t.Helper()
	b.Do(chromedp.Navigate(url))
}

// Fill types a value into a field, replacing what was there.
func (b *Tab) Fill(selector, value string) {
	b.t.Helper()
	b.Do(chromedp.WaitVisible(css(selector)),
		chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelector(%q).value = ""`, selector)),
		chromedp.SendKeys(css(selector), value))
}

// Set gives a field a value without typing: for dates and choices.
func (b *Tab) Set(selector, value string) {
	b.t.Helper()
	b.Do(chromedp.SetValue(css(selector), value))
}

// Upload chooses a file.
func (b *Tab) Upload(selector, file string) {
	b.t.Helper()
	b.Do(chromedp.SetUploadFiles(css(selector), []string{file}))
}

// Click clicks what leads to another page and waits for that page.
func (b *Tab) Click(selector string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(css(selector))); err != nil {
		b.t.Fatalf("browser at %s: click %s: %v", b.URL(), selector, err)
	}
}

// Press clicks what stays on the page: a choice, a disclosure.
func (b *Tab) Press(selector string) {
	b.t.Helper()
	b.Do(chromedp.Click(css(selector)))
}

// Keys types on the page as it is, into whatever has the focus.
func (b *Tab) Keys(keys string, with ...Modifier) {
	b.t.Helper()
	b.Do(chromedp.KeyEvent(keys, chromedp.KeyModifiers(with...), asPressed))
}

// asPressed sends a key as a keyboard does: a page that takes it for a shortcut
// keeps it from being typed.
func asPressed(k *input.DispatchKeyEventParams) {
	if k.Type == input.DispatchKeyEventTypeKeyDown {
		k.Type = input.DispatchKeyEventTypeRawKeyDown
	}
}

// KeysTo types what leads to another page and waits for that page.
func (b *Tab) KeysTo(keys string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(keys, asPressed)); err != nil {
		b.t.Fatalf("browser at %s: keys %q: %v", b.URL(), keys, err)
	}
}

// Text gives the visible text of the first match, which must be there.
func (b *Tab) Text(selector string) string {
	b.t.Helper()
	return read(b, chromedp.Text(css(selector)))
}

// Attribute gives an attribute of the first match, "" when it has none.
func (b *Tab) Attribute(selector, name string) string {
	b.t.Helper()
	return read(b, chromedp.AttributeValue(css(selector), name)).Value
}

// Eval runs an expression on the page and gives its value.
func Eval[T any](b *Tab, expression string) T {
	b.t.Helper()
	return read(b, chromedp.Evaluate[T](expression))
}

// URL is where the tab is; "" when the browser does not answer.
func (b *Tab) URL() string {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	url, _ := chromedp.Run(ctx, chromedp.Location()) // only for messages
	return url
}

// FitsWidth fails the test when the page scrolls sideways.
func (b *Tab) FitsWidth() {
	b.t.Helper()
	excess := Eval[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`)
	if excess > 0 {
		b.t.Errorf("%s scrolls sideways by %d px", b.URL(), excess)
	}
}

// Print gives the page as it is printed, as PDF.
func (b *Tab) Print() []byte {
	b.t.Helper()
	return read(b, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
}

// InPrint gives the first element of the selector that is drawn on paper, "" when
// none is.
func (b *Tab) InPrint(selector string) string {
	b.t.Helper()
	b.Do(medium("print"))
	defer b.Do(medium(""))
	return Eval[string](b, fmt.Sprintf(
		`[...document.querySelectorAll(%q)].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))[0] || ""`, selector))
}

// medium draws the page for a medium, "" for the screen.
func medium(name string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: name})
		return err
	})
}
