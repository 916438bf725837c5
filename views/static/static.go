// Package static holds what pages load beside their HTML: the style sheets, one
// optional script and the icon, embedded in the program.
//
// Every asset has an address with a hash of its content, so that it may be
// cached for ever; a new release has new addresses.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
)

//go:embed css/*.css app.js icon.svg
var files embed.FS

// Prefix is the folder of all assets in the URL space.
const Prefix = "/static/"

// sheet lists the parts of app.css in the order of the cascade. Any other file
// in css/ is an asset of its own, loaded by the pages that name it.
var sheet = []string{"tokens", "base", "components", "pages", "print"}

// Asset is one file as it is served.
type Asset struct {
	Name      string // as pages name it: "app.css"
	Path      string // address with the hash: "/static/app.5f0c….css"
	MediaType string
	Body      []byte
}

var byName, byPath = load()

// URL gives the address of an asset by its plain name. It panics on an unknown
// name, which is a mistake in a view that any test of that view finds.
func URL(name string) string {
	asset, ok := byName[name]
	if !ok {
		panic(fmt.Sprintf("static: no asset %q", name))
	}
	return asset.Path
}

// Lookup finds the asset served at an address. An address with an old hash finds nothing.
func Lookup(address string) (Asset, bool) {
	asset, ok := byPath[address]
	return asset, ok
}

func load() (names, paths map[string]Asset) {
	names, paths = map[string]Asset{}, map[string]Asset{}
	for name, body := range bodies() {
		asset := newAsset(name, body)
		names[asset.Name], paths[asset.Path] = asset, asset
	}
	return names, paths
}

// bodies gives every asset's content by name.
func bodies() map[string][]byte {
	out := map[string][]byte{"app.js": read("app.js"), "icon.svg": read("icon.svg")}
	parts := map[string]bool{}
	for _, part := range sheet {
		name := part + ".css"
		parts[name] = true
		out["app.css"] = append(out["app.css"], read("css/"+name)...)
	}
	entries, err := files.ReadDir("css")
	if err != nil {
		panic(fmt.Sprintf("static: %v", err))
	}
	for _, entry := range entries {
		if !parts[entry.Name()] {
			out[entry.Name()] = read("css/" + entry.Name())
		}
	}
	return out
}

func read(name string) []byte {
	body, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("static: %v", err))
	}
	return bytes.TrimSpace(body)
}

func newAsset(name string, body []byte) Asset {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	return Asset{Name: name, Path: Prefix + hashed, MediaType: mediaTypes[ext], Body: body}
}

// mediaTypes is fixed here: the system's table differs between machines.
var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}
