package handlers

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/layout"
)

// statuses maps each kind of fault to its HTTP status, for pages and JSON alike.
var statuses = map[fault.Kind]int{
	fault.Internal:        fiber.StatusInternalServerError,
	fault.NotFound:        fiber.StatusNotFound,
	fault.Invalid:         fiber.StatusUnprocessableEntity,
	fault.Conflict:        fiber.StatusConflict,
	fault.Closed:          fiber.StatusGone,
	fault.Forbidden:       fiber.StatusForbidden,
	fault.Unauthenticated: fiber.StatusUnauthorized,
	fault.RateLimited:     fiber.StatusTooManyRequests,
	fault.Unavailable:     fiber.StatusServiceUnavailable,
	fault.Mismatch:        fiber.StatusUnprocessableEntity,
}

// kindOf finds the kind of a fault for an HTTP status that Fiber itself raised.
func kindOf(status int) fault.Kind {
	switch {
	case status == fiber.StatusNotFound || status == fiber.StatusMethodNotAllowed:
		return fault.NotFound
	case status < fiber.StatusInternalServerError:
		return fault.Invalid
	default:
		return fault.Internal
	}
}

// handleError is the one place where an error becomes an answer.
func (e *Env) handleError(c *fiber.Ctx, err error) error {
	if requestID(c) == "" { // the request could not be read, and came past prepare
		e.setHeaders(c)
	}
	f, status := e.classify(c, err)
	if status >= fiber.StatusInternalServerError {
		e.logError(c, err)
	}
	c.Response().ResetBody()
	c.Set(fiber.HeaderCacheControl, "no-store")
	failed := fault.Safely(func() error { return e.answer(c, f, status) })
	if failed != nil {
		e.logError(c, failed)
	}
	return failed // Fiber then says the status and no more
}

func (e *Env) logError(c *fiber.Ctx, err error) {
	e.Log.Error("request failed", slog.String("request_id", requestID(c)), slog.String("method", c.Method()),
		slog.String("route", c.Route().Path), slog.String("error", err.Error()))
}

// answer shows a fault as a problem document, as a page, or as the way to sign in.
func (e *Env) answer(c *fiber.Ctx, f *fault.Error, status int) error {
	sayWhenToReturn(c, f)
	if strings.HasPrefix(c.Path()+"/", "/api/") {
		return problem(c, f, status)
	}
	if f.Kind == fault.Unauthenticated {
		return c.Redirect(signInURL(c), fiber.StatusSeeOther)
	}
	// The request's deadline may be what failed: the page is rendered without it.
	c.SetUserContext(context.WithoutCancel(c.UserContext()))
	return e.errorPage(c, f, status)
}

// downFor is how soon to try again while a part is down: Postgres is back within
// seconds of a restart.
const downFor = 10 * time.Second

// sayWhenToReturn sets Retry-After (RFC 9110, 10.2.3) where coming back helps.
func sayWhenToReturn(c *fiber.Ctx, f *fault.Error) {
	switch f.Kind {
	case fault.RateLimited:
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(seconds(f.RetryAfter)))
	case fault.Unavailable:
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(seconds(downFor)))
	}
}

// classify finds the fault and its status; Fiber's own errors keep their status.
// A body of the desk's that was too big for a stranger asks for the sign-in.
func (e *Env) classify(c *fiber.Ctx, err error) (*fault.Error, int) {
	f, status := fault.Of(err), statuses[fault.Of(err).Kind]
	if fe := (*fiber.Error)(nil); errors.As(err, &fe) {
		f, status = &fault.Error{Kind: kindOf(fe.Code)}, fe.Code
	}
	if status == fiber.StatusRequestEntityTooLarge && onDesk(c.Path()) && !e.signedIn(e.session(c)) {
		return fault.New(fault.Unauthenticated, "error.unauthenticated"), fiber.StatusUnauthorized
	}
	return f, status
}

// seconds rounds up, so that coming back at the time said is not too early.
func seconds(d time.Duration) int { return max(1, int(math.Ceil(d.Seconds()))) }

// problemField is one broken rule in a problem document.
type problemField struct {
	Name   string `json:"name"`
	Detail string `json:"detail"`
}

// problemBody is an RFC 9457 problem document.
type problemBody struct {
	Type       string         `json:"type"`
	Title      string         `json:"title"`
	Status     int            `json:"status"`
	Detail     string         `json:"detail"`
	RequestID  string         `json:"request_id"`
	RetryAfter int            `json:"retry_after,omitempty"` // seconds
	Fields     []problemField `json:"fields,omitempty"`
}

func problem(c *fiber.Ctx, f *fault.Error, status int) error {
	ctx := c.UserContext()
	body := problemBody{Type: "urn:nayan:problem:" + f.Kind.String(), Title: layout.StatusText(ctx, status, "title"),
		Status: status, Detail: detail(ctx, f, status), RequestID: requestID(c)}
	if f.Kind == fault.RateLimited {
		body.RetryAfter = seconds(f.RetryAfter)
	}
	for _, field := range f.Fields {
		body.Fields = append(body.Fields, problemField{Name: field.Name, Detail: i18n.T(ctx, field.Key, field.Args...)})
	}
	return c.Status(status).JSON(body, "application/problem+json")
}

// detail says what happened, in the fault's own words when it has some.
func detail(ctx context.Context, f *fault.Error, status int) string {
	if i18n.Has(f.Key) {
		return i18n.T(ctx, f.Key, f.Args...)
	}
	return layout.StatusText(ctx, status, "text")
}
