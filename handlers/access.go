package handlers

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
)

// Access says who may use a route.
type Access struct {
	SignedIn bool           // staff only
	Roles    []consult.Role // any of these; empty: every member of staff
}

var (
	anyone = Access{}
	staff  = Access{SignedIn: true}
)

// only lets members of staff with one of the roles in.
func only(roles ...consult.Role) Access { return Access{SignedIn: true, Roles: roles} }

// Allows reports whether somebody with these roles passes.
func (a Access) Allows(roles []consult.Role) bool {
	return len(a.Roles) == 0 || slices.ContainsFunc(a.Roles, func(r consult.Role) bool { return slices.Contains(roles, r) })
}

const memberLocal = "member"

// guard puts the route's access in front of its handler; it is the only place
// where a route's roles are checked.
func (e *Env) guard(a Access, next fiber.Handler) fiber.Handler {
	if !a.SignedIn {
		return next
	}
	return func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderCacheControl, "no-store")
		m, err := e.App.MemberBySession(c.UserContext(), e.session(c))
		if fault.Is(err, fault.NotFound) {
			return fault.New(fault.Unauthenticated, "error.unauthenticated")
		}
		if err != nil {
			return err
		}
		if !a.Allows(m.Roles) {
			return fault.New(fault.Forbidden, "error.forbidden")
		}
		c.Locals(memberLocal, m)
		return next(c)
	}
}

// member gives who is signed in on a guarded route.
func member(c *fiber.Ctx) app.Member {
	m, _ := c.Locals(memberLocal).(app.Member)
	return m
}

// signInURL leads to the sign-in page and back to where the visitor was.
func signInURL(c *fiber.Ctx) string {
	if c.Method() != fiber.MethodGet {
		return "/desk/sign-in"
	}
	return "/desk/sign-in?next=" + url.QueryEscape(c.OriginalURL())
}

// safeNext keeps a redirect after sign-in on the desk.
func safeNext(next string) string {
	if next != "/desk" && !strings.HasPrefix(next, "/desk/") && !strings.HasPrefix(next, "/desk?") || strings.ContainsAny(next, "\\\r\n") {
		return "/desk"
	}
	return next
}
