package handlers

import (
	"bytes"
	"context"
	"math"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/privacy"
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
	p.CSRF, p.Notice = e.csrfToken(c), privacy.NoticeVersion
	return p
}

func (e *Env) errorPage(c *fiber.Ctx, f *fault.Error, status int) error {
	p := layout.ErrorPage{Page: e.page("", ""), Status: status, Problem: f, Now: e.Now(), Desk: onDesk(c.Path())}
	if status >= fiber.StatusInternalServerError {
		p.RequestID = requestID(c)
	}
	return render(c, status, layout.Error(p))
}

// statusOf gives the status under which a rejected form is shown again.
func statusOf(err error) int { return statuses[fault.Of(err).Kind] }

// redisplay reports whether an error belongs on the form it came from, beside
// its fields, and gives these. Who has to wait keeps what was typed, too.
func redisplay(ctx context.Context, err error) (fields []fault.Field, ok bool) {
	f := fault.Of(err)
	switch f.Kind {
	case fault.Invalid:
		return f.Fields, len(f.Fields) > 0
	case fault.RateLimited:
		if len(f.Fields) > 0 {
			return f.Fields, true
		}
		return []fault.Field{{Key: "comment.error.wait", Args: []any{waitText(ctx, f.RetryAfter)}}}, true
	case fault.Unavailable:
		return []fault.Field{{Key: "comment.error.unavailable"}}, true
	case fault.Forbidden:
		return []fault.Field{{Key: "comment.error.stale"}}, f.Key == staleKey
	case fault.Conflict, fault.Mismatch, fault.Closed:
		return []fault.Field{{Key: f.Key, Args: f.Args}}, true
	}
	return nil, false
}

// waitText says how long to stay away, in whole seconds or minutes, rounded up.
func waitText(ctx context.Context, wait time.Duration) string {
	if n := seconds(wait); n < 60 {
		return i18n.T(ctx, "error.wait.seconds", n)
	}
	return i18n.T(ctx, "error.wait.minutes", int(math.Ceil(wait.Minutes())))
}
