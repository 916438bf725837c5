package document

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
	`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`

// zipOf packs files given as name and content.
func zipOf(t testing.TB, files ...string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for i := 0; i+1 < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// wordOf packs a Word file from the inside of w:body and further parts.
func wordOf(t testing.TB, body string, parts ...string) []byte {
	t.Helper()
	return zipOf(t, append([]string{"word/document.xml", `<w:document ` + wordNS + `><w:body>` + body + `</w:body></w:document>`}, parts...)...)
}

func run(text string) string { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }

// partsOf unpacks an archive.
func partsOf(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(text)
	}
	return parts
}

// sample reads a file of testdata.
func sample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// textOf reads what must be readable.
func textOf(t testing.TB, name string, data []byte) string {
	t.Helper()
	text, err := Text(name, data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return text
}

// stripped strips what must be strippable.
func stripped(t testing.TB, name string, data []byte) []byte {
	t.Helper()
	clean, err := StripMetadata(name, data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return clean
}

// pdfOf writes a PDF from objects, the first of which is the catalogue; extra
// goes into the trailer.
func pdfOf(extra string, objects ...string) []byte {
	return pdfAfter([]byte("%PDF-1.6\n"), extra, 1, objects...)
}

// pdfAfter appends a revision whose objects are numbered from first on.
func pdfAfter(before []byte, extra string, first int, objects ...string) []byte {
	out := bytes.Clone(before)
	var table strings.Builder
	for i, o := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", len(out))
		out = fmt.Appendf(out, "%d 0 obj\n%s\nendobj\n", first+i, o)
	}
	return fmt.Appendf(out, "xref\n0 1\n0000000000 65535 f \n%d %d\n%strailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n",
		first, len(objects), table.String(), first+len(objects), extra, len(out))
}

func stream(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}
