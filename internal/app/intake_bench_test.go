package app_test

import (
	"bytes"
	"testing"

	"nayan/internal/consult"
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
	list := sheet.List{Sheet: "意见"}
	for _, c := range benchColumns {
		list.Titles = append(list.Titles, c.Title)
	}
	rows := table(benchRows)
	err := list.Write(&out, func() ([]string, error) {
		if len(rows) == 0 {
			return nil, nil
		}
		r := rows[0]
		rows = rows[1:]
		return []string{"1", "座谈会", r.ReceivedOn, r.Place, r.Name, r.Phone, r.Clauses, r.Body}, nil
	})
	if err != nil {
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
