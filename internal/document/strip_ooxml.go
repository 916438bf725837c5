package document

import (
	"archive/zip"
	"bytes"
	"path"
	"regexp"
	"strings"

	"nayan/internal/ooxml"
)

// traces says what tells about people in one kind of Office file.
type traces struct {
	parts     func(string) bool // that hold nothing else, by lower-case name
	dropped   map[string]bool   // elements that go with all they hold
	unwrapped map[string]bool   // elements that leave what they hold
	attrs     *regexp.Regexp    // attributes, with the blank before them
	rewrite   func(part string, data []byte) ([]byte, error)
}

// kindOf tells a Word file from a workbook by where its main part lies.
func kindOf(a *ooxml.Package) (t traces, main string, err error) {
	root, err := a.Relations("")
	if err != nil {
		return traces{}, "", err
	}
	main = root["officeDocument"]
	for _, usual := range []string{"word/document.xml", "xl/workbook.xml"} {
		if !a.Has(main) {
			main = usual
		}
	}
	switch dir := path.Dir(main); {
	case !a.Has(main):
		return traces{}, "", ErrUnsupported
	case dir == "word":
		return docx, main, nil
	case dir == "xl":
		return xlsx, main, nil
	}
	return traces{}, "", ErrUnsupported
}

// stripPackage copies an Office file without its traces. Text and layout stay;
// the times of the entries are empty.
func stripPackage(data []byte, depth int) ([]byte, error) {
	a, err := ooxml.Open(data)
	if err != nil {
		return nil, err
	}
	t, _, err := kindOf(a)
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, name := range a.Parts() {
		if t.parts(strings.ToLower(name)) {
			continue
		}
		part, err := a.Part(name)
		if err != nil {
			return nil, err
		}
		if part, err = t.stripPart(name, part, depth); err != nil {
			return nil, err
		}
		w, err := z.Create(name) // without Modified, the time is empty
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(part); err != nil {
			return nil, err
		}
	}
	err = z.Close()
	return buf.Bytes(), err
}

// stripPart cleans one part: XML, pictures, and whole documents that are
// embedded in this one.
func (t traces) stripPart(name string, part []byte, depth int) ([]byte, error) {
	switch strings.ToLower(path.Ext(name)) {
	case ".xml", ".rels":
		part, err := t.stripXML(name, part)
		if err != nil || t.rewrite == nil {
			return part, err
		}
		return t.rewrite(strings.ToLower(name), part)
	case ".jpg", ".jpeg", ".png":
		if clean, err := stripImage(part); err == nil { // what is no picture shows nothing
			return clean, nil
		}
	case ".docx", ".xlsx":
		if depth == maxNested {
			return nil, ErrTooLarge
		}
		return strip(part, depth+1)
	}
	return part, nil
}

// stripXML copies a part byte by byte but for what is dropped, so that
// namespaces and everything unknown stay as they are.
func (t traces) stripXML(name string, part []byte) ([]byte, error) {
	x := ooxml.NewReader(part)
	out := make([]byte, 0, len(part))
	for from := int64(0); x.Next(); from = x.Offset() {
		if from == x.Offset() {
			continue // the end of <a/>, which has no bytes of its own
		}
		if x.Starts() && t.isDropped(name, x) {
			x.Skip()
			continue
		}
		if t.unwrapped[x.Name()] {
			continue
		}
		token := part[from:x.Offset()]
		if x.Starts() {
			token = t.attrs.ReplaceAll(token, nil)
		}
		out = append(out, token...)
	}
	return out, x.Err()
}

// isDropped reports whether the element that opens here goes: metadata, or the
// entry that points to a part which is gone.
func (t traces) isDropped(name string, x *ooxml.Reader) bool {
	switch x.Name() {
	case "Override":
		return t.parts(strings.ToLower(ooxml.PartName(x.Attr("PartName"))))
	case "Relationship":
		target := x.Attr("Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(path.Dir(name)), target)
		}
		return x.Attr("TargetMode") != "External" && t.parts(strings.ToLower(ooxml.PartName(target))) || path.Base(x.Attr("Type")) == "attachedTemplate"
	}
	return t.dropped[x.Name()]
}

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}
