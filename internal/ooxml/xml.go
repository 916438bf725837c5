package ooxml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// Bounds of one XML part, against hostile nesting and endless empty elements.
const (
	MaxDepth  = 256     // Word nests a text box in a table in a text box: about 40
	maxTokens = 4 << 20 // 民法典 has 0.2 million
)

// Reader streams one part. Element names are matched without their prefix:
// transitional and strict documents differ only in namespaces.
type Reader struct {
	dec    *xml.Decoder
	tok    xml.Token
	depth  int
	tokens int
	fail   error
}

// NewReader reads one part from its first byte.
func NewReader(data []byte) *Reader {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.CharsetReader = charset
	return &Reader{dec: dec}
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

// Next moves to the next token; false at the end and on an error.
func (x *Reader) Next() bool {
	if x.fail != nil {
		return false
	}
	tok, err := x.dec.RawToken()
	if errors.Is(err, io.EOF) {
		if x.depth != 0 { // cut off in the middle
			x.fail = ErrDamaged
		}
		x.tok = nil
		return false
	}
	if err != nil {
		x.fail = ErrDamaged
		return false
	}
	x.tok = tok
	switch tok.(type) {
	case xml.StartElement:
		x.depth++
	case xml.EndElement:
		x.depth--
	}
	if x.tokens++; x.tokens > maxTokens || x.depth > MaxDepth {
		x.fail = ErrTooLarge
		return false
	}
	if x.depth < 0 {
		x.fail = ErrDamaged
		return false
	}
	return true
}

// Err gives what was wrong with the part, if anything.
func (x *Reader) Err() error { return x.fail }

// Starts reports whether the token opens an element.
func (x *Reader) Starts() bool {
	_, ok := x.tok.(xml.StartElement)
	return ok
}

// Name gives the local name of the element that the token opens or closes.
func (x *Reader) Name() string {
	switch t := x.tok.(type) {
	case xml.StartElement:
		return t.Name.Local
	case xml.EndElement:
		return t.Name.Local
	}
	return ""
}

// Attr gives an attribute of the element that the token opens.
func (x *Reader) Attr(name string) string {
	if t, ok := x.tok.(xml.StartElement); ok {
		for _, a := range t.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
	}
	return ""
}

// On reads a toggle such as <w:vanish/>: present means true, unless it says no.
func (x *Reader) On() bool {
	switch x.Attr("val") {
	case "0", "false", "off":
		return false
	}
	return true
}

// Skip passes over the element that the current token opens.
func (x *Reader) Skip() {
	for depth := x.depth; x.depth >= depth && x.Next(); {
	}
}

// Each calls visit for every child element that the current element has; visit
// must leave the reader on the child's end, or on its start to have it skipped.
func (x *Reader) Each(visit func(name string)) {
	depth := x.depth
	for x.Next() && x.depth >= depth {
		if x.Starts() {
			child := x.depth
			visit(x.Name())
			if x.depth == child && x.Starts() {
				x.Skip()
			}
		}
	}
}

// Text gives the character data of the element that the current token opens.
func (x *Reader) Text() string {
	depth := x.depth
	var out []byte
	for x.Next() && x.depth >= depth {
		if data, ok := x.tok.(xml.CharData); ok {
			out = append(out, data...)
		}
	}
	return string(out)
}

// Data gives the character data that the token is, if it is any.
func (x *Reader) Data() string {
	data, _ := x.tok.(xml.CharData)
	return string(data)
}

// Offset gives where in the part the next token begins.
func (x *Reader) Offset() int64 { return x.dec.InputOffset() }
