package browser

import (
	"context"
	"os"
	"path/filepath"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// Download clicks what gives a file and returns the file once it is whole.
func (b *Tab) Download(selector string) []byte {
	b.t.Helper()
	dir, events := directory(b.t), true
	b.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{
			Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllowAndName, DownloadPath: dir, EventsEnabled: &events})
		return err
	}))
	whole := func(e cdpbrowser.EventDownloadProgress) bool {
		return e.State == cdpbrowser.DownloadProgressStateCompleted
	}
	done := read(b, chromedp.WaitEvent(cdpbrowser.DownloadProgress, whole, chromedp.Click(css(selector))))
	data, err := os.ReadFile(filepath.Join(dir, done.GUID))
	if err != nil {
		b.t.Fatalf("browser at %s: %v", b.URL(), err)
	}
	return data
}
