package document

import (
	"bytes"
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
)

// Bounds of a PDF, against tables that lie.
const (
	maxPDFObjects  = 1 << 20
	maxPDFUnpacked = 128 << 20 // bytes of all object streams and cross-reference streams
	maxRevisions   = 1024
	maxPDFReads    = 64 // objects that are read for the sake of one another, as a stream's length is
)

// pdfFile is a PDF whose objects can be asked for by number (ISO 32000-1, 7.5).
type pdfFile struct {
	data     []byte
	places   map[int]place
	trailer  value
	objects  map[int]object // read so far
	streams  map[int][]object
	unpacked int
	reading  int // objects that are being read
}

// place says where an object lies: at an offset, or at an index in the object
// stream with that number.
type place struct {
	offset, index, in int
	free              bool
}

// object is an object with its stream, if it has one.
type object struct {
	num    int
	val    value
	stream []byte // nil: none
}

// openPDF finds the objects, by the file's own tables or, when these are broken,
// by looking for them.
func openPDF(data []byte) (*pdfFile, error) {
	f := &pdfFile{data: data}
	f.reset()
	if !f.readTables() || !f.isSound() {
		f.reset()
		f.search()
		if !f.isSound() {
			return nil, ErrDamaged
		}
	}
	if f.isEncrypted() {
		return nil, ErrEncrypted
	}
	return f, nil
}

func (f *pdfFile) reset() {
	f.places, f.objects, f.streams = map[int]place{}, map[int]object{}, map[int][]object{}
	f.trailer, f.unpacked = value{}, 0
}

// isSound reports whether there is a catalogue with pages, or a reason why it
// cannot be read.
func (f *pdfFile) isSound() bool {
	if f.isEncrypted() {
		return true
	}
	pages := f.resolve(f.resolve(f.trailer.get("Root")).get("Pages"))
	kind := pages.get("Type").name()
	return pages.kind == 'd' && (kind == "Pages" || kind == "")
}

func (f *pdfFile) isEncrypted() bool { return f.trailer.get("Encrypt").kind != 0 }

// resolve follows a reference.
func (f *pdfFile) resolve(v value) value {
	for range 8 {
		if v.kind != 'r' {
			return v
		}
		o, _ := f.object(v.num)
		v = o.val
	}
	return value{}
}

// object reads an object; one that is not there is null.
func (f *pdfFile) object(num int) (object, bool) {
	if o, ok := f.objects[num]; ok {
		return o, o.val.kind != 0 || o.val.raw != nil
	}
	if f.reading >= maxPDFReads {
		return object{num: num}, false
	}
	f.reading++
	defer func() { f.reading-- }()
	f.objects[num] = object{num: num} // whoever asks for it again while it is read gets nothing
	p, ok := f.places[num]
	var o object
	switch {
	case !ok || p.free:
		return object{num: num}, false
	case p.in > 0:
		if o, ok = f.packed(num, p); !ok {
			return object{num: num}, false
		}
	default:
		if o, ok = f.objectAt(p.offset); !ok || o.num != num {
			return object{num: num}, false
		}
	}
	f.objects[num] = o
	return o, true
}

// objectAt reads "12 0 obj …" at an offset.
func (f *pdfFile) objectAt(offset int) (object, bool) {
	if offset < 0 || offset >= len(f.data) {
		return object{}, false
	}
	l := pdfLexer{data: f.data, at: offset}
	o := object{num: l.integer()}
	if o.num < 0 || l.integer() < 0 || !l.keyword("obj") {
		return object{}, false
	}
	o.val = l.value(0)
	if l.bad {
		return object{}, false
	}
	if o.val.kind != 'd' || !l.keyword("stream") {
		return o, true
	}
	if bytes.HasPrefix(f.data[l.at:], []byte("\r\n")) {
		l.at++
	}
	o.stream = f.streamAt(l.at+1, o.val.get("Length"))
	return o, o.stream != nil
}

// streamAt gives the bytes of a stream: as many as it says, if its end comes
// there, else up to where its end is found.
func (f *pdfFile) streamAt(from int, length value) []byte {
	if from > len(f.data) {
		return nil
	}
	if n := f.resolve(length).int(); n >= 0 && n <= len(f.data)-from {
		l := pdfLexer{data: f.data, at: from + n}
		if l.keyword("endstream") {
			return f.data[from : from+n : from+n]
		}
	}
	n := bytes.Index(f.data[from:], []byte("endstream"))
	if n < 0 {
		return nil
	}
	return bytes.TrimSuffix(bytes.TrimSuffix(f.data[from:from+n:from+n], []byte("\n")), []byte("\r"))
}

// packed reads an object from an object stream (7.5.7).
func (f *pdfFile) packed(num int, p place) (object, bool) {
	all, known := f.streams[p.in]
	if !known {
		all = f.unpack(p.in)
		f.streams[p.in] = all
	}
	if p.index < len(all) && all[p.index].num == num {
		return all[p.index], true
	}
	for _, o := range all {
		if o.num == num {
			return o, true
		}
	}
	return object{}, false
}

func (f *pdfFile) unpack(num int) (all []object) {
	if p := f.places[num]; p.in > 0 { // streams do not lie in streams
		return nil
	}
	o, ok := f.object(num)
	if !ok || o.stream == nil {
		return nil
	}
	data, ok := f.decode(o)
	first, count := f.resolve(o.val.get("First")).int(), f.resolve(o.val.get("N")).int()
	if !ok || first < 0 || first > len(data) || count > maxPDFObjects {
		return nil
	}
	head := pdfLexer{data: data[:first]}
	for range count {
		num, at := head.integer(), head.integer()
		if num < 0 || at < 0 || at > len(data)-first {
			break
		}
		l := pdfLexer{data: data, at: first + at}
		if v := l.value(0); !l.bad {
			all = append(all, object{num: num, val: v})
		}
	}
	return all
}

var (
	objectStart = regexp.MustCompile(`(?:^|[\x00\s])(\d{1,10})[\x00\s]+\d{1,5}[\x00\s]+obj\b`)
	trailerWord = []byte("trailer")
)

// search finds the objects of a file whose tables are broken: of several with
// one number, the last one counts.
func (f *pdfFile) search() {
	for _, m := range objectStart.FindAllSubmatchIndex(f.data, maxPDFObjects) {
		num, err := strconv.Atoi(string(f.data[m[2]:m[3]]))
		if err == nil && num > 0 {
			f.places[num] = place{offset: m[2]}
		}
	}
	newest := slices.SortedFunc(maps.Keys(f.places), func(a, b int) int { return f.places[b].offset - f.places[a].offset })
	catalogue := 0
	for _, num := range newest {
		o, ok := f.object(num)
		if !ok {
			continue
		}
		switch o.val.get("Type").name() {
		case "ObjStm":
			for i, inner := range f.unpack(num) {
				if _, known := f.places[inner.num]; !known {
					f.places[inner.num] = place{in: num, index: i}
					delete(f.objects, inner.num)
				}
			}
		case "XRef":
			f.trailer.kind, f.trailer.dict = 'd', append(f.trailer.dict, o.val.dict...)
		case "Catalog":
			catalogue = cmp.Or(catalogue, num)
		}
	}
	for at := len(f.data); at >= 0; at = bytes.LastIndex(f.data[:at], trailerWord) {
		l := pdfLexer{data: f.data, at: at}
		if l.keyword("trailer") {
			if v := l.value(0); !l.bad {
				f.trailer.kind, f.trailer.dict = 'd', append(f.trailer.dict, v.dict...)
			}
		}
	}
	if f.trailer.get("Root").kind == 0 && catalogue > 0 {
		f.trailer.kind, f.trailer.dict = 'd', append(f.trailer.dict, pair{"Root", value{kind: 'r', num: catalogue}})
	}
}
