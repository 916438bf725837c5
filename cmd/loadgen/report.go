package main

import (
	"fmt"
	"io"
	"strings"
)

// report is a list of figures, shown as lines or as a row of a Markdown table.
type report struct{ figures []figure }

type figure struct{ name, value string }

func (r *report) add(name, format string, args ...any) {
	r.figures = append(r.figures, figure{name, fmt.Sprintf(format, args...)})
}

// write prints one report.
func (r *report) write(w io.Writer, markdown bool) { writeAll(w, []report{*r}, markdown) }

// writeAll prints reports with the same figures: as lines, or as the rows of one
// Markdown table.
func writeAll(w io.Writer, reports []report, markdown bool) {
	for i, r := range reports {
		switch {
		case markdown:
			r.writeRow(w, i == 0)
		case i > 0:
			fmt.Fprintln(w)
			fallthrough
		default:
			r.writeLines(w)
		}
	}
}

func (r *report) writeLines(w io.Writer) {
	for _, f := range r.figures {
		fmt.Fprintf(w, "%-28s %s\n", f.name, f.value)
	}
}

func (r *report) writeRow(w io.Writer, first bool) {
	var head, rule, row []string
	for _, f := range r.figures {
		head, rule, row = append(head, f.name), append(rule, "---"), append(row, f.value)
	}
	table := [][]string{head, rule, row}
	if !first {
		table = table[2:]
	}
	for _, cells := range table {
		fmt.Fprintln(w, "| "+strings.Join(cells, " | ")+" |")
	}
}
