package draft

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"

	"nayan/internal/fault"
)

// Bounds of one XML part, against hostile nesting and endless empty elements.
const (
	maxDepth  = 256     // Word nests a text box in a table in a text box: about 40
	maxTokens = 4 << 20 // 民法典 has 0.2 million
)

// xmlReader streams one part. Element names are matched without their prefix:
// transitional and strict documents differ only in namespaces.
type xmlReader struct {
	dec    *xml.Decoder
	tok    xml.Token
	depth  int
	tokens int
	fail   error
}

func newXML(data []byte) *xmlReader {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.CharsetReader = charset
	return &xmlReader{dec: dec}
}

// charset lets through the declared encodings that are UTF-8 under another
// name; Word writes nothing else.
func charset(label string, in io.Reader) (io.Reader, error) {
	switch label {
	case "utf-8", "UTF8", "utf8", "us-ascii", "US-ASCII":
		return in, nil
	}
	return nil, errors.New("unknown charset")
}

// next moves to the next token; false at the end and on an error.
func (x *xmlReader) next() bool {
	if x.fail != nil {
		return false
	}
	tok, err := x.dec.RawToken()
	if errors.Is(err, io.EOF) {
		if x.depth != 0 { // cut off in the middle
			x.fail = fault.New(fault.Invalid, keyDamaged)
		}
		x.tok = nil
		return false
	}
	if err != nil {
		x.fail = fault.New(fault.Invalid, keyDamaged)
		return false
	}
	x.tok = tok
	switch tok.(type) {
	case xml.StartElement:
		x.depth++
	case xml.EndElement:
		x.depth--
	}
	if x.tokens++; x.tokens > maxTokens || x.depth > maxDepth {
		x.fail = fault.New(fault.Invalid, keyBomb)
		return false
	}
	if x.depth < 0 {
		x.fail = fault.New(fault.Invalid, keyDamaged)
		return false
	}
	return true
}

func (x *xmlReader) err() error { return x.fail }

// starts reports whether the token opens an element.
func (x *xmlReader) starts() bool {
	_, ok := x.tok.(xml.StartElement)
	return ok
}

// name gives the local name of the element that the token opens or closes.
func (x *xmlReader) name() string {
	switch t := x.tok.(type) {
	case xml.StartElement:
		return t.Name.Local
	case xml.EndElement:
		return t.Name.Local
	}
	return ""
}

// attr gives an attribute of the element that the token opens.
func (x *xmlReader) attr(name string) string {
	if t, ok := x.tok.(xml.StartElement); ok {
		for _, a := range t.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
	}
	return ""
}

// on reads a toggle such as <w:vanish/>: present means true, unless it says no.
func (x *xmlReader) on() bool {
	switch x.attr("val") {
	case "0", "false", "off":
		return false
	}
	return true
}

// skip passes over the element that the current token opens.
func (x *xmlReader) skip() {
	for depth := x.depth; x.depth >= depth && x.next(); {
	}
}

// each calls visit for every child element that the current element has; visit
// must leave the reader on the child's end, or on its start to have it skipped.
func (x *xmlReader) each(visit func(name string)) {
	depth := x.depth
	for x.next() && x.depth >= depth {
		if x.starts() {
			child := x.depth
			visit(x.name())
			if x.depth == child && x.starts() {
				x.skip()
			}
		}
	}
}

// text gives the character data of the element that the current token opens.
func (x *xmlReader) text() string {
	depth := x.depth
	var out []byte
	for x.next() && x.depth >= depth {
		if data, ok := x.tok.(xml.CharData); ok {
			out = append(out, data...)
		}
	}
	return string(out)
}
