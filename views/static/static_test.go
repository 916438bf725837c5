package static_test

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"nayan/views/static"
)

func TestEveryAssetIsFoundUnderItsAddress(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"app.css", "app.js", "icon.svg"} {
		asset, ok := static.Lookup(static.URL(name))
		if !ok || asset.Name != name || len(asset.Body) == 0 || asset.MediaType == "" {
			t.Errorf("Lookup(URL(%q)) = %q, %d bytes, %v", name, asset.Name, len(asset.Body), ok)
		}
		if asset.Path == static.Prefix+name {
			t.Errorf("%s has no hash in its address", name)
		}
	}
}

func TestAnAddressWithoutItsHashFindsNothing(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"/static/app.css", "/static/app.000000000000.css", ""} {
		if _, ok := static.Lookup(address); ok {
			t.Errorf("Lookup(%q) found an asset", address)
		}
	}
}

func TestTheSheetHoldsItsPartsInOrder(t *testing.T) {
	t.Parallel()
	asset, _ := static.Lookup(static.URL("app.css"))
	last := -1
	for _, mark := range []string{"Tokens", "Base", "Components", "Pages", "Print"} {
		at := bytes.Index(asset.Body, []byte("/* "+mark+":"))
		if at <= last {
			t.Errorf("part %s stands at %d, after %d", mark, at, last)
		}
		last = at
	}
}

// The strict content policy allows nothing from elsewhere, so a sheet that asks
// for it would be broken on every page.
func TestAssetsAskForNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"app.css", "app.js"} {
		asset, _ := static.Lookup(static.URL(name))
		for _, bad := range []string{"@import", "url(http", "url(data", "//cdn", "eval("} {
			if strings.Contains(string(asset.Body), bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
}

func TestTheAssetsLeaveMostOfThePageBudgetToThePage(t *testing.T) {
	t.Parallel()
	total := 0
	for _, name := range []string{"app.css", "app.js", "icon.svg"} {
		asset, _ := static.Lookup(static.URL(name))
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		if _, err := w.Write(asset.Body); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		total += packed.Len()
	}
	if total > 20<<10 {
		t.Errorf("assets take %d bytes compressed, more than 20 KB of a page's 60 KB", total)
	}
}

func TestAnUnknownNameIsAMistakeInTheView(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("URL of an unknown asset did not panic")
		}
	}()
	static.URL("missing.css")
}
