package report

import (
	"io"

	"nayan/internal/consult"
)

// WriteXLSX writes the results as a workbook: 采纳情况, 统计, and 更正 where there are
// corrections. Error: ErrFooting, and whatever the lines or w give.
func (r Results) WriteXLSX(w io.Writer, t Words) error {
	if !r.Totals.Foots() {
		return ErrFooting
	}
	b := Book{Cut: t("report.cut"), Sheets: []Sheet{
		{Name: t("report.sheet.lines"), Columns: lineColumns(t), Rows: r.lineRows(t)},
		{Name: t("report.sheet.totals"), Columns: []Column{{Width: 28}, {Width: 12}, {Width: 64}}, Rows: list(r.totalRows(t))},
	}}
	if len(r.Corrections) > 0 {
		b.Sheets = append(b.Sheets, Sheet{Name: t("report.sheet.corrections"), Columns: correctionColumns(t), Rows: list(r.correctionRows(t))})
	}
	return b.Write(w)
}

// WriteCSV writes the lines of the results as one table. Errors as with WriteXLSX.
func (r Results) WriteCSV(w io.Writer, t Words) error {
	if !r.Totals.Foots() {
		return ErrFooting
	}
	return WriteCSV(w, lineColumns(t), r.lineRows(t))
}

func lineColumns(t Words) []Column {
	return []Column{
		{t("results.no"), 8}, {t("results.name"), 14}, {t("results.clause"), 16}, {t("results.body"), 56},
		{t("report.comments"), 8}, {t("report.persons"), 8}, {t("report.enterprises"), 8},
		{t("results.outcome"), 14}, {t("results.reason"), 48}, {t("report.final"), 36}, {t("report.released"), 18},
	}
}

func (r Results) lineRows(t Words) Rows {
	outcomes := outcomeWords(t)
	return func(yield func(Row, error) bool) {
		row := make(Row, 0, 11)
		for l, err := range r.counted() {
			row = append(row[:0], Number(l.Position), Text(or(l.Name, t, "comment.anonymous")),
				Text(or(l.Clause, t, "comment.whole_draft")), Text(or(l.Body, t, "results.withheld")),
				Number(l.Comments), Number(l.Persons), Number(l.Enterprises),
				Text(outcomes[l.Outcome]), Text(l.Reason), Text(l.Final), Text(l.Released))
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

func outcomeWords(t Words) map[consult.Outcome]string {
	out := map[consult.Outcome]string{}
	for _, o := range consult.Outcomes {
		out[o] = t("outcome." + string(o))
	}
	return out
}

// or gives s, or the words for where there is none.
func or(s string, t Words, key string) string {
	if s == "" {
		return t(key)
	}
	return s
}

// list gives rows that are there already.
func list(rows []Row) Rows {
	return func(yield func(Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func (r Results) totalRows(t Words) []Row {
	rows := []Row{{Title(r.Title)}, {Note(r.lead(t))}, {},
		{Note(t("report.fact.no", r.No))}, {Note(t("report.fact.unit", r.Unit))},
		{Note(t("report.fact.period", r.Period))}, {Note(t("report.fact.released", r.ReleasedOn))}, {},
		{Heading(t("report.figure")), Heading(t("report.count")), Heading(t("report.meaning"))},
	}
	for _, f := range r.figures() {
		rows = append(rows, Row{Text(t("report.figure." + f.key)), Number(f.count), Text(t("report.meaning." + f.key))})
	}
	rows = append(rows, Row{}, Row{Heading(t("results.outcome")), Heading(t("report.suggestions"))})
	for _, o := range consult.Outcomes {
		rows = append(rows, Row{Text(t("outcome." + string(o))), Number(r.Totals.Of(o))})
	}
	return append(rows, Row{Text(t("report.sum")).Bold(), Number(r.Totals.Suggestions).Bold()})
}

// lead is the sentence that says it all.
func (r Results) lead(t Words) string {
	if r.empty() {
		return t("results.none")
	}
	return r.Lead
}

// figure is one of the totals under its name.
type figure struct {
	key   string
	count int
}

func (r Results) figures() []figure {
	return []figure{{"comments", r.Totals.Comments}, {"offline", r.Totals.Offline}, {"superseded", r.Totals.Superseded},
		{"persons", r.Totals.Persons}, {"enterprises", r.Totals.Enterprises},
		{"suggestions", r.Totals.Suggestions}, {"enterprise_suggestions", r.Totals.EnterpriseSuggestions}}
}

func correctionColumns(t Words) []Column {
	return []Column{{t("results.no"), 8}, {t("report.corrected_on"), 16}, {t("report.was"), 14}, {t("report.was_reason"), 40},
		{t("report.now"), 14}, {t("report.now_reason"), 40}, {t("report.because"), 40}}
}

func (r Results) correctionRows(t Words) (rows []Row) {
	for _, c := range r.Corrections {
		rows = append(rows, Row{Number(c.Position), Text(c.On), Text(t("outcome." + string(c.Was))), Text(c.WasReason),
			Text(t("outcome." + string(c.Now))), Text(c.NowReason), Text(c.Because)})
	}
	return rows
}
