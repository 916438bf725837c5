package draft

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
	maxEntries   = 4096      // parts in one package; a long Word document has under 200
	maxPart      = 24 << 20  // bytes of one XML part: 民法典 has 3 MB
	maxUnpacked  = 256 << 20 // bytes of all parts, pictures included, as the directory states them
	maxRatio     = 250       // unpacked to packed; Word's repetitive XML reaches 60
	ratioApplies = 4 << 20   // below this size a high ratio harms nobody
)

// archive is an opened OOXML package (ECMA-376 part 2).
type archive struct {
	files map[string]*zip.File // by lower-case name
	order []*zip.File          // the first of each name
}

// openArchive opens a package and holds it to the bounds before anything is
// unpacked.
func openArchive(data []byte) (*archive, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fault.New(fault.Invalid, keyDamaged)
	}
	if len(r.File) > maxEntries {
		return nil, fault.New(fault.Invalid, keyBomb)
	}
	a := &archive{files: make(map[string]*zip.File, len(r.File))}
	total := uint64(0)
	for _, f := range r.File {
		total += f.UncompressedSize64
		if f.UncompressedSize64 > maxUnpacked || total > maxUnpacked || ratioOf(f) > maxRatio {
			return nil, fault.New(fault.Invalid, keyBomb)
		}
		if f.Flags&1 != 0 {
			return nil, fault.New(fault.Invalid, keyEncrypted)
		}
		name := partName(f.Name)
		if _, twice := a.files[strings.ToLower(name)]; !twice {
			a.files[strings.ToLower(name)] = f
			a.order = append(a.order, f)
		}
	}
	return a, nil
}

// partName gives the name of a part as its relations write it.
func partName(name string) string {
	return strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/")
}

func ratioOf(f *zip.File) uint64 {
	if f.UncompressedSize64 < ratioApplies {
		return 0
	}
	return f.UncompressedSize64 / max(f.CompressedSize64, 1)
}

// part unpacks one part; a part that is not there gives nil. The directory's
// sizes may lie, so the bound is held again while reading.
func (a *archive) part(name string) ([]byte, error) {
	f := a.files[strings.ToLower(partName(name))]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, fault.New(fault.Invalid, keyDamaged)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxPart+1))
	switch {
	case len(data) > maxPart:
		return nil, fault.New(fault.Invalid, keyBomb)
	case errors.Is(err, zip.ErrChecksum), err != nil:
		return nil, fault.New(fault.Invalid, keyDamaged)
	}
	return data, nil
}

// relations lists the targets of a part by the last word of their type
// (officeDocument, styles, numbering…), as ECMA-376 part 2, 9.3 writes them.
func (a *archive) relations(of string) (map[string]string, error) {
	dir, file := path.Split(of)
	data, err := a.part(dir + "_rels/" + file + ".rels")
	if err != nil {
		return nil, err
	}
	targets := map[string]string{}
	x := newXML(data)
	for x.next() {
		if x.name() != "Relationship" || !x.starts() || x.attr("TargetMode") == "External" {
			continue
		}
		target := x.attr("Target")
		if strings.HasPrefix(target, "/") {
			target = target[1:]
		} else {
			target = path.Join(dir, target)
		}
		if kind := path.Base(x.attr("Type")); targets[kind] == "" {
			targets[kind] = target
		}
	}
	return targets, x.err()
}
