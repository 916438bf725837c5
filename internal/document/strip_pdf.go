package document

import (
	"crypto/sha256"
	"fmt"
	"strconv"
)

// strippedKeys are the entries that hold nothing but metadata (ISO 32000-1, 14.3
// to 14.5), files within the file, which nobody has looked into, and what a
// signature says, which does not outlive a change anyway.
var strippedKeys = words("Metadata PieceInfo LastModified SpiderInfo EmbeddedFiles AF EF Collection Perms Legal")

// markupKeys name who made a note and when (12.5.6.2).
var markupKeys = words("T M CreationDate NM")

// markups are the annotations that people make on a page; a form's field, whose
// T is its name, is none.
var markups = words(`Text FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink Popup
	FileAttachment Sound Redact`)

// stripPDF writes a PDF anew: what can be reached from the catalogue and nothing
// else, so that no older revision stays in the bytes. Neither Info nor XMP is
// carried over; the identifier is made from the new content.
func stripPDF(data []byte) ([]byte, error) {
	f, err := openPDF(data)
	if err != nil {
		return nil, err
	}
	w := pdfWriter{file: f, numbers: map[int]int{}, out: []byte(header(data))}
	root := w.number(f.trailer.get("Root").num)
	next := 0
	for next < len(w.todo) { // it grows as objects name others
		w.object(w.todo[next])
		next++
	}
	return w.end(root), nil
}

// header keeps the version, which says what readers must know.
func header(data []byte) string {
	version := "1.7"
	l := pdfLexer{data: data[:min(len(data), 1100)]}
	for l.at = 0; l.at+8 < len(l.data); l.at++ {
		if string(l.data[l.at:l.at+5]) == string(magicPDF) {
			if v := string(l.data[l.at+5 : l.at+8]); v >= "1.0" && v <= "2.9" {
				version = v
			}
			break
		}
	}
	return "%PDF-" + version + "\n%\xE2\xE3\xCF\xD3\n"
}

// pdfWriter numbers objects in the order in which it meets them.
type pdfWriter struct {
	file    *pdfFile
	numbers map[int]int
	todo    []int // old numbers; the new one is the index + 1
	offsets []int
	out     []byte
}

func (w *pdfWriter) number(old int) int {
	n, known := w.numbers[old]
	if !known {
		w.todo = append(w.todo, old)
		n = len(w.todo)
		w.numbers[old] = n
	}
	return n
}

func (w *pdfWriter) object(old int) {
	o, ok := w.file.object(old)
	if !ok {
		o.val = value{raw: []byte("null")}
	}
	w.offsets = append(w.offsets, len(w.out))
	w.out = append(strconv.AppendInt(w.out, int64(len(w.offsets)), 10), " 0 obj\n"...)
	val := w.clean(o.val)
	if o.stream == nil {
		w.out = append(val.write(w.out, w.number), "\nendobj\n"...)
		return
	}
	stream := o.stream
	if w.file.resolve(val.get("Filter")).name() == "DCTDecode" {
		if picture, err := stripJPEG(stream); err == nil {
			stream = picture
		}
	}
	val = withLength(val, len(stream))
	w.out = append(val.write(w.out, w.number), "\nstream\n"...)
	w.out = append(append(w.out, stream...), "\nendstream\nendobj\n"...)
}

func withLength(v value, n int) value {
	out := value{kind: 'd'}
	for _, p := range v.dict {
		if p.key != "Length" {
			out.dict = append(out.dict, p)
		}
	}
	out.dict = append(out.dict, pair{"Length", value{raw: strconv.AppendInt(nil, int64(n), 10)}})
	return out
}

// clean copies an object without what is to go.
func (w *pdfWriter) clean(v value) value {
	out := value{kind: v.kind, raw: v.raw, num: v.num}
	markup := v.kind == 'd' && markups[v.get("Subtype").name()] && v.get("Rect").raw == nil && v.get("Rect").kind != 0
	for _, p := range v.dict {
		if strippedKeys[p.key] || p.key == "V" && v.get("FT").name() == "Sig" || markup && markupKeys[p.key] || w.goes(p.val) {
			continue
		}
		out.dict = append(out.dict, pair{p.key, w.clean(p.val)})
	}
	for _, item := range v.list {
		if !w.goes(item) {
			out.list = append(out.list, w.clean(item))
		}
	}
	return out
}

// goes reports whether what a value refers to is left out whole: a signature, a
// file pinned to a page.
func (w *pdfWriter) goes(v value) bool {
	if v.kind == 'r' {
		o, _ := w.file.object(v.num)
		v = o.val
	}
	if v.kind != 'd' {
		return false
	}
	kind := v.get("Type").name()
	return kind == "Sig" || kind == "DocTimeStamp" || kind == "Metadata" || v.get("Subtype").name() == "FileAttachment"
}

// end writes the table and the trailer.
func (w *pdfWriter) end(root int) []byte {
	id := sha256.Sum256(w.out)
	table := len(w.out)
	w.out = fmt.Appendf(w.out, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets)+1)
	for _, offset := range w.offsets {
		w.out = fmt.Appendf(w.out, "%010d 00000 n \n", offset)
	}
	return fmt.Appendf(w.out, "trailer\n<</Size %d/Root %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n", len(w.offsets)+1, root, id[:16], id[:16], table)
}
