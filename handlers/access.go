package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/repo"
)

// Realm is one of the worlds a route can belong to.
type Realm string

// The realms.
const (
	Open      Realm = ""           // everybody, without signing in
	Account   Realm = "account"    // residents and the people of enterprises
	Desk      Realm = "desk"       // staff
	SigningIn Realm = "signing-in" // staff whose password was right, halfway through signing in
)

// Object says what the :id of a route names, where that decides who may pass:
// one of the roles must then be held for the unit the object belongs to.
type Object string

// The objects.
const (
	OfNothing      Object = ""
	OfConsultation Object = "consultation"
	OfOpenDay      Object = "open_day"
	OfStaff        Object = "staff"      // the unit in which that member sits
	OfOpinion      Object = "opinion"    // the unit that is asked for it
	OfEveryUnit    Object = "every_unit" // no object: what concerns the whole county
)

// Access is a row of the permission table: route × role × unit.
type Access struct {
	Realm Realm
	Roles []account.Role // of staff, any of these; empty: any role
	Of    Object
	Stage account.Stage // that a sign-in has come to, on the pages on the way
	// Members are the roles of an account in the enterprise that :eid names, any
	// of these; empty where the route names none.
	Members []account.MemberRole
}

var (
	anyone     = Access{}
	ownAccount = Access{Realm: Account}
	staff      = Access{Realm: Desk}
)

// only lets members of staff with one of the roles in, whatever unit it is for.
func only(roles ...account.Role) Access { return Access{Realm: Desk, Roles: roles} }

// halfway lets in who has come to this stage of signing in, and no further.
func halfway(stage account.Stage) Access { return Access{Realm: SigningIn, Stage: stage} }

// of narrows an access to who holds the role for the unit of the object.
func (a Access) of(o Object) Access { a.Of = o; return a }

// within lets the people of an enterprise in.
func within(roles ...account.MemberRole) Access { return Access{Realm: Account, Members: roles} }

// Allows reports whether somebody with these grants passes at an object of the
// unit; unit 0 is an object that does not exist, which the handler will say.
func (a Access) Allows(g account.Grants, unit int64) bool {
	switch {
	case !g.Has(a.Roles...):
		return false
	case a.Of == OfEveryUnit:
		return g.Everywhere(a.Roles...)
	case a.Of == OfNothing || unit == 0:
		return true
	}
	return g.In(unit, a.Roles...)
}

const (
	memberLocal  = "member"
	accountLocal = "account"
)

// guard puts the route's access in front of its handler; it is the only place
// where a route's roles are checked.
func (e *Env) guard(a Access, next fiber.Handler) fiber.Handler {
	switch a.Realm {
	case Desk:
		return e.guardDesk(a, next)
	case SigningIn:
		return e.guardStage(a, next)
	case Account:
		return e.guardAccount(a, next)
	}
	return next
}

func (e *Env) guardDesk(a Access, next fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderCacheControl, "no-store")
		m, err := e.App.MemberBySession(c.UserContext(), e.session(c), a.object(c))
		if err != nil {
			return unauthenticated(err)
		}
		if m.Stage != account.Complete {
			return goOn(c, m.Stage, nextHere(c))
		}
		if !a.Allows(m.Grants, m.ObjectUnit) {
			return fault.New(fault.Forbidden, "error.forbidden")
		}
		c.Locals(memberLocal, m)
		return next(c)
	}
}

// guardStage leads who is at another stage of signing in to the page of that.
func (e *Env) guardStage(a Access, next fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderCacheControl, "no-store")
		m, err := e.App.MemberBySession(c.UserContext(), e.session(c), app.Object{})
		switch {
		case fault.Is(err, fault.NotFound):
			return c.Redirect(signInPath, fiber.StatusSeeOther)
		case err != nil:
			return err
		case m.Stage != a.Stage:
			return goOn(c, m.Stage, safeNext(homePath, c.Query("next")))
		}
		c.Locals(memberLocal, m)
		return next(c)
	}
}

// object reads which object the address names; what is no id names none.
func (a Access) object(c *fiber.Ctx) (o app.Object) {
	id, err := idParam(c, "id")
	if err != nil {
		return o
	}
	switch a.Of {
	case OfConsultation:
		o.ConsultationID = id
	case OfOpenDay:
		o.OpenDayID = id
	case OfStaff:
		o.StaffID = id
	case OfOpinion:
		o.OpinionID = id
	}
	return o
}

func (e *Env) guardAccount(a Access, next fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderCacheControl, "no-store")
		var enterprise int64
		if len(a.Members) > 0 {
			enterprise, _ = idParam(c, "eid") // 0 is nobody's
		}
		p, err := e.App.PersonBySession(c.UserContext(), e.accountSession(c), enterprise)
		if err != nil {
			return unauthenticated(err)
		}
		// Whether an enterprise exists is no business of who is not in it.
		if len(a.Members) > 0 && !p.Role.In(a.Members) {
			return fault.New(fault.NotFound, "error.not_found")
		}
		c.Locals(accountLocal, p)
		return next(c)
	}
}

func unauthenticated(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Unauthenticated, "error.unauthenticated")
	}
	return err
}

// member gives who is signed in on a guarded route of the desk.
func member(c *fiber.Ctx) app.SignedIn {
	m, _ := c.Locals(memberLocal).(app.SignedIn)
	return m
}

// rolesHere are the roles of who is signed in that count on this page: on that of
// an object the ones held for its unit, elsewhere all.
func rolesHere(c *fiber.Ctx) []account.Role {
	m := member(c)
	if m.ObjectUnit != 0 {
		return m.Grants.RolesIn(m.ObjectUnit)
	}
	return m.Grants.Roles()
}

// unitsOf are the units whose work who is signed in may see on the desk.
func unitsOf(c *fiber.Ctx) repo.Units {
	ids, all := member(c).Grants.Units()
	return repo.Units{IDs: ids, All: all}
}

// person gives who is signed in on a guarded route of /account.
func person(c *fiber.Ctx) app.Person {
	p, _ := c.Locals(accountLocal).(app.Person)
	return p
}

// onAccount reports whether an address belongs to residents' and enterprises' pages.
func onAccount(path string) bool { return path == "/account" || strings.HasPrefix(path, "/account/") }
