package app_test

import (
	"bytes"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/report"
	"nayan/internal/sheet"
)

const benchRows = 5000

// benchColumns are as many columns as the template has.
var benchColumns = []sheet.Column{{Key: "serial", Title: "序号"}, {Key: "channel", Title: "来源", Kind: sheet.Choice, Required: true,
	Options: []sheet.Option{{Value: string(consult.AtForum), Label: "座谈会"}}}, {Key: "received_on", Title: "收到日期", Kind: sheet.Day, Required: true},
	{Key: "place", Title: "地点"}, {Key: "name", Title: "姓名"}, {Key: "phone", Title: "电话", Kind: sheet.Number}, {Key: "clauses", Title: "条款"},
	{Key: "body", Title: "意见内容", Required: true}}

// benchTable is a file of so many rows.
func benchTable(b *testing.B) []byte {
	b.Helper()
	var out bytes.Buffer
	list := report.Sheet{Name: "意见", Rows: func(yield func(report.Row, error) bool) {
		for _, r := range table(benchRows) {
			row := report.Row{report.Number(1)}
			for _, cell := range []string{"座谈会", r.ReceivedOn, r.Place, r.Name, r.Phone, r.Clauses, r.Body} {
				row = append(row, report.Text(cell))
			}
			if !yield(row, nil) {
				return
			}
		}
	}}
	for _, c := range benchColumns {
		list.Columns = append(list.Columns, report.Column{Title: c.Title, Width: 12})
	}
	if err := (report.Book{Sheets: []report.Sheet{list}}).Write(&out); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// BenchmarkIntake takes a table of 5,000 rows from the file to the receipts: read,
// checked, sealed; then opened, checked again, recorded in one transaction, and
// every receipt given. NAYAN_TEST_DATABASE_URL may name a Postgres with durable
// settings.
func BenchmarkIntake(b *testing.B) {
	file, book := benchTable(b), sheet.Book{Sheet: "意见", Columns: benchColumns}
	for range b.N {
		b.StopTimer()
		c := intakeCall(b)
		b.StartTimer()
		t, err := book.Read(file, consult.MaxIntakeRows)
		if err != nil || len(t.Problems) > 0 {
			b.Fatal(err, t.Problems)
		}
		rows := make([]consult.IntakeRow, len(t.Rows))
		for n, r := range t.Rows {
			rows[n] = consult.IntakeRow{Row: r.Number, Channel: consult.Channel(r.Cells["channel"]), ReceivedOn: r.Cells["received_on"],
				Place: r.Cells["place"], Name: r.Cells["name"], Phone: r.Cells["phone"], Clauses: r.Cells["clauses"], Body: r.Cells["body"]}
		}
		batch, bad, err := c.PrepareIntakes(b.Context(), c.actor, c.id, rows, nil)
		if err != nil || len(bad) > 0 {
			b.Fatal(err, bad)
		}
		if err := c.ImportIntakes(b.Context(), c.actor, c.id, batch); err != nil {
			b.Fatal(err)
		}
		receipts, err := c.BatchReceipts(b.Context(), c.actor, c.id, batch, "xlsx", consult.MaxIntakeRows, 0)
		if err != nil || len(receipts) != benchRows {
			b.Fatal(len(receipts), err)
		}
		b.StopTimer()
		if n := c.count(b, `SELECT count(*) FROM intakes`); n != benchRows {
			b.Errorf("%d rows are recorded, want %d", n, benchRows)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(b.N*benchRows)/b.Elapsed().Seconds(), "rows/s")
}
