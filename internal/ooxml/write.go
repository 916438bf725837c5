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
	from := 0
	for i, r := range s {
		instead, size := entity(s, i, r)
		if instead == "" {
			continue
		}
		p.Put(s[from:i], instead)
		from = i + size
	}
	p.Put(s[from:])
}

// entity gives what stands for a character, "" for most, and how long that is in s.
func entity(s string, at int, r rune) (instead string, size int) {
	switch {
	case r == '&':
		return "&amp;", 1
	case r == '<':
		return "&lt;", 1
	case r == '>': // ]]> must not stand in character data
		return "&gt;", 1
	case r == '"':
		return "&quot;", 1
	case r == '\r': // a bare one would be read as a line feed
		return "&#13;", 1
	case r < ' ' && r != '\t' && r != '\n':
		return "\uFFFD", 1
	case r == '\uFFFD' && s[at] != "\uFFFD"[0]: // a byte that is no UTF-8
		return "\uFFFD", 1
	case r == '\uFFFE' || r == '\uFFFF':
		return "\uFFFD", len(string(r))
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
