package document

import (
	"bytes"
	"compress/zlib"
	"io"
)

// readTables follows the cross-reference tables and streams from the newest to
// the oldest (ISO 32000-1, 7.5.4, 7.5.6, 7.5.8); what a newer one says counts.
func (f *pdfFile) readTables() bool {
	at := bytes.LastIndex(f.data, []byte("startxref"))
	if at < 0 {
		return false
	}
	l := pdfLexer{data: f.data, at: at + len("startxref")}
	seen := map[int]bool{}
	todo := []int{l.integer()}
	for len(todo) > 0 {
		at, todo = todo[0], todo[1:]
		if at < 0 || at >= len(f.data) || len(seen) > maxRevisions {
			return false
		}
		if seen[at] {
			continue
		}
		seen[at] = true
		trailer, ok := f.tableAt(at)
		if !ok {
			return false
		}
		if f.trailer.kind == 0 {
			f.trailer = trailer
		}
		if older := trailer.get("Prev").int(); older >= 0 {
			todo = append(todo, older)
		}
	}
	return f.trailer.kind == 'd'
}

func (f *pdfFile) tableAt(at int) (trailer value, ok bool) {
	l := pdfLexer{data: f.data, at: at}
	if !l.keyword("xref") {
		return f.tableStream(at)
	}
	type entry struct {
		num int
		place
	}
	var entries []entry
	for !l.keyword("trailer") {
		first, count := l.integer(), l.integer()
		if first < 0 || count < 0 || count > maxPDFObjects {
			return value{}, false
		}
		for num := first; num < first+count; num++ {
			offset, gen := l.integer(), l.integer()
			used := l.keyword("n")
			if offset < 0 || gen < 0 || !used && !l.keyword("f") {
				return value{}, false
			}
			if entries = append(entries, entry{num, place{offset: offset, free: !used}}); len(entries) > maxPDFObjects {
				return value{}, false
			}
		}
	}
	trailer = l.value(0)
	if hidden := trailer.get("XRefStm").int(); hidden >= 0 { // what it names is free in the table, for older readers (7.5.8.4)
		if _, ok := f.tableStream(hidden); !ok {
			return value{}, false
		}
	}
	for _, e := range entries {
		f.note(e.num, e.place)
	}
	return trailer, !l.bad && trailer.kind == 'd'
}

func (f *pdfFile) note(num int, p place) {
	if _, newer := f.places[num]; !newer && len(f.places) < maxPDFObjects {
		f.places[num] = p
	}
}

func (f *pdfFile) tableStream(at int) (trailer value, ok bool) {
	o, ok := f.objectAt(at)
	if !ok || o.stream == nil {
		return value{}, false
	}
	rows, ok := f.decode(o)
	widths := o.val.get("W").list
	if !ok || len(widths) < 3 {
		return value{}, false
	}
	w := [3]int{widths[0].int(), widths[1].int(), widths[2].int()}
	size := w[0] + w[1] + w[2]
	if w[0] < 0 || w[1] < 0 || w[2] < 0 || size == 0 || w[0] > 8 || w[1] > 8 || w[2] > 8 {
		return value{}, false
	}
	index := o.val.get("Index").list
	if len(index) < 2 {
		index = []value{{raw: []byte("0")}, o.val.get("Size")}
	}
	for i := 0; i+1 < len(index); i += 2 {
		first, count := index[i].int(), index[i+1].int()
		if first < 0 {
			return value{}, false
		}
		for num := first; num < first+count && len(rows) >= size; num++ {
			f.noteRow(num, rows[:size], w)
			rows = rows[size:]
		}
	}
	return o.val, true
}

func (f *pdfFile) noteRow(num int, row []byte, w [3]int) {
	kind := 1
	if w[0] > 0 {
		kind = bigEndian(row[:w[0]])
	}
	second, third := bigEndian(row[w[0]:w[0]+w[1]]), bigEndian(row[w[0]+w[1]:])
	switch kind {
	case 0:
		f.note(num, place{free: true})
	case 1:
		f.note(num, place{offset: second})
	case 2:
		f.note(num, place{in: second, index: third})
	}
}

func bigEndian(b []byte) (n int) {
	for _, c := range b {
		n = n<<8 | int(c)
	}
	return max(n, 0)
}

// decode unpacks a stream of the file's own structure, which is deflated or
// plain (7.4.4).
func (f *pdfFile) decode(o object) ([]byte, bool) {
	filter := f.resolve(o.val.get("Filter"))
	parms := f.resolve(o.val.get("DecodeParms"))
	if filter.kind == 'a' && len(filter.list) == 1 {
		filter = f.resolve(filter.list[0])
	}
	if parms.kind == 'a' && len(parms.list) == 1 {
		parms = f.resolve(parms.list[0])
	}
	switch filter.name() {
	case "":
		return o.stream, filter.kind == 0
	case "FlateDecode", "Fl":
	default:
		return nil, false
	}
	z, err := zlib.NewReader(bytes.NewReader(o.stream))
	if err != nil {
		return nil, false
	}
	left := maxPDFUnpacked - f.unpacked
	data, err := io.ReadAll(io.LimitReader(z, int64(left)+1))
	f.unpacked += len(data)
	if len(data) > left || err != nil && len(data) == 0 { // what is cut off is used as far as it goes
		return nil, false
	}
	return unpredict(data, parms)
}

// unpredict undoes the PNG predictors (7.4.4.4).
func unpredict(data []byte, parms value) ([]byte, bool) {
	predictor, columns := parms.get("Predictor").int(), parms.get("Columns").int()
	switch {
	case predictor <= 1:
		return data, true
	case predictor < 10 || parms.get("Colors").int() > 1 || columns > 1<<16:
		return nil, false
	}
	columns = max(columns, 1)
	out := make([]byte, 0, len(data))
	above := make([]byte, columns)
	for ; len(data) > columns; data = data[columns+1:] {
		row := data[1 : columns+1]
		for i := range row {
			var left, corner byte
			if i > 0 {
				left, corner = row[i-1], above[i-1]
			}
			switch data[0] {
			case 1:
				row[i] += left
			case 2:
				row[i] += above[i]
			case 3:
				row[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				row[i] += paeth(left, above[i], corner)
			}
		}
		out = append(out, row...)
		above = row
	}
	return out, true
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := distance(p, a), distance(p, b), distance(p, c)
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func distance(p int, b byte) int { return max(p-int(b), int(b)-p) }
