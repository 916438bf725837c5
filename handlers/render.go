package handlers

import (
	"bytes"
	"sync"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/views/layout"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// render writes a whole page into a buffer before a byte is sent, so that a
// failing view gives an error page and never half a page.
func render(c *fiber.Ctx, status int, view templ.Component) error {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := view.Render(c.UserContext(), buf); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	c.Status(status).Response().SetBody(buf.Bytes()) // copies
	return nil
}

// page begins the frame of a public page.
func (e *Env) page(nav layout.Nav, title string) layout.Page {
	return layout.Page{Title: title, Site: e.Site, Nav: nav}
}

// formPage begins the frame of a page with a form, which is never cached.
func (e *Env) formPage(c *fiber.Ctx, nav layout.Nav, title string) layout.Page {
	p := e.page(nav, title)
	p.CSRF = e.csrfToken(c)
	return p
}

func (e *Env) errorPage(c *fiber.Ctx, f *fault.Error, status int) error {
	p := layout.ErrorPage{Page: e.page("", ""), Status: status, Problem: f, Now: e.Now()}
	if status >= fiber.StatusInternalServerError {
		p.RequestID = requestID(c)
	}
	return render(c, status, layout.Error(p))
}

// statusOf gives the status under which a rejected form is shown again.
func statusOf(err error) int { return statuses[fault.Of(err).Kind] }

// redisplay reports whether an error belongs on the form it came from, beside
// its fields, and gives these.
func redisplay(err error) (fields []fault.Field, ok bool) {
	f := fault.Of(err)
	switch {
	case f.Kind == fault.Invalid && len(f.Fields) > 0:
		return f.Fields, true
	case f.Kind == fault.Conflict || f.Kind == fault.Mismatch:
		return []fault.Field{{Key: f.Key, Args: f.Args}}, true
	}
	return nil, false
}
