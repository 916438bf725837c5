// Package ooxml opens Office Open XML packages (ECMA-376) and streams their parts,
// held to bounds: whoever uploads a file may mean harm.
package ooxml

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"nayan/internal/fault"
)

// The bounds of an archive. Real drafts stay a hundred times below them.
const (
	MaxEntries   = 4096      // parts in one package; a long Word document has under 200
	maxPart      = 24 << 20  // bytes of one XML part: 民法典 has 3 MB
	maxUnpacked  = 256 << 20 // bytes of all parts, pictures included, as the directory states them
	maxRatio     = 250       // unpacked to packed; Word's repetitive XML reaches 60
	RatioApplies = 4 << 20   // below this size a high ratio harms nobody
)

// Package is an opened package (ECMA-376 part 2).
type Package struct {
	files map[string]*zip.File // by lower-case name
	order []string             // the names, the first of each
}

// The refusals, shared by whoever reads files; each message says what to do next.
var (
	ErrEncrypted = fault.New(fault.Invalid, KeyEncrypted) // a password protects it
	ErrDamaged   = fault.New(fault.Invalid, KeyDamaged)   // cut off or broken
	ErrTooLarge  = fault.New(fault.Invalid, KeyTooLarge)  // unpacks beyond the bounds
)

// The catalogue keys of the refusals.
const (
	KeyEncrypted = "document.error.encrypted"
	KeyDamaged   = "document.error.damaged"
	KeyTooLarge  = "document.error.too_large"
)

// Open opens a package and holds it to the bounds before anything is
// unpacked.
func Open(data []byte) (*Package, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, ErrDamaged
	}
	if len(r.File) > MaxEntries {
		return nil, ErrTooLarge
	}
	a := &Package{files: make(map[string]*zip.File, len(r.File))}
	total := uint64(0)
	for _, f := range r.File {
		total += f.UncompressedSize64
		if f.UncompressedSize64 > maxUnpacked || total > maxUnpacked || ratioOf(f) > maxRatio {
			return nil, ErrTooLarge
		}
		if f.Flags&1 != 0 {
			return nil, ErrEncrypted
		}
		name := PartName(f.Name)
		if _, twice := a.files[strings.ToLower(name)]; !twice {
			a.files[strings.ToLower(name)] = f
			if !strings.HasSuffix(name, "/") {
				a.order = append(a.order, name)
			}
		}
	}
	return a, nil
}

// PartName gives the name of a part as its relations write it.
func PartName(name string) string {
	return strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/")
}

func ratioOf(f *zip.File) uint64 {
	if f.UncompressedSize64 < RatioApplies {
		return 0
	}
	return f.UncompressedSize64 / max(f.CompressedSize64, 1)
}

// Part unpacks one part; a part that is not there gives nil. The directory's
// sizes may lie, so the bound is held again while reading.
func (a *Package) Part(name string) ([]byte, error) {
	f := a.files[strings.ToLower(PartName(name))]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, ErrDamaged
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxPart+1))
	switch {
	case len(data) > maxPart:
		return nil, ErrTooLarge
	case errors.Is(err, zip.ErrChecksum), err != nil:
		return nil, ErrDamaged
	}
	return data, nil
}

// Relations lists the targets of a part by the last word of their type
// (officeDocument, styles, numbering…), as ECMA-376 part 2, 9.3 writes them.
func (a *Package) Relations(of string) (map[string]string, error) {
	dir, file := path.Split(of)
	data, err := a.Part(dir + "_rels/" + file + ".rels")
	if err != nil {
		return nil, err
	}
	targets := map[string]string{}
	x := NewReader(data)
	for x.Next() {
		if x.Name() != "Relationship" || !x.Starts() || x.Attr("TargetMode") == "External" {
			continue
		}
		target := x.Attr("Target")
		if strings.HasPrefix(target, "/") {
			target = target[1:]
		} else {
			target = path.Join(dir, target)
		}
		if kind := path.Base(x.Attr("Type")); targets[kind] == "" {
			targets[kind] = target
		}
	}
	return targets, x.Err()
}

// Has reports whether a part is there.
func (a *Package) Has(name string) bool { return a.files[strings.ToLower(PartName(name))] != nil }

// Parts names the parts in their order; entries that stand for folders are none.
func (a *Package) Parts() []string { return a.order }
