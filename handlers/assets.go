package handlers

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/views/static"
)

// EmblemPath is where the configured emblem is served.
const EmblemPath = "/emblem"

// asset serves what pages load beside their HTML; its address has a hash of the
// content, so it may be kept for ever.
func asset(c *fiber.Ctx) error {
	a, ok := static.Lookup(c.Path())
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set(fiber.HeaderContentType, a.MediaType)
	return c.Send(a.Body)
}

func (e *Env) emblem(c *fiber.Ctx) error {
	if e.Emblem == nil {
		return fault.New(fault.NotFound, "error.not_found")
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=3600")
	c.Set(fiber.HeaderContentType, imageType(e.Emblem))
	// An SVG brings its own style; opened by itself it is a document, and runs nothing.
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	return c.Send(e.Emblem)
}

// imageType tells an image's media type from its content. http.DetectContentType
// takes SVG for text, which no browser shows as an image.
func imageType(image []byte) string {
	sniffed := http.DetectContentType(image)
	if strings.HasPrefix(sniffed, "text/") && bytes.Contains(image, []byte("<svg")) {
		return "image/svg+xml"
	}
	return sniffed
}

// healthz says that the program runs.
func healthz(c *fiber.Ctx) error { return c.SendString("ok\n") }

// readyz says that it can do its work: the database answers. Redis may be away.
func (e *Env) readyz(c *fiber.Ctx) error {
	if err := e.Repo.Ping(c.UserContext()); err != nil {
		return fault.New(fault.Unavailable, "error.unavailable")
	}
	return c.SendString("ok\n")
}
