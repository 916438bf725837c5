package handlers

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskStaff is the administrator's page.
type deskStaff struct{ *Env }

const staffPath = "/desk/staff"

func (h deskStaff) list(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, func(*desk.StaffPage) {})
}

func (h deskStaff) page(c *fiber.Ctx, status int, note func(*desk.StaffPage)) error {
	ctx := c.UserContext()
	ids, all := member(c).Grants.Units(account.Administrator)
	members, err := h.App.Members(ctx, repo.Units{IDs: ids, All: all})
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.Staff, i18n.T(ctx, "desk.staff.title"))
	if err != nil {
		return err
	}
	out := desk.StaffPage{Page: p, Days: app.InvitationDays, County: all}
	if out.Units, err = h.unitOptions(c, account.Administrator); err != nil {
		return err
	}
	if out.GrantUnits, err = h.grantUnits(c); err != nil {
		return err
	}
	units, err := h.units(c)
	if err != nil {
		return err
	}
	for _, m := range members {
		out.Members = append(out.Members, shownMember(c, units, m))
	}
	note(&out)
	return render(c, status, desk.StaffList(out))
}

func shownMember(c *fiber.Ctx, units []repo.Unit, m app.Member) desk.Member {
	return desk.Member{ID: m.ID, Name: m.Name, Email: m.Email, Unit: unitName(units, m.UnitID), Roles: m.Grants.Roles(),
		Invited: !m.HasPassword, SecondFactor: m.SecondFactor, Disabled: m.Disabled, Left: m.Left, Self: m.ID == member(c).ID}
}

// grantLines says what is granted, in the order in which forms show the roles.
func grantLines(ctx context.Context, units []repo.Unit, grants account.Grants) (lines []desk.Grant) {
	for _, g := range grants {
		name := i18n.T(ctx, "desk.staff.every_unit")
		if g.UnitID != account.EveryUnit {
			name = unitName(units, g.UnitID)
		}
		lines = append(lines, desk.Grant{UnitID: g.UnitID, Unit: name, Role: g.Role})
	}
	slices.SortStableFunc(lines, func(a, b desk.Grant) int {
		return cmp.Compare(slices.Index(account.Roles, a.Role), slices.Index(account.Roles, b.Role))
	})
	return lines
}

// grantUnits are the units for which who is signed in may grant; every one is a
// choice of its own for who administers the county.
func (h deskStaff) grantUnits(c *fiber.Ctx) ([]ui.Option, error) {
	options, err := h.unitOptions(c, account.Administrator)
	if err != nil || !member(c).Grants.Everywhere(account.Administrator) {
		return options, err
	}
	every := ui.Option{Value: strconv.FormatInt(account.EveryUnit, 10), Label: i18n.T(c.UserContext(), "desk.staff.every_unit")}
	return append(options, every), nil
}

func (h deskStaff) invite(c *fiber.Ctx) error {
	roles := readRoles(c)
	grants, err := readGrants(c, roles)
	if err == nil {
		var link app.StaffLink
		link, err = h.App.InviteStaff(c.UserContext(), member(c).Actor(), app.StaffInput{UnitID: formID(c, "unit_id"),
			Name: c.FormValue("name"), Email: c.FormValue("email"), Grants: grants})
		if err == nil {
			return h.showLink(c, link)
		}
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	return h.page(c, statusOf(err), func(p *desk.StaffPage) {
		p.Problem = refused
		p.Form = desk.StaffForm{Name: c.FormValue("name"), Email: c.FormValue("email"), UnitID: c.FormValue("unit_id"),
			GrantUnit: c.FormValue("grant_unit"), Roles: roles, Errors: fields}
	})
}

// showLink shows a link once, so that it can be passed on by hand.
func (h deskStaff) showLink(c *fiber.Ctx, link app.StaffLink) error {
	p, err := h.deskPage(c, desk.Staff, i18n.T(c.UserContext(), "desk.link.title"))
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, desk.Link(desk.LinkPage{Page: p, Name: link.Name, URL: h.Site.BaseURL + link.Path, Mailed: link.Mailed,
		Reset: link.Reset, Expires: link.Expires}))
}

// readRoles reads the boxes that were ticked; what is no role is ignored.
func readRoles(c *fiber.Ctx) (roles []account.Role) {
	for _, value := range c.Context().PostArgs().PeekMulti("roles") {
		if r := account.Role(value); r.Valid() && !slices.Contains(roles, r) {
			roles = append(roles, r)
		}
	}
	return roles
}

// readGrants gives the roles for the unit that was chosen; the rest is app's to check.
func readGrants(c *fiber.Ctx, roles []account.Role) (account.Grants, error) {
	unit, err := strconv.ParseInt(c.FormValue("grant_unit"), 10, 64)
	if err != nil || unit < 0 {
		var f fault.Fields
		f.Add("grant_unit", "staff.error.grant_unit")
		return nil, f.Err()
	}
	return account.For(unit, roles...), nil
}

func (h deskStaff) addUnit(c *fiber.Ctx) error {
	units, err := h.units(c)
	if err != nil {
		return err
	}
	name := c.FormValue("unit_name")
	_, err = h.App.AddUnit(c.UserContext(), member(c).Actor(), name, len(units)+1)
	if err == nil {
		return done(c, staffPath, "unit")
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
