package ooxml

import (
	"archive/zip"
	"bufio"
	"io"
	"strings"
)

// Head is the first line of every part.
const Head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// The namespaces of parts and of the relations between them (ECMA-376, transitional,
// which every program reads).
const (
	NSPackage   = "http://schemas.openxmlformats.org/package/2006/"
	NSRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

// Writer writes a package part by part, in order, straight through: nothing of it is
// kept. It says nothing about who made it or when: there is no docProps part, and
// times are empty, so that equal contents give equal bytes.
type Writer struct {
	zip  *zip.Writer
	part Part
}

// NewWriter begins a package on w.
func NewWriter(w io.Writer) *Writer {
	return &Writer{zip: zip.NewWriter(w), part: Part{bufio.NewWriterSize(io.Discard, 64<<10)}}
}

// Create begins the next part. The one before must have been flushed; what is
// written to it afterwards goes astray.
func (w *Writer) Create(name string) (Part, error) {
	out, err := w.zip.Create(name) // without Modified, the time is empty
	if err != nil {
		return Part{}, err
	}
	w.part.Reset(out)
	w.part.Put(Head)
	return w.part, nil
}

// Add writes a part that is known as a whole, without its first line.
func (w *Writer) Add(name, xml string) error {
	p, err := w.Create(name)
	if err != nil {
		return err
	}
	p.Put(xml)
	return p.Flush()
}

// Close ends the package; the writer below stays open.
func (w *Writer) Close() error { return w.zip.Close() }

// Part is the XML of one part. Its writer keeps the first error for Flush, and all
// after it do nothing.
type Part struct{ *bufio.Writer }

// Put writes markup as it is.
func (p Part) Put(parts ...string) {
	for _, s := range parts {
		_, _ = p.WriteString(s) // the error stays in the bufio.Writer
	}
}

// Err gives the first error so far, for who can stop early.
func (p Part) Err() error {
	_, err := p.Write(nil)
	return err
}

// Text writes character data. Characters that XML cannot hold, and broken UTF-8,
// become U+FFFD.
func (p Part) Text(s string) {
	s = strings.ToValidUTF8(s, "\uFFFD")
	from := 0
	for i := 0; i < len(s); i++ { // by bytes: most of what matters is one
		instead, size := entity(s[i:])
		if instead == "" {
			continue
		}
		p.Put(s[from:i], instead)
		i += size - 1
		from = i + 1
	}
	p.Put(s[from:])
}

// entity gives what stands for the first character of s, "" for most, and how long
// that is.
func entity(s string) (instead string, size int) {
	switch c := s[0]; {
	case c == '&':
		return "&amp;", 1
	case c == '<':
		return "&lt;", 1
	case c == '>': // ]]> must not stand in character data
		return "&gt;", 1
	case c == '"':
		return "&quot;", 1
	case c == '\r': // a bare one would be read as a line feed
		return "&#13;", 1
	case c < ' ' && c != '\t' && c != '\n':
		return "\uFFFD", 1
	case c == 0xEF && (strings.HasPrefix(s, "\uFFFE") || strings.HasPrefix(s, "\uFFFF")):
		return "\uFFFD", 3
	}
	return "", 0
}

// Escape gives a text as it stands in the value of an attribute.
func Escape(s string) string {
	var b strings.Builder
	p := Part{bufio.NewWriter(&b)}
	p.Text(s)
	_ = p.Flush() // a builder takes everything
	return b.String()
}
