// Package handlers is HTTP and nothing else: a handler parses the request, asks
// app or repo, shows a view, and returns the error. routes.go is the whole URL
// table with who may use each route.
package handlers

import (
	"log/slog"
	"regexp"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/limit"
	"nayan/internal/oidc"
	"nayan/repo"
	"nayan/views/layout"
)

// Env is what every handler may use.
type Env struct {
	App            *app.App
	Repo           *repo.Repo
	Limiter        *limit.Limiter
	Limits         Limits
	Site           layout.Site
	TrustedProxies limit.TrustedProxies
	Log            *slog.Logger
	Now            func() time.Time
	Emblem         []byte         // an image in place of the seal; nil for the seal
	Metrics        *Metrics       // nil: nothing is measured
	Development    bool           // serves the storybook
	Identity       *oidc.Provider // nil: nobody signs in with one
	Demo           bool           // shows on the page what otherwise only a phone would
}

// Limits are the rates that protect what the public may do. None of them caps a
// consultation or a session: one attacker must not silence everybody.
type Limits struct {
	Comment        limit.Rate // per address and consultation
	Receipt        limit.Rate // look-ups per address
	BookingAddress limit.Rate // attempts per address
	BookingPhone   limit.Rate // attempts per phone
	SignIn         limit.Rate // attempts per address; four times as many per account
	SecondFactor   limit.Rate // attempts at a code per account
	Files          limit.Rate // with comments, per address
	FileMegabytes  limit.Rate // of them, per address
	Download       limit.Rate // of documents of results, per address
	Code           limit.Rate // one-time codes asked for per address; five per contact
}

// New builds the application: every route of the table behind its guards.
func New(e *Env) *fiber.App {
	web := fiber.New(fiber.Config{
		AppName:                      "nayan",
		Immutable:                    true, // without it a kept query string changes when the buffer is reused
		StreamRequestBody:            true, // receive bounds it, before anything else reads it
		BodyLimit:                    deskBody,
		DisablePreParseMultipartForm: true,
		ErrorHandler:                 e.handleError,
		DisableStartupMessage:        true,
		ReadTimeout:                  30 * time.Second,
		WriteTimeout:                 60 * time.Second,
		IdleTimeout:                  120 * time.Second,
		StrictRouting:                false,
		ReadBufferSize:               16 << 10,
	})
	web.Server().HeaderReceived = e.headerReceived
	if e.Metrics != nil {
		web.Use(e.measure)
	}
	web.Use(e.prepare, recoverPanic)
	for _, r := range e.Routes() {
		handle := e.chain(r)
		web.Add(r.Method, r.Path, handle)
		if r.Method == fiber.MethodGet {
			web.Add(fiber.MethodHead, r.Path, handle) // RFC 9110, 9.1: every server answers both
		}
	}
	return web
}

// chain puts the guards that a route needs in front of its handler.
func (e *Env) chain(r Route) fiber.Handler {
	guarded := e.guard(r.Access, numbered(r))
	if r.Method == fiber.MethodGet {
		return guarded
	}
	form := !strings.HasPrefix(r.Path, "/api/")
	return func(c *fiber.Ctx) error {
		if err := e.checkOrigin(c); err != nil {
			return err
		}
		if form {
			if err := e.checkCSRF(c); err != nil && !oneClick(c) {
				return e.stale(c, err)
			}
		}
		return guarded(c)
	}
}

// number is the shape of the numbers of consultations and open days: 2026-0001.
var number = regexp.MustCompile(`^[0-9]{4}-[0-9]{4,9}$`)

// numbered lets only what can be a number through to a route that takes one:
// anything else names nothing, and goes into no statement, limit or log line.
func numbered(r Route) fiber.Handler {
	if !strings.Contains(r.Path, "/consultations/:no") && !strings.Contains(r.Path, "/open-days/:no") {
		return r.Handle
	}
	return func(c *fiber.Ctx) error {
		if !number.MatchString(c.Params("no")) {
			return fault.New(fault.NotFound, "error.not_found")
		}
		return r.Handle(c)
	}
}
