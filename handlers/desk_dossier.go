package handlers

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/dossier"
	"nayan/internal/fault"
	dossierview "nayan/views/dossier"
)

// deskDossier sends the record of a consultation.
type deskDossier struct{ *Env }

// send sends the archive while it is written. It begins by leaving an entry, as the
// export of the audit does.
func (h deskDossier) send(c *fiber.Ctx) error {
	con, err := h.received(c)
	if err != nil {
		return err
	}
	which := dossier.Copy(c.Query("copy", string(dossier.Staff)))
	d, err := h.App.OpenDossier(c.UserContext(), member(c).Actor(), con.ID, which)
	if err != nil {
		return err
	}
	attach(c, dossierview.FileName(c.UserContext(), which, con.No), "application/zip")
	return c.SendStream(newPipe(context.WithoutCancel(c.UserContext()), c.Context().Conn(), h.Now, d.Close, func(ctx context.Context, w io.Writer) error {
		err := d.Write(ctx, w, dossierview.Pages)
		if err != nil && ctx.Err() == nil {
			h.Log.Error("a dossier was broken off", slog.Int64("consultation", con.ID), slog.Any("error", err))
		}
		return err
	}))
}

// pipe is an answer that somebody writes while it is read. An error breaks the
// connection off, and so does a client that takes nothing for a while: no half
// archive passes for a whole one. Whoever stops reading stops the writer.
type pipe struct {
	*io.PipeReader
	begin  func()
	end    func()
	conn   net.Conn
	now    func() time.Time
	closed sync.Once
}

// errLeft says to a writer that nobody reads any more.
var errLeft = errors.New("the client has left")

// pipeBuffer is how much is written before it is passed on.
const pipeBuffer = 64 << 10

func newPipe(ctx context.Context, conn net.Conn, now func() time.Time, end func(), write func(context.Context, io.Writer) error) *pipe {
	ctx, cancel := context.WithCancel(ctx)
	r, w := io.Pipe()
	begin := func() {
		go func() {
			buffer := bufio.NewWriterSize(w, pipeBuffer)
			err := fault.Safely(func() error { return write(ctx, buffer) })
			if err == nil {
				err = buffer.Flush()
			}
			end()
			_ = w.CloseWithError(err) // never fails
		}()
	}
	p := &pipe{PipeReader: r, conn: conn, now: now, end: func() { cancel(); end() }}
	p.begin = sync.OnceFunc(begin)
	return p
}

// Read implements io.Reader. The server's limit is for a whole answer; this one may
// take as long as its client keeps taking it.
func (p *pipe) Read(b []byte) (n int, err error) {
	p.begin()
	n, err = p.PipeReader.Read(b)
	if bad := p.conn.SetWriteDeadline(p.now().Add(exportPause)); bad != nil && err == nil {
		err = bad
	}
	return n, err
}

// Close implements io.Closer.
func (p *pipe) Close() error {
	p.closed.Do(p.end)
	return p.CloseWithError(errLeft)
}
