package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
	"nayan/views/ui"
)

func (h deskStaff) leaveForm(c *fiber.Ctx) error {
	return h.leavePage(c, fiber.StatusOK, func(*desk.LeavePage) {})
}

func (h deskStaff) leavePage(c *fiber.Ctx, status int, note func(*desk.LeavePage)) error {
	ctx := c.UserContext()
	m, err := h.named(c)
	if err != nil {
		return err
	}
	if !member(c).Grants.Within(m.Grants) { // their work is other units' too
		return fault.New(fault.Forbidden, "staff.error.beyond")
	}
	work, err := h.work(c, m.ID)
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.Staff, i18n.T(ctx, "desk.leave.title", m.Name))
	if err != nil {
		return err
	}
	units, err := h.units(c)
	if err != nil {
		return err
	}
	out := desk.LeavePage{Page: p, Member: shownMember(c, units, m), Work: work}
	note(&out)
	return render(c, status, desk.Leave(out))
}

// work lists what a member leaves behind, each with who may go on with it.
func (h deskStaff) work(c *fiber.Ctx, id int64) (items []desk.OpenWork, err error) {
	ctx := c.UserContext()
	open, err := h.Repo.OpenWork(ctx, id)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	successors, err := h.Repo.Successors(ctx, id)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(successors))
	for i, s := range successors {
		ids[i] = s.StaffID
	}
	names, err := h.App.MemberNames(ctx, ids)
	if err != nil {
		return nil, err
	}
	units, err := h.units(c)
	for _, w := range open {
		item := desk.OpenWork{Kind: w.Kind, Title: w.Title, Unit: unitName(units, w.UnitID), Field: app.SuccessorField(w.WorkKey)}
		item.Chosen = c.FormValue(item.Field)
		for _, s := range successors {
			if s.WorkKey == w.WorkKey {
				item.Successors = append(item.Successors, ui.Option{Value: strconv.FormatInt(s.StaffID, 10), Label: names[s.StaffID]})
			}
		}
		items = append(items, item)
	}
	return items, err
}

func (h deskStaff) leave(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	open, err := h.Repo.OpenWork(c.UserContext(), id)
	if err != nil {
		return err
	}
	chosen := map[repo.WorkKey]int64{}
	for _, w := range open {
		chosen[w.WorkKey] = formID(c, app.SuccessorField(w.WorkKey))
	}
	if err := h.App.Leave(c.UserContext(), member(c).Actor(), id, chosen); err != nil {
		fields, refused, ok := onForm(err)
		if !ok {
			return err
		}
		return h.leavePage(c, statusOf(err), func(p *desk.LeavePage) { p.Problem, p.Errors = refused, fields })
	}
	return done(c, staffPath, "left")
}
