package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/views/desk"
)

func memberPath(id int64) string { return staffPath + "/" + strconv.FormatInt(id, 10) }

// show is the page of one member, where an administrator grants and takes away.
func (h deskStaff) show(c *fiber.Ctx) error {
	return h.memberPage(c, fiber.StatusOK, func(*desk.MemberPage) {})
}

func (h deskStaff) memberPage(c *fiber.Ctx, status int, note func(*desk.MemberPage)) error {
	m, err := h.named(c)
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.Staff, m.Name)
	if err != nil {
		return err
	}
	units, err := h.units(c)
	if err != nil {
		return err
	}
	out := desk.MemberPage{Page: p, Member: shownMember(c, units, m), Grants: grantLines(c.UserContext(), units, m.Grants)}
	for i, g := range m.Grants {
		out.Grants[i].Mine = member(c).Grants.Within(account.Grants{g})
	}
	out.Beyond = !member(c).Grants.Within(m.Grants)
	if out.GrantUnits, err = h.grantUnits(c); err != nil {
		return err
	}
	note(&out)
	return render(c, status, desk.MemberShow(out))
}

// named reads whom the address names.
func (h deskStaff) named(c *fiber.Ctx) (app.Member, error) {
	id, err := idParam(c, "id")
	if err != nil {
		return app.Member{}, err
	}
	return h.App.Member(c.UserContext(), id)
}

// changed ends a change of a member: back on their page, with what was done or why not.
func (h deskStaff) changed(c *fiber.Ctx, err error, word string) error {
	if err == nil {
		id, err := idParam(c, "id")
		if err != nil {
			return err
		}
		return done(c, memberPath(id), word)
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	return h.memberPage(c, statusOf(err), func(p *desk.MemberPage) {
		p.Problem, p.Errors, p.Roles, p.GrantUnit = refused, fields, readRoles(c), c.FormValue("grant_unit")
	})
}

func (h deskStaff) grants(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	grants, err := readGrants(c, readRoles(c))
	if err != nil {
		return h.changed(c, err, "")
	}
	if c.FormValue("action") == "remove" {
		return h.changed(c, h.App.ChangeGrants(c.UserContext(), member(c).Actor(), id, nil, grants), "grant_removed")
	}
	return h.changed(c, h.App.ChangeGrants(c.UserContext(), member(c).Actor(), id, grants, nil), "granted")
}

func (h deskStaff) link(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	link, err := h.App.SendStaffLink(c.UserContext(), member(c).Actor(), id)
	if err != nil {
		return h.changed(c, err, "")
	}
	return h.showLink(c, link)
}

func (h deskStaff) resetSecondFactor(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	return h.changed(c, h.App.ResetSecondFactor(c.UserContext(), member(c).Actor(), id), "second_factor_reset")
}

func (h deskStaff) disable(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	disabled, word := c.FormValue("disabled") == "1", "enabled"
	if disabled {
		word = "disabled"
	}
	return h.changed(c, h.App.SetDisabled(c.UserContext(), member(c).Actor(), id, disabled), word)
}
