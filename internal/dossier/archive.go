package dossier

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
	"unicode"
)

// SumsName is the last file of every archive.
const SumsName = "SHA256SUMS"

// archive writes files into a .zip one after the other and remembers their sums. It
// needs no second look at what it has written: sizes follow the data, in 64 bits
// where they need them.
type archive struct {
	zip   *zip.Writer
	names map[string]bool
	sums  strings.Builder
}

func newArchive(w io.Writer) *archive {
	return &archive{zip: zip.NewWriter(w), names: map[string]bool{}}
}

// add writes one file, dated from what is in it. What is packed already, as pictures
// and Word files are, is stored as it is.
func (a *archive) add(name string, at time.Time, packed bool, write func(io.Writer) error) error {
	if a.names[name] {
		return fmt.Errorf("dossier: %q comes twice", name)
	}
	a.names[name] = true
	method := zip.Deflate
	if packed {
		method = zip.Store
	}
	entry, err := a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: at})
	if err != nil {
		return err
	}
	sum := sha256.New()
	buffer := bufio.NewWriterSize(io.MultiWriter(entry, sum), 64<<10)
	if err := write(buffer); err != nil {
		return fmt.Errorf("dossier: %s: %w", name, err)
	}
	if err := buffer.Flush(); err != nil {
		return err
	}
	a.sums.WriteString(hex.EncodeToString(sum.Sum(nil)) + "  " + name + "\n")
	return nil
}

// close writes the sums and the directory of the archive.
func (a *archive) close(at time.Time) error {
	sums := a.sums.String()
	err := a.add(SumsName, at, false, func(w io.Writer) error {
		_, err := io.WriteString(w, sums)
		return err
	})
	if err != nil {
		return err
	}
	return a.zip.Close()
}

// maxName bounds the name of a file, in characters: 255 bytes is as much as file
// systems take.
const maxName = 50

// safeName gives a name that people gave a file in a form that every system can
// unpack, and that stays in its folder.
func safeName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`/\:*?"<>|`, r):
			return '_'
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.Trim(name, " .")
	if end := path.Ext(name); len([]rune(name)) > maxName && len(end) < 10 {
		name = string([]rune(name)[:maxName-len(end)]) + end
	} else if len([]rune(name)) > maxName {
		name = string([]rune(name)[:maxName])
	}
	if name == "" {
		return "_"
	}
	return name
}
