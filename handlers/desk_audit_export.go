package handlers

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"net"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
)

const (
	// exportBatch is how many entries an export reads at once.
	exportBatch = 500
	// exportPause is how long one batch may take, from the database to the browser.
	exportPause = time.Minute
)

// export sends the entries under the filter as a table for a spreadsheet. It
// begins by leaving an entry of its own.
func (h deskAudit) export(c *fiber.Ctx) error {
	_, f, err := h.filter(c)
	if err != nil {
		return err
	}
	names, err := h.names(c)
	if err != nil {
		return err
	}
	if err := h.App.ExportAudit(c.UserContext(), member(c).Actor(), f); err != nil {
		return err
	}
	// The handler is over before the first line is read: what follows must not
	// touch the request, nor end with it.
	ctx := context.WithoutCancel(c.UserContext())
	attach(c, i18n.T(ctx, "audit.file", h.Now().In(i18n.Zone).Format(dayShape)), "text/csv; charset=utf-8")
	f.Limit = exportBatch
	x := &auditExport{ctx: ctx, repo: h.Repo, now: h.Now, conn: c.Context().Conn(), names: names, filter: f}
	x.begin()
	return c.SendStream(x)
}

// auditExport reads the table batch by batch, each behind the last line of the
// one before: what is written meanwhile is newer and moves nothing. An error in
// the middle breaks the connection off, so that no half table passes for a whole one.
type auditExport struct {
	ctx    context.Context
	repo   *repo.Repo
	now    func() time.Time
	conn   net.Conn
	names  desk.AuditNames
	filter repo.AuditFilter
	buffer bytes.Buffer
	last   bool // nothing comes behind what is in the buffer
}

// begin writes the mark of UTF-8, without which Excel takes the table for GBK,
// and the names of the columns.
func (x *auditExport) begin() {
	x.buffer.WriteString("\ufeff")
	x.write(desk.AuditColumns(x.ctx))
}

// Read implements io.Reader. It runs outside of the handler, where nothing else
// would catch a panic.
func (x *auditExport) Read(p []byte) (n int, err error) {
	if x.buffer.Len() == 0 && !x.last {
		if err := fault.Safely(x.fetch); err != nil {
			return 0, err
		}
	}
	if x.buffer.Len() == 0 {
		return 0, io.EOF
	}
	return x.buffer.Read(p)
}

// fetch reads the next batch. The server's limit is for a whole answer; this one
// may take as long as its batches keep coming.
func (x *auditExport) fetch() error {
	if err := x.conn.SetWriteDeadline(x.now().Add(exportPause)); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(x.ctx, requestTime)
	defer cancel()
	list, err := x.repo.Audited(ctx, x.filter)
	if err != nil {
		return err
	}
	lines, err := auditLines(list)
	if err != nil {
		return err
	}
	for _, l := range lines {
		x.write(desk.AuditRecord(x.ctx, l, x.names))
	}
	if x.last = len(list) < exportBatch; !x.last {
		x.filter.After = list[len(list)-1].Mark()
	}
	return nil
}

func (x *auditExport) write(record []string) {
	for i, cell := range record {
		record[i] = defused(cell)
	}
	w := csv.NewWriter(&x.buffer)
	w.UseCRLF = true    // RFC 4180
	_ = w.Write(record) // a buffer takes everything
	w.Flush()
}

// defused keeps a spreadsheet from taking a cell for a formula: what begins like
// one gets an apostrophe (OWASP, CSV injection).
func defused(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
