package handlers

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"nayan/internal/limit"
)

const (
	// requestTime bounds what one request may take, the database included.
	requestTime = 10 * time.Second
	// smallBody bounds what the public may send: a comment of 5,000 characters,
	// percent-encoded at nine bytes each, and the other fields, with room.
	smallBody = 256 << 10
	// deskBody bounds uploads on the desk: a 20 MiB attachment and its form.
	deskBody = 21 << 20

	requestIDLocal = "request_id"
)

// bodyLimit tells fasthttp, before the body is read, how much of it to take.
func bodyLimit(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	if strings.HasPrefix(string(header.RequestURI()), "/desk/") {
		return fasthttp.RequestConfig{MaxRequestBodySize: deskBody}
	}
	return fasthttp.RequestConfig{MaxRequestBodySize: smallBody}
}

// prepare gives each request an id, a deadline and the security headers.
func (e *Env) prepare(c *fiber.Ctx) error {
	var raw [8]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand aborts the program instead
	id := hex.EncodeToString(raw[:])
	c.Locals(requestIDLocal, id)
	ctx, cancel := context.WithTimeout(context.Background(), requestTime)
	defer cancel()
	c.SetUserContext(ctx)
	h := &c.Response().Header
	h.Set(fiber.HeaderXRequestID, id)
	h.Set(fiber.HeaderContentSecurityPolicy, contentSecurityPolicy)
	h.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	h.Set(fiber.HeaderReferrerPolicy, "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	if e.Secure() {
		h.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000")
	}
	return c.Next()
}

const contentSecurityPolicy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

// recoverPanic turns a panic into an internal error; one bad request must not
// end the program.
func recoverPanic(c *fiber.Ctx) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return c.Next()
}

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
	return limit.ClientAddr(peer.Unmap(), c.Get(fiber.HeaderXForwardedFor), e.TrustedProxies)
}
