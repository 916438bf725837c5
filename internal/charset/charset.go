// Package charset reads plain text in the encodings that editors in China save.
package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"nayan/internal/fault"
)

// KeyUnknown is the catalogue key of ErrUnknown.
const KeyUnknown = "document.error.encoding"

// ErrUnknown refuses what is no text in any encoding known here.
var ErrUnknown = fault.New(fault.Invalid, KeyUnknown)

// Decode gives the text of a plain file: UTF-8 with or without a byte order
// mark, UTF-16 with one, else GB18030, which Chinese editors on Windows save.
func Decode(data []byte) (string, error) {
	var text string
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		text = string(data[3:])
	case bytes.HasPrefix(data, []byte("\xFF\xFE")), bytes.HasPrefix(data, []byte("\xFE\xFF")):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", ErrUnknown
		}
		text = string(out)
	case utf8.Valid(data):
		text = string(data)
	default:
		out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		// GB18030 decodes nearly any bytes; a text made of replacement characters is none.
		if err != nil || bytes.Count(out, []byte("\uFFFD"))*20 > utf8.RuneCount(out) {
			return "", ErrUnknown
		}
		text = string(out)
	}
	if strings.ContainsRune(text, 0) { // binary, whatever its extension says
		return "", ErrUnknown
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.ReplaceAll(text, "\r", "\n"), nil
}
