package handlers

import (
	"bytes"
	"context"
	"io"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/internal/report"
)

const (
	// exportBatch is how many entries an export reads at once.
	exportBatch = 500
	// exportPause is how long one batch may take, from the database to the browser.
	exportPause = time.Minute

	csvType = "text/csv; charset=utf-8"
)

// csvTable is a table for a spreadsheet, as far as it is written.
type csvTable struct {
	bytes.Buffer
	lines *report.CSV
}

// newTable begins with the names of the columns.
func newTable(columns []string) *csvTable {
	t := new(csvTable)
	t.lines = report.NewCSV(&t.Buffer, columns)
	_ = t.lines.Flush() // a buffer takes everything
	return t
}

func (t *csvTable) write(record []string) {
	t.lines.Write(record)
	_ = t.lines.Flush()
}

// csvStream sends a table batch by batch, each behind the last line of the one
// before: what is written meanwhile is newer and moves nothing. An error in the
// middle breaks the connection off, so that no half table passes for a whole one.
type csvStream struct {
	ctx   context.Context
	now   func() time.Time
	conn  net.Conn
	table *csvTable
	// next gives the lines of the next batch; last says that it is the last one.
	next func(context.Context) (records [][]string, last bool, err error)
	last bool // nothing comes behind what is in the table
}

// stream answers with a table. The handler is over before the first batch is read:
// next must not touch the request.
func (e *Env) stream(c *fiber.Ctx, name string, columns []string, next func(context.Context) ([][]string, bool, error)) error {
	attach(c, name, csvType)
	return c.SendStream(&csvStream{ctx: context.WithoutCancel(c.UserContext()), now: e.Now, conn: c.Context().Conn(),
		table: newTable(columns), next: next})
}

// Read implements io.Reader. It runs outside of the handler, where nothing else
// would catch a panic.
func (x *csvStream) Read(p []byte) (n int, err error) {
	if x.table.Len() == 0 && !x.last {
		if err := fault.Safely(x.fetch); err != nil {
			return 0, err
		}
	}
	if x.table.Len() == 0 {
		return 0, io.EOF
	}
	return x.table.Read(p)
}

// fetch reads the next batch. The server's limit is for a whole answer; this one
// may take as long as its batches keep coming.
func (x *csvStream) fetch() error {
	if err := x.conn.SetWriteDeadline(x.now().Add(exportPause)); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(x.ctx, requestTime)
	defer cancel()
	records, last, err := x.next(ctx)
	if err != nil {
		return err
	}
	for _, record := range records {
		x.table.write(record)
	}
	x.last = last
	return nil
}
