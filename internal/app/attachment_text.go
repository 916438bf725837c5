package app

import (
	"errors"

	"nayan/internal/document"
)

// Why nothing, or not everything, can be read of a file.
const (
	fileUnreadable  = "unreadable" // damaged, encrypted or of a kind that is not read
	fileWithoutText = "no_text"    // a picture, in whole or in part
)

// readFile gives what can be read of a file, for the checks before a release.
func readFile(name string, data []byte) (text, problem string) {
	text, err := document.Text(name, data)
	switch {
	case errors.Is(err, document.ErrNoText):
		return plain(text), fileWithoutText
	case err != nil:
		return "", fileUnreadable
	}
	return plain(text), ""
}
