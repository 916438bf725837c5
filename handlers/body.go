package handlers

import (
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

const (
	// smallBody bounds what the public may send: a comment of 5,000 characters,
	// percent-encoded at nine bytes each, and the other fields, with room.
	smallBody = 256 << 10
	// deskBody bounds uploads on the desk: a 20 MiB attachment and its form.
	deskBody = 21 << 20
	// uploadTime is what a body with files may take on a slow line.
	uploadTime = 5 * time.Minute

	// chunked is fasthttp's length of a body that does not announce one.
	chunked = -1
)

// refusedHeader marks a request whose body is announced as too big. Whoever sends
// it unasked is refused, and no more.
const refusedHeader = "Nayan-Body-Refused"

// headerReceived tells fasthttp, before the body is read, how long it may take, and
// has none read that announces too much.
func (e *Env) headerReceived(header *fasthttp.RequestHeader) (config fasthttp.RequestConfig) {
	path, _, _ := strings.Cut(string(header.RequestURI()), "?")
	announced := header.ContentLength()
	if announced == chunked {
		// It may have come with a length as well. Where a proxy believed that one,
		// what follows is a request it has not seen: RFC 9112, 6.3.
		header.SetConnectionClose()
	}
	most := smallBody
	switch {
	case takesFiles(path) && len(header.MultipartFormBoundary()) > 0:
		most, config.ReadTimeout = drainBody, uploadTime
	case announced > smallBody:
		most = e.bodyLimit(path, string(header.Cookie(e.cookieName(sessionCookie))))
	}
	if announced > most {
		header.Set(refusedHeader, "1")
		header.SetContentLength(0)
		header.SetConnectionClose()
	}
	return config
}

// takesFiles reports whether the public may send files to a path.
func takesFiles(path string) bool {
	return strings.HasPrefix(path, "/consultations/") && strings.HasSuffix(strings.TrimSuffix(path, "/"), "/comments")
}

// bodyLimit is how much of a body is taken. A big one is taken only from somebody
// who is signed in to the desk.
func (e *Env) bodyLimit(path, session string) int {
	if onDesk(path) && e.signedIn(session) {
		return deskBody
	}
	return smallBody
}

// announcedOr gives the length of the body, which was bounded before it was taken,
// or the bound of one that announces none.
func (e *Env) announcedOr(c *fiber.Ctx) int {
	if announced := c.Request().Header.ContentLength(); announced != chunked {
		return announced
	}
	return e.bodyLimit(c.Path(), e.session(c))
}

// receive reads the body, which the server hands on as it arrives: bounded, and
// files onto the disk, never into memory. What is left unread would be taken for
// the next request: the connection then ends.
func (e *Env) receive(c *fiber.Ctx) (u *upload, err error) {
	req := c.Request()
	if !req.IsBodyStream() && c.Get(refusedHeader) == "" {
		return nil, nil
	}
	boundary := string(req.Header.MultipartFormBoundary())
	switch {
	case c.Get(refusedHeader) != "":
		err = fiber.ErrRequestEntityTooLarge
	case c.Get(fiber.HeaderContentEncoding) != "":
		// A body is bounded as it arrives; unpacked it could be a thousand times as much.
		err = fiber.ErrUnsupportedMediaType
	case boundary == "":
		err = readBody(req, e.announcedOr(c))
	case takesFiles(c.Path()):
		u, err = e.receiveUpload(c, boundary)
	default:
		err = readForm(req, e.announcedOr(c))
	}
	if err != nil {
		req.Header.SetConnectionClose()
		c.Response().Header.SetConnectionClose()
	}
	return u, err
}

// readBody holds a body in memory, up to a bound.
func readBody(req *fasthttp.Request, most int) error {
	body, err := io.ReadAll(io.LimitReader(req.BodyStream(), int64(most)+1))
	switch {
	case err != nil:
		return unreadable(err)
	case len(body) > most:
		return fiber.ErrRequestEntityTooLarge
	}
	req.SetBodyRaw(body)
	return nil
}

// readForm reads a form with files; fasthttp puts these on the disk.
func readForm(req *fasthttp.Request, most int) error {
	if _, err := req.MultipartFormWithLimit(most); err != nil {
		return unreadable(err)
	}
	return drain(req.BodyStream(), smallBody)
}

// drain reads what is behind the end of a form, up to a bound.
func drain(rest io.Reader, most int64) error {
	if rest == nil {
		return nil
	}
	switch _, err := io.CopyN(io.Discard, rest, most); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return unreadable(err)
	}
	return fiber.ErrRequestEntityTooLarge
}

// unreadable is the answer to a body that breaks off, stalls or is malformed.
func unreadable(err error) error {
	var slow net.Error
	switch {
	case errors.As(err, &slow) && slow.Timeout():
		return fiber.ErrRequestTimeout
	case errors.Is(err, fasthttp.ErrBodyTooLarge):
		return fiber.ErrRequestEntityTooLarge
	}
	return fiber.ErrBadRequest
}
