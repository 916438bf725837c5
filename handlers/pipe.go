package handlers

import (
	"bufio"
	"context"
	"io"
	"net"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
)

// pipeBuffer is how much of a file is gathered before it goes on.
const pipeBuffer = 64 << 10

// pipe answers with what write writes, as it is written. The handler is over before
// that begins: write must not touch the request. An error in the middle breaks the
// connection off, so that no half file passes for a whole one; a reader who goes
// away ends the writing.
func (e *Env) pipe(c *fiber.Ctx, write func(context.Context, io.Writer) error) error {
	r, w := io.Pipe()
	return c.SendStream(&pipedFile{PipeReader: r, w: w, ctx: context.WithoutCancel(c.UserContext()), now: e.Now, conn: c.Context().Conn(), write: write})
}

// pipedFile is an answer that is written while it is read.
type pipedFile struct {
	*io.PipeReader
	w     *io.PipeWriter
	ctx   context.Context
	now   func() time.Time
	conn  net.Conn
	write func(context.Context, io.Writer) error
	begin sync.Once
}

// Read implements io.Reader. Nothing is written for who never reads, as with HEAD.
// The server's limit is for a whole answer; this one may take as long as it keeps
// coming.
func (f *pipedFile) Read(p []byte) (int, error) {
	f.begin.Do(func() { go f.run() })
	if err := f.conn.SetWriteDeadline(f.now().Add(exportPause)); err != nil {
		return 0, err
	}
	return f.PipeReader.Read(p)
}

// run writes the file outside of the handler, where nothing else would catch a panic.
func (f *pipedFile) run() {
	_ = f.w.CloseWithError(fault.Safely(func() error { // it says nil
		out := bufio.NewWriterSize(f.w, pipeBuffer)
		if err := f.write(f.ctx, out); err != nil {
			return err
		}
		return out.Flush()
	}))
}
