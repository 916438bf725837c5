package wording

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"nayan/internal/charset"
	"nayan/internal/fault"
)

// defaultList are misspellings that were seen on the sites of governments, as
// the press and inspections reported them; each line says where.
//
//go:embed observed_gov_site_typos.csv
var defaultList []byte

// Default gives the list that the program comes with.
var Default = sync.OnceValue(func() []Rule {
	rules, err := ParseCSV(bytes.NewReader(defaultList))
	if err != nil {
		panic(err) // embedded
	}
	return rules
})

// header is the first line of a list.
var header = []string{"wrong", "right", "where_observed"}

// Bounds of a list.
const (
	maxList  = 8 << 20
	maxRules = 100_000
	maxWord  = 200 // bytes of one wording
)

// LineError says what is wrong with one line of a list. Key names the message,
// whose argument is the line.
type LineError struct {
	Line int // from 1, the header included
	Key  string
}

// Error implements the error interface.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Key) }

// Unwrap gives the fault that a page shows.
func (e *LineError) Unwrap() error { return fault.New(fault.Invalid, e.Key, e.Line) }

// The catalogue keys of what may be wrong with a list.
const (
	keyHeader  = "wording.error.header" // the first line is not wrong,right,where_observed
	keyCells   = "wording.error.cells"  // no CSV, or too few cells
	keyEmpty   = "wording.error.empty"  // one of the two wordings is missing
	keySame    = "wording.error.same"   // both wordings are the same
	keyTwice   = "wording.error.twice"  // the same wrong wording stands further up
	keyLong    = "wording.error.long"   // too long for a wording
	keyTooMany = "wording.error.too_many"
)

// ParseCSV reads a list with the header wrong,right,where_observed, in UTF-8 or
// GB18030, as WPS and Excel save it. The first line that is wrong is told with a
// *LineError; what is no text at all, with charset.ErrUnknown.
func ParseCSV(r io.Reader) ([]Rule, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxList+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxList {
		return nil, fault.New(fault.Invalid, keyTooMany, maxRules)
	}
	text, err := charset.Decode(data)
	if err != nil {
		return nil, err
	}
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord, in.TrimLeadingSpace = -1, true
	var l listReader
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return l.rules, l.complete()
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			return nil, &LineError{broken.StartLine, keyCells}
		}
		line, _ := in.FieldPos(0)
		if key := l.add(cells); key != "" {
			return nil, &LineError{line, key}
		}
	}
}

// listReader is what has been read so far.
type listReader struct {
	headed bool
	rules  []Rule
	wrong  map[string]bool
}

// add takes a line, or gives the key of what is wrong with it.
func (l *listReader) add(cells []string) (key string) {
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	switch {
	case !l.headed:
		l.headed, l.wrong = true, map[string]bool{}
		if len(cells) < 2 || !slices.Equal(cells[:min(len(cells), 3)], header[:min(len(cells), 3)]) {
			return keyHeader
		}
		return ""
	case len(cells) < 2:
		return keyCells
	case cells[0] == "" || cells[1] == "":
		return keyEmpty
	case len(cells[0]) > maxWord || len(cells[1]) > maxWord:
		return keyLong
	case cells[0] == cells[1]:
		return keySame
	case l.wrong[cells[0]]:
		return keyTwice
	case len(l.rules) == maxRules:
		return keyTooMany
	}
	l.wrong[cells[0]] = true
	rule := Rule{Wrong: cells[0], Right: cells[1]}
	if len(cells) > 2 {
		rule.Source = cells[2]
	}
	l.rules = append(l.rules, rule)
	return ""
}

func (l *listReader) complete() error {
	if !l.headed {
		return &LineError{1, keyHeader}
	}
	return nil
}
