// Package document reads the text of the files that people publish and takes
// out of them what tells about their authors.
package document

import (
	"bytes"
	"path"
	"strings"

	"nayan/internal/charset"
	"nayan/internal/fault"
	"nayan/internal/ooxml"
)

// The refusals. They are compared with errors.Is; each message says what to do next.
var (
	ErrEncrypted   = ooxml.ErrEncrypted                                     // a password protects it
	ErrDamaged     = ooxml.ErrDamaged                                       // cut off or broken
	ErrTooLarge    = ooxml.ErrTooLarge                                      // beyond the bounds, packed or unpacked
	ErrNoText      = fault.New(fault.Invalid, "document.error.no_text")     // a scan or a picture, in whole or in part
	ErrUnsupported = fault.New(fault.Invalid, "document.error.unsupported") // a format that is not read here
	ErrEncoding    = charset.ErrUnknown                                     // text in no known encoding
)

// maxInput bounds a file, in bytes; attachments are held to less.
const maxInput = 64 << 20

var (
	magicZip = []byte("PK\x03\x04")
	magicPDF = []byte("%PDF-")
	magicOLE = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") // [MS-CFB] 2.2
	// encryptedStream is in the OLE container that an encrypted Office file is
	// ([MS-OFFCRYPTO] 2.3); the names there are UTF-16LE.
	encryptedStream = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
)

// Text gives everything that can be read in a file, wherever it stands: in the
// body, in headers, notes, comments and hidden sheets. The content tells the
// format; only plain text may be called anything.
// ErrNoText comes with the text that there is: when some pages of a PDF are
// pictures, what is on the others is given, and the caller must say that the
// rest was not read.
func Text(name string, data []byte) (string, error) {
	switch {
	case len(data) > maxInput:
		return "", ErrTooLarge
	case bytes.HasPrefix(data, magicZip):
		return officeText(data)
	case isPDF(data):
		return pdfText(data)
	case bytes.HasPrefix(data, magicPNG), bytes.HasPrefix(data, magicJPEG):
		return "", ErrNoText
	case bytes.HasPrefix(data, magicOLE):
		return "", refuseOLE(data)
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".docx", ".xlsx", ".pdf", ".png", ".jpg", ".jpeg":
		return "", ErrDamaged
	case ".doc", ".xls", ".wps", ".et", ".ofd", ".odt", ".ods", ".ppt", ".pptx", ".zip", ".rar", ".7z", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic":
		return "", ErrUnsupported
	}
	return charset.Decode(data)
}

// StripMetadata gives a file to publish as it is, without what it tells about
// the people and the machines that made it. Text, layout and pictures stay. Text
// files have nothing of the kind and come back as they are.
func StripMetadata(name string, data []byte) ([]byte, error) {
	if len(data) > maxInput {
		return nil, ErrTooLarge
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".txt", ".md", ".csv":
		return data, nil
	}
	return strip(data, 0)
}

// strip tells the format from the content; depth says how many documents lie
// around this one.
func strip(data []byte, depth int) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, magicZip):
		return stripPackage(data, depth)
	case isPDF(data):
		return stripPDF(data)
	case bytes.HasPrefix(data, magicOLE):
		return nil, refuseOLE(data)
	}
	return stripImage(data)
}

func refuseOLE(data []byte) error {
	if bytes.Contains(data, encryptedStream) {
		return ErrEncrypted
	}
	return ErrUnsupported
}

// isPDF looks for the mark where readers look for it, in the first kilobyte
// (ISO 32000-1, annex H, 3.4.1, note 12).
func isPDF(data []byte) bool { return bytes.Contains(data[:min(len(data), 1024)], magicPDF) }
