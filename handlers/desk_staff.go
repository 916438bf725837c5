package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/desk"
)

// deskStaff is the administrator's page.
type deskStaff struct{ *Env }

func (h deskStaff) list(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, func(*desk.StaffPage) {})
}

func (h deskStaff) page(c *fiber.Ctx, status int, note func(*desk.StaffPage)) error {
	members, err := h.App.Members(c.UserContext())
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.Staff, i18n.T(c.UserContext(), "desk.staff.title"))
	if err != nil {
		return err
	}
	out := desk.StaffPage{Page: p, MinPassword: app.MinPasswordRunes}
	if out.Units, err = h.unitOptions(c, account.Administrator); err != nil {
		return err
	}
	units, err := h.units(c)
	if err != nil {
		return err
	}
	for _, m := range members {
		out.Members = append(out.Members, desk.Member{ID: m.ID, Name: m.Name, Email: m.Email, Unit: unitName(units, m.UnitID),
			Roles: m.Grants.Roles(), Disabled: m.Disabled, Self: m.ID == member(c).ID})
	}
	note(&out)
	return render(c, status, desk.StaffList(out))
}

func (h deskStaff) add(c *fiber.Ctx) error {
	roles := readRoles(c)
	_, err := h.App.AddStaff(c.UserContext(), member(c).Actor(), app.StaffInput{UnitID: formID(c, "unit_id"),
		Name: c.FormValue("name"), Email: c.FormValue("email"), Password: c.FormValue("password"), Grants: account.For(formID(c, "unit_id"), roles...)})
	if err == nil {
		return done(c, "/desk/staff", "member")
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	return h.page(c, statusOf(err), func(p *desk.StaffPage) {
		p.Problem = refused
		p.Form = desk.StaffForm{Name: c.FormValue("name"), Email: c.FormValue("email"), UnitID: c.FormValue("unit_id"),
			Roles: roles, Errors: fields}
	})
}

// readRoles reads the boxes that were ticked; what is no role is ignored.
func readRoles(c *fiber.Ctx) (roles []account.Role) {
	for _, value := range c.Context().PostArgs().PeekMulti("roles") {
		if r := account.Role(value); slices.Contains(account.Roles, r) && !slices.Contains(roles, r) {
			roles = append(roles, r)
		}
	}
	return roles
}

func (h deskStaff) disable(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	disabled := c.FormValue("disabled") == "1"
	if err := h.App.SetDisabled(c.UserContext(), member(c).Actor(), id, disabled); err != nil {
		refused := refusal(err)
		if refused == nil {
			return err
		}
		return h.page(c, statusOf(err), func(p *desk.StaffPage) { p.Problem = refused })
	}
	if disabled {
		return done(c, "/desk/staff", "disabled")
	}
	return done(c, "/desk/staff", "enabled")
}

func (h deskStaff) addUnit(c *fiber.Ctx) error {
	units, err := h.units(c)
	if err != nil {
		return err
	}
	name := c.FormValue("unit_name")
	_, err = h.App.AddUnit(c.UserContext(), member(c).Actor(), name, len(units)+1)
	if err == nil {
		return done(c, "/desk/staff", "unit")
	}
	f := fault.Of(err)
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	if f.Kind == fault.Conflict { // the name is taken
		fields, refused = []fault.Field{{Name: "unit_name", Key: "desk.error.unit_taken"}}, nil
	}
	return h.page(c, statusOf(err), func(p *desk.StaffPage) { p.Problem, p.UnitName, p.UnitErrors = refused, name, fields })
}
