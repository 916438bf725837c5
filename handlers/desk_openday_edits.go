package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/internal/openday"
	"nayan/views/desk"
)

// deskOpenDayEdits is the drafter's form of an open day.
type deskOpenDayEdits struct{ *Env }

// blankSessions are the rows that an empty form begins with.
const blankSessions = 3

func (h deskOpenDayEdits) blank(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, 0, desk.OpenDayForm{UnitID: strconv.FormatInt(member(c).UnitID, 10),
		Sessions: make([]desk.SessionForm, blankSessions)}, nil)
}

func (h deskOpenDayEdits) create(c *fiber.Ctx) error {
	form, fields, err := readOpenDay(c)
	if wantsMore(c) {
		return h.more(c, 0, form)
	}
	var id int64
	if err == nil {
		id, err = h.App.CreateOpenDay(c.UserContext(), member(c).Actor(), fields)
	}
	if err != nil {
		return h.again(c, 0, form, err)
	}
	return done(c, openDayPath(id), "saved")
}

func (h deskOpenDayEdits) form(c *fiber.Ctx) error {
	d, err := h.openDay(c)
	if err != nil {
		return err
	}
	if err := openday.CheckEdit(d, member(c).ID); err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, d.ID, writeOpenDay(d), nil)
}

func (h deskOpenDayEdits) update(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	form, fields, err := readOpenDay(c)
	if wantsMore(c) {
		return h.more(c, id, form)
	}
	if err == nil {
		err = h.App.UpdateOpenDay(c.UserContext(), member(c).Actor(), id, fields)
	}
	if err != nil {
		return h.again(c, id, form, err)
	}
	return done(c, openDayPath(id), "saved")
}

// wantsMore reports the button that adds a row; nothing is saved by it.
func wantsMore(c *fiber.Ctx) bool { return c.FormValue("more") != "" }

// more shows the form as it was typed, with one more row of sessions.
func (h deskOpenDayEdits) more(c *fiber.Ctx, id int64, form desk.OpenDayForm) error {
	form.Sessions = append(form.Sessions, desk.SessionForm{})
	return h.page(c, fiber.StatusOK, id, form, nil)
}

// again shows the form with what was typed and what is wrong with it.
func (h deskOpenDayEdits) again(c *fiber.Ctx, id int64, form desk.OpenDayForm, err error) error {
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	form.Errors = fields
	return h.page(c, statusOf(err), id, form, refused)
}

func (h deskOpenDayEdits) page(c *fiber.Ctx, status int, id int64, form desk.OpenDayForm, refused *fault.Error) error {
	title := "desk.open_day.edit"
	if id == 0 {
		title = "desk.open_day.new"
	}
	p, units, err := h.editPage(c, desk.OpenDays, title, refused)
	if err != nil {
		return err
	}
	if len(form.Sessions) == 0 {
		form.Sessions = make([]desk.SessionForm, 1)
	}
	return render(c, status, desk.OpenDayEdit(desk.OpenDayFormPage{Page: p, ID: id, Units: units, Form: form}))
}

// maxSessionRows bounds the rows that are read; the rules refuse far fewer.
const maxSessionRows = 100

// readOpenDay reads the form as typed and as the rules take it. Rows that nobody
// filled in are left out of both, so that faults name the rows that are shown.
func readOpenDay(c *fiber.Ctx) (form desk.OpenDayForm, f openday.Fields, err error) {
	form = desk.OpenDayForm{UnitID: c.FormValue("unit_id"), Theme: c.FormValue("theme"), Place: c.FormValue("place"),
		Audience: c.FormValue("audience"), MeetingPoint: c.FormValue("meeting_point"), Bring: c.FormValue("bring"),
		Cautions: c.FormValue("cautions"), Contact: c.FormValue("contact"), Content: c.FormValue("content")}
	f = openday.Fields{UnitID: formID(c, "unit_id"), Theme: form.Theme, Place: form.Place, Audience: form.Audience,
		MeetingPoint: form.MeetingPoint, Bring: form.Bring, Cautions: form.Cautions, Contact: form.Contact, Content: form.Content}
	var bad fault.Fields
	for i := 0; i < maxSessionRows && c.Context().PostArgs().Has(sessionField(i, "capacity")); i++ {
		row := readSessionForm(c, i)
		if row.Blank() {
			continue
		}
		f.Sessions = append(f.Sessions, readSession(&bad, len(form.Sessions), row))
		form.Sessions = append(form.Sessions, row)
	}
	return form, f, bad.Err()
}

// writeOpenDay is the opposite of readOpenDay.
func writeOpenDay(d openday.OpenDay) desk.OpenDayForm {
	form := desk.OpenDayForm{UnitID: strconv.FormatInt(d.UnitID, 10), Theme: d.Theme, Place: d.Place, Audience: d.Audience,
		MeetingPoint: d.MeetingPoint, Bring: d.Bring, Cautions: d.Cautions, Contact: d.Contact, Content: d.ContentMD}
	for _, s := range d.Sessions {
		form.Sessions = append(form.Sessions, desk.SessionForm{Day: writeTime(s.StartsAt, dayShape),
			Starts: writeTime(s.StartsAt, clockShape), Ends: writeTime(s.EndsAt, clockShape), Capacity: strconv.Itoa(s.Capacity),
			Opens: writeTime(s.BookingOpensAt, momentShape), Closes: writeTime(s.BookingClosesAt, momentShape)})
	}
	return form
}
