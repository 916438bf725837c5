package draft

import (
	"bytes"
	"path"
	"strings"

	"nayan/internal/charset"
	"nayan/internal/fault"
)

// Bounds of a file. The longest code (民法典, 1,260 articles, 3,000 lines) has
// 0.3 MB as .docx and as text; the rest of a .docx is room for pictures.
const (
	maxInput = 32 << 20
	maxText  = 4 << 20
	maxLines = 60_000
)

var (
	magicZip = []byte("PK\x03\x04")
	magicOLE = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") // [MS-CFB] 2.2
	magicPDF = []byte("%PDF-")
	magicRTF = []byte(`{\rtf`)
	// An encrypted .docx is an OLE container with this stream ([MS-OFFCRYPTO]
	// 2.3); directory names are UTF-16LE.
	encryptedStream = utf16LE("EncryptedPackage")
)

// read picks the reader: by content first, by extension for what has no magic.
func read(name string, data []byte) (source, error) {
	ext := strings.ToLower(path.Ext(strings.ReplaceAll(name, `\`, "/")))
	switch {
	case len(data) > maxInput:
		return source{}, fault.New(fault.Invalid, keyTooLarge)
	case bytes.HasPrefix(data, magicZip):
		return readDocx(data)
	case bytes.HasPrefix(data, magicOLE):
		if bytes.Contains(data, encryptedStream) {
			return source{}, fault.New(fault.Invalid, keyEncrypted)
		}
		return source{}, fault.New(fault.Invalid, keySaveAsDocx)
	case len(data) > maxText && !bytes.HasPrefix(data, magicPDF) && !bytes.HasPrefix(data, magicRTF):
		return source{}, fault.New(fault.Invalid, keyTooLarge)
	case bytes.HasPrefix(data, magicPDF), bytes.HasPrefix(data, magicRTF):
		return source{}, fault.New(fault.Invalid, keySaveAsDocx)
	}
	return readByExtension(ext, data)
}

func readByExtension(ext string, data []byte) (source, error) {
	switch ext {
	case ".md", ".markdown":
		text, err := charset.Decode(data)
		return readMarkdown(text), err
	case ".txt", ".text", "":
		text, err := charset.Decode(data)
		return readText(text), err
	case ".docx", ".docm":
		if len(bytes.TrimSpace(data)) == 0 {
			return source{}, fault.New(fault.Invalid, keyNoText)
		}
		return source{}, fault.New(fault.Invalid, keyDamaged)
	case ".doc", ".wps", ".pdf", ".rtf", ".ofd", ".odt", ".dot", ".wpt":
		return source{}, fault.New(fault.Invalid, keySaveAsDocx)
	}
	return source{}, fault.New(fault.Invalid, keyUnsupported)
}

func utf16LE(ascii string) []byte {
	out := make([]byte, 0, 2*len(ascii))
	for i := range len(ascii) {
		out = append(out, ascii[i], 0)
	}
	return out
}
