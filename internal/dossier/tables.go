package dossier

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"nayan/internal/i18n"
	"nayan/internal/report"
	"nayan/internal/workday"
)

// table writes lines as a table for a spreadsheet. Columns are keys behind
// "dossier.column."; a line may come to several rows.
func table[T any](ctx context.Context, columns []string, lines iter.Seq2[T, error], rows func(T) [][]string) func(io.Writer) error {
	return func(w io.Writer) error {
		var titles []string
		for _, c := range columns {
			titles = append(titles, i18n.T(ctx, "dossier.column."+c))
		}
		out := report.NewCSV(w, titles)
		for line, err := range lines {
			if err != nil {
				return err
			}
			for _, row := range rows(line) {
				out.Write(row)
			}
		}
		return out.Flush()
	}
}

// row makes a table's function of one that gives one row.
func row[T any](cells func(T) []string) func(T) [][]string {
	return func(x T) [][]string { return [][]string{cells(x)} }
}

// jsonLines writes one value a line.
func jsonLines[T any](lines iter.Seq2[T, error]) func(io.Writer) error {
	return func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for line, err := range lines {
			if err != nil {
				return err
			}
			if err := enc.Encode(line); err != nil {
				return err
			}
		}
		return nil
	}
}

// moment writes an instant in the county's time; "" for none.
func moment(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return t.In(i18n.Zone).Format(time.DateTime)
}

func dated(d workday.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// some writes a number, and nothing for 0.
func some[N ~int | ~int64](n N) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}

// word gives the words for a name of the program; the name itself where the
// catalogue has none.
func word(ctx context.Context, prefix, name string) string {
	if name != "" && i18n.Has(prefix+name) {
		return i18n.T(ctx, prefix+name)
	}
	return name
}

// yes writes what holds, and nothing else.
func (p *planner) yes(holds bool) string {
	if holds {
		return p.t("dossier.yes")
	}
	return ""
}

// clauses names what a point is on.
func (p *planner) clauses(labels []string) string {
	if len(labels) == 0 {
		return p.t("dossier.whole_draft")
	}
	return strings.Join(labels, "、")
}

// plainTable writes a table that is put together already.
func plainTable(w io.Writer, columns []string, lines [][]string) error {
	out := report.NewCSV(w, columns)
	for _, line := range lines {
		out.Write(line)
	}
	return out.Flush()
}
