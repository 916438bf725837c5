package sheet

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"nayan/internal/text"
)

// errorValues are what a formula leaves that failed (ECMA-376, 18.18.11).
var errorValues = []string{"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!"}

// read gives the value of a cell, or the key of what is wrong with it.
func (c placed) read(raw string, date1904 bool) (value, problem string) {
	value = strings.TrimSpace(raw)
	switch {
	case value == "":
		return "", ""
	case slices.Contains(errorValues, value):
		return "", "sheet.error.failed"
	case c.Kind == Number:
		return digits(value)
	case c.Kind == Day:
		return day(value, date1904)
	case c.Kind == Choice:
		return c.choose(value)
	}
	return value, ""
}

// args are the values of the message for a wrong cell.
func (c placed) args() []any {
	if c.Kind != Choice {
		return nil
	}
	labels := make([]string, len(c.Options))
	for i, o := range c.Options {
		labels[i] = o.Label
	}
	return []any{strings.Join(labels, "、")}
}

func (c placed) choose(value string) (string, string) {
	for _, o := range c.Options {
		if heading(o.Label) == heading(value) || o.Value == value {
			return o.Value, ""
		}
	}
	return "", "sheet.error.choice"
}

// scientific is how spreadsheet programs write long numbers: 1.38E+10.
var scientific = regexp.MustCompile(`^([0-9])(?:\.([0-9]+))?[eE]\+?([0-9]{1,2})$`)

// shownDigits is how many digits a spreadsheet shows of a long number. One that has
// no more has lost the others for good.
const shownDigits = 6

// digits undoes what a spreadsheet makes of a phone or a code that it took for a
// number: 13800001234.0 and 1.3800001234E10.
func digits(value string) (string, string) {
	value = text.HalfWidth(value)
	m := scientific.FindStringSubmatch(value)
	if m == nil {
		whole, fraction, found := strings.Cut(value, ".")
		if found && strings.Trim(fraction, "0") == "" && strings.Trim(whole, "0123456789") == "" {
			return whole, ""
		}
		return value, ""
	}
	mantissa := m[1] + m[2]
	exponent, err := strconv.Atoi(m[3])
	if err != nil || len(strings.TrimRight(mantissa, "0")) <= shownDigits || exponent+1 < len(strings.TrimRight(mantissa, "0")) || exponent > 14 {
		return "", "sheet.error.scientific"
	}
	for len(mantissa) < exponent+1 {
		mantissa += "0"
	}
	return mantissa[:exponent+1], ""
}

// dayShapes are the ways in which people write a day, separators made one.
var dayShapes = []string{"2006-1-2", "20060102"}

var separators = strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-", "日", "", "号", "", " ", "")

// A day is taken from these years only: anything else is a slip.
const (
	firstYear = 2000
	lastYear  = 2099
)

// day reads a date: a serial number, as spreadsheets keep them, or text.
func day(value string, date1904 bool) (string, string) {
	value = text.HalfWidth(value)
	t, ok := textDay(value)
	if !ok {
		t, ok = serialDay(value, date1904)
	}
	if !ok || t.Year() < firstYear || t.Year() > lastYear {
		return "", "sheet.error.day"
	}
	return t.Format(time.DateOnly), ""
}

func textDay(value string) (time.Time, bool) {
	written, _, _ := strings.Cut(value, "T")
	if date, clock, found := strings.Cut(value, " "); found && strings.Contains(clock, ":") {
		written = date
	}
	for _, shape := range dayShapes {
		if t, err := time.Parse(shape, separators.Replace(written)); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func serialDay(value string, date1904 bool) (time.Time, bool) {
	serial, err := strconv.ParseFloat(value, 64)
	if err != nil || serial < 1 || serial > 80_000 {
		return time.Time{}, false
	}
	t, err := excelize.ExcelDateToTime(serial, date1904)
	return t, err == nil
}
