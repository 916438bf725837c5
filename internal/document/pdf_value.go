package document

import (
	"bytes"
	"strconv"
)

// value is one object of a PDF (ISO 32000-1, 7.3). What is neither a dictionary
// nor an array nor a reference is kept as it was written.
type value struct {
	raw  []byte // names, numbers, strings, true, false, null
	dict []pair // nil unless it is a dictionary
	list []value
	kind byte // 'd' dictionary, 'a' array, 'r' reference to num, 0 raw
	num  int
}

type pair struct {
	key string // without the slash, as written
	val value
}

// get gives an entry of a dictionary.
func (v value) get(key string) value {
	for _, p := range v.dict {
		if p.key == key {
			return p.val
		}
	}
	return value{}
}

// name gives a name without its slash, or "".
func (v value) name() string {
	if len(v.raw) > 1 && v.raw[0] == '/' {
		return string(v.raw[1:])
	}
	return ""
}

// int gives a number, or -1.
func (v value) int() int {
	n, err := strconv.Atoi(string(v.raw))
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// pdfLexer reads objects from bytes.
type pdfLexer struct {
	data []byte
	at   int
	bad  bool
}

// maxPDFDepth bounds arrays and dictionaries within each other.
const maxPDFDepth = 200

func isBlank(b byte) bool {
	return b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == '\f' || b == 0
}
func isDelimiter(b byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), b) >= 0 }

func (l *pdfLexer) blanks() {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; {
		case isBlank(c):
			l.at++
		case c == '%':
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// keyword passes over a word, if it comes next.
func (l *pdfLexer) keyword(word string) bool {
	l.blanks()
	if !bytes.HasPrefix(l.data[l.at:], []byte(word)) {
		return false
	}
	l.at += len(word)
	return true
}

// integer reads a number without sign or point; -1 when none comes next.
func (l *pdfLexer) integer() int {
	l.blanks()
	from := l.at
	for l.at < len(l.data) && l.at-from < 10 && l.data[l.at]-'0' <= 9 {
		l.at++
	}
	n, err := strconv.Atoi(string(l.data[from:l.at]))
	if err != nil {
		return -1
	}
	return n
}

// value reads the next object.
func (l *pdfLexer) value(depth int) value {
	l.blanks()
	if l.at >= len(l.data) || depth > maxPDFDepth {
		l.bad = true
		return value{}
	}
	from := l.at
	switch c := l.data[l.at]; {
	case bytes.HasPrefix(l.data[l.at:], []byte("<<")):
		return l.dictionary(depth)
	case c == '[':
		return l.array(depth)
	case c == '(':
		l.literal()
	case c == '<':
		end := bytes.IndexByte(l.data[l.at:], '>')
		if end < 0 {
			l.bad = true
			return value{}
		}
		l.at += end + 1
	case c == '/':
		l.at++
		l.regular()
	case c-'0' <= 9:
		if v, ok := l.reference(); ok {
			return v
		}
		l.regular()
	default:
		l.regular()
	}
	if l.at == from { // a delimiter out of place
		l.bad = true
		l.at++
	}
	return value{raw: l.data[from:l.at]}
}

// reference reads 12 0 R.
func (l *pdfLexer) reference() (value, bool) {
	back := l.at
	num := l.integer()
	if l.at < len(l.data) && isBlank(l.data[l.at]) {
		gen := l.integer()
		if num >= 0 && gen >= 0 && l.keyword("R") && (l.at >= len(l.data) || isBlank(l.data[l.at]) || isDelimiter(l.data[l.at])) {
			return value{kind: 'r', num: num}, true
		}
	}
	l.at = back
	return value{}, false
}

func (l *pdfLexer) dictionary(depth int) value {
	l.at += 2
	v := value{kind: 'd'}
	for !l.bad {
		if l.keyword(">>") {
			return v
		}
		key := l.value(depth + 1)
		if key.name() == "" && !bytes.Equal(key.raw, []byte("/")) {
			l.bad = true
			break
		}
		v.dict = append(v.dict, pair{string(key.raw[1:]), l.value(depth + 1)})
	}
	return v
}

func (l *pdfLexer) array(depth int) value {
	l.at++
	v := value{kind: 'a'}
	for !l.bad {
		if l.keyword("]") {
			return v
		}
		v.list = append(v.list, l.value(depth+1))
	}
	return v
}

// literal passes over a string in parentheses (7.3.4.2).
func (l *pdfLexer) literal() {
	open := 0
	for ; l.at < len(l.data); l.at++ {
		switch l.data[l.at] {
		case '\\':
			l.at++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.at++
				return
			}
		}
	}
	l.at = len(l.data)
	l.bad = true
}

// regular passes over characters that are neither blank nor delimiter.
func (l *pdfLexer) regular() {
	for l.at < len(l.data) && !isBlank(l.data[l.at]) && !isDelimiter(l.data[l.at]) {
		l.at++
	}
}

// write appends an object, its references renumbered.
func (v value) write(out []byte, renumber func(int) int) []byte {
	switch v.kind {
	case 'd':
		out = append(out, "<<"...)
		for _, p := range v.dict {
			out = append(append(append(out, '/'), p.key...), ' ')
			out = p.val.write(out, renumber)
		}
		return append(out, ">>"...)
	case 'a':
		out = append(out, '[')
		for i, item := range v.list {
			if i > 0 {
				out = append(out, ' ')
			}
			out = item.write(out, renumber)
		}
		return append(out, ']')
	case 'r':
		return append(strconv.AppendInt(out, int64(renumber(v.num)), 10), " 0 R"...)
	}
	return append(out, v.raw...)
}
