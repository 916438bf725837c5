package handlers

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
)

// pipeBuffer is how much of a file is gathered before it goes on.
const pipeBuffer = 64 << 10

// errLeft says to a writer that nobody reads any more.
var errLeft = errors.New("the client has left")

// pipe answers with what write writes, as it is written. The handler is over before
// that begins: write must not touch the request. An error in the middle breaks the
// connection off, so that no half file passes for a whole one, and so does a client
// that takes nothing for a while; a reader who goes away ends the writing. Whatever
// becomes of it, end is called, perhaps twice.
func (e *Env) pipe(c *fiber.Ctx, end func(), write func(context.Context, io.Writer) error) error {
	ctx, cancel := context.WithCancel(context.WithoutCancel(c.UserContext()))
	r, w := io.Pipe()
	return c.SendStream(&pipedFile{PipeReader: r, conn: c.Context().Conn(), now: e.Now,
		end:   func() { cancel(); end() },
		begin: sync.OnceFunc(func() { go writeTo(ctx, w, end, write) })})
}

// pipedFile is an answer that is written while it is read.
type pipedFile struct {
	*io.PipeReader
	conn       net.Conn
	now        func() time.Time
	begin, end func()
}

// Read implements io.Reader. Nothing is written for who never reads, as with HEAD.
// The server's limit is for a whole answer; this one may take as long as it keeps
// coming.
func (f *pipedFile) Read(p []byte) (int, error) {
	f.begin()
	n, err := f.PipeReader.Read(p)
	if bad := f.conn.SetWriteDeadline(f.now().Add(exportPause)); bad != nil && err == nil {
		err = bad
	}
	return n, err
}

// Close implements io.Closer.
func (f *pipedFile) Close() error {
	f.end()
	return f.CloseWithError(errLeft)
}

// writeTo writes a file outside of the handler, where nothing else would catch a panic.
func writeTo(ctx context.Context, w *io.PipeWriter, end func(), write func(context.Context, io.Writer) error) {
	err := fault.Safely(func() error {
		out := bufio.NewWriterSize(w, pipeBuffer)
		if err := write(ctx, out); err != nil {
			return err
		}
		return out.Flush()
	})
	end()
	_ = w.CloseWithError(err) // it says nil
}
