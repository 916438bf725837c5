package handlers

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/limit"
)

const (
	// requestTime bounds what one request may take, the database included.
	requestTime    = 10 * time.Second
	requestIDLocal = "request_id"
)

func onDesk(path string) bool { return strings.HasPrefix(path, "/desk/") }

// signedIn reports whether somebody is signed in with the session token.
func (e *Env) signedIn(session string) bool {
	if session == "" {
		return false
	}
	ctx, cancel := context.WithTimeout(context.Background(), requestTime)
	defer cancel()
	m, err := e.App.MemberBySession(ctx, session, app.Object{})
	return err == nil && m.Stage == account.Complete
}

// prepare gives each request an id, a deadline and the security headers.
func (e *Env) prepare(c *fiber.Ctx) error {
	e.setHeaders(c)
	files, err := e.receive(c)
	defer files.close()
	ctx, cancel := context.WithTimeout(context.Background(), requestTime)
	defer cancel()
	c.SetUserContext(ctx)
	c.Locals(uploadLocal, files)
	if err != nil {
		return err
	}
	if err := checkRequest(c); err != nil {
		return err
	}
	return c.Next()
}

// checkRequest refuses what no browser and no honest program sends.
func checkRequest(c *fiber.Ctx) error {
	if c.Get(fiber.HeaderContentEncoding) != "" {
		return fiber.ErrUnsupportedMediaType
	}
	if !isText(c.Context().QueryArgs()) {
		return fault.New(fault.Invalid, "error.invalid")
	}
	return nil
}

// isText reports whether all arguments are what Postgres can store: UTF-8
// without NUL.
func isText(args *fasthttp.Args) bool {
	for _, value := range args.All() {
		if !utf8.Valid(value) || bytes.IndexByte(value, 0) >= 0 {
			return false
		}
	}
	return true
}

// setHeaders gives the answer an id and what tells browsers to be careful with it.
func (e *Env) setHeaders(c *fiber.Ctx) {
	var raw [8]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand aborts the program instead
	id := hex.EncodeToString(raw[:])
	c.Locals(requestIDLocal, id)
	h := &c.Response().Header
	h.Set(fiber.HeaderXRequestID, id)
	h.Set(fiber.HeaderContentSecurityPolicy, contentSecurityPolicy)
	h.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	h.Set(fiber.HeaderXFrameOptions, "DENY") // for browsers before frame-ancestors
	h.Set(fiber.HeaderReferrerPolicy, "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if e.Secure() {
		h.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000")
	}
}

const contentSecurityPolicy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

// recoverPanic turns a panic of a handler into an internal error.
func recoverPanic(c *fiber.Ctx) error { return fault.Safely(c.Next) }

func requestID(c *fiber.Ctx) string {
	id, _ := c.Locals(requestIDLocal).(string)
	return id
}

// clientAddr is who is asking; X-Forwarded-For counts only from trusted proxies.
func (e *Env) clientAddr(c *fiber.Ctx) netip.Addr {
	peer, ok := netip.AddrFromSlice(c.Context().RemoteIP())
	if !ok {
		return netip.IPv4Unspecified()
	}
	// Some proxies add a header of their own after the client's: all of them count.
	forwarded := bytes.Join(c.Request().Header.PeekAll(fiber.HeaderXForwardedFor), []byte(","))
	return limit.ClientAddr(peer.Unmap(), string(forwarded), e.TrustedProxies)
}
