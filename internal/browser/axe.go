package browser

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"
)

// axeSource is axe-core 4.14.1 (MPL-2.0, axe.LICENSE.txt), minified as published.
//
//go:embed axe.min.js.gz
var axeSource []byte

var axeScript = sync.OnceValues(func() (string, error) {
	r, err := gzip.NewReader(bytes.NewReader(axeSource))
	if err != nil {
		return "", err
	}
	script, err := io.ReadAll(r)
	return string(script), err
})

// runAxe lists violations of WCAG 2.2 A and AA and of axe's best practices, one a line.
const runAxe = `axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.map(v =>
	v.id + ": " + v.help + " — " + v.nodes.map(n => n.target.join(" ")).join(", ")).join("\n"))`

// Axe fails the test for every accessibility fault that axe-core finds on the page.
func (b *Tab) Axe() {
	b.t.Helper()
	script, err := axeScript()
	if err != nil {
		b.t.Fatal(err)
	}
	b.Do(chromedp.Evaluate[chromedp.Void](script))
	found := read(b, chromedp.Evaluate[string](runAxe, chromedp.EvalAwaitPromise))
	for fault := range strings.Lines(found) {
		b.t.Errorf("%s: axe: %s", b.URL(), fault)
	}
}
