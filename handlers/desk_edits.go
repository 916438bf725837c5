package handlers

import (
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
	"nayan/views/desk"
)

// deskEdits is the drafter's form of a consultation.
type deskEdits struct{ *Env }

// blank shows an empty form; the unit is the drafter's own to begin with.
func (h deskEdits) blank(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, 0, desk.ConsultationForm{UnitID: strconv.FormatInt(member(c).UnitID, 10), Audience: string(consult.Public),
		IntakeDays: strconv.Itoa(consult.DefaultIntakeDays)}, consult.Terms{}, nil)
}

func (h deskEdits) create(c *fiber.Ctx) error {
	form, fields, err := readConsultation(c)
	var id int64
	if err == nil {
		id, err = h.App.CreateConsultation(c.UserContext(), member(c).Actor(), fields)
	}
	if err != nil {
		return h.again(c, 0, form, err)
	}
	return done(c, consultationPath(id), "created")
}

func (h deskEdits) form(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	con, err := h.Repo.ConsultationByID(c.UserContext(), id)
	if err != nil {
		return err
	}
	if err := consult.Edit(con.State, member(c).ID, con.Hands()); err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, id, writeConsultation(con), con.Terms, nil)
}

func (h deskEdits) update(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	form, fields, err := readConsultation(c)
	if err == nil {
		err = h.App.UpdateConsultation(c.UserContext(), member(c).Actor(), id, fields)
	}
	if err != nil {
		return h.again(c, id, form, err)
	}
	return done(c, consultationPath(id), "saved")
}

// again shows the form with what was typed and what is wrong with it.
func (h deskEdits) again(c *fiber.Ctx, id int64, form desk.ConsultationForm, err error) error {
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	form.Errors = fields
	return h.page(c, statusOf(err), id, form, consult.Terms{}, refused)
}

func (h deskEdits) page(c *fiber.Ctx, status int, id int64, form desk.ConsultationForm, terms consult.Terms, refused *fault.Error) error {
	title := "desk.consultation.edit"
	if id == 0 {
		title = "desk.consultation.new"
	}
	p, units, err := h.editPage(c, desk.Consultations, title, refused)
	if err != nil {
		return err
	}
	rules, err := h.rulesInOrder(c)
	if err != nil {
		return err
	}
	return render(c, status, desk.ConsultationEdit(desk.ConsultationFormPage{Page: p, ID: id, Units: units, Rules: rules, Terms: terms, Form: form}))
}

// readConsultation reads the form as typed and as the rules take it.
func readConsultation(c *fiber.Ctx) (form desk.ConsultationForm, f consult.Fields, err error) {
	form = desk.ConsultationForm{Title: c.FormValue("title"), UnitID: c.FormValue("unit_id"), Kind: c.FormValue("kind"),
		Audience: c.FormValue("audience"), LegalBasis: c.FormValue("legal_basis"), Contact: c.FormValue("contact"),
		OpensOn: c.FormValue("opens_at"), OpensClock: c.FormValue("opens_clock"),
		ClosesOn: c.FormValue("closes_at"), ClosesClock: c.FormValue("closes_clock"), Notice: c.FormValue("notice"),
		Explanation: c.FormValue("explanation"), PublishWhileOpen: c.FormValue("publish_while_open") == "1", IntakeDays: c.FormValue("intake_days"),
		ShortReason: c.FormValue("short_reason"), ResultsDays: c.FormValue("results_days")}
	var bad fault.Fields
	f = consult.Fields{Title: form.Title, UnitID: formID(c, "unit_id"), Kind: consult.Kind(form.Kind),
		Audience: consult.Audience(form.Audience), LegalBasis: form.LegalBasis, Contact: form.Contact,
		OpensAt:        firstMoment(readTime(&bad, "opens_at", "desk.error.date", dayShape, form.OpensOn), readClock(&bad, "opens_clock", form.OpensClock)),
		ClosesAt:       lastMoment(readTime(&bad, "closes_at", "desk.error.date", dayShape, form.ClosesOn), readClock(&bad, "closes_clock", form.ClosesClock)),
		NoticeMarkdown: form.Notice, Explanation: form.Explanation, PublishWhileOpen: form.PublishWhileOpen, IntakeDays: readIntakeDays(form.IntakeDays),
		ShortReason: form.ShortReason}
	if strings.TrimSpace(form.ResultsDays) != "" {
		f.ResultsDays = typedNumber(form.ResultsDays)
		bad.Check(f.ResultsDays != 0, "results_days", "consult.error.results_days", consult.MaxResultsDays)
	}
	return form, f, bad.Err()
}

// firstMoment is the clock on the first day, or its beginning.
func firstMoment(day, clock time.Time) time.Time {
	if clock.IsZero() {
		return day
	}
	return onDay(day, clock)
}

// lastMoment gives the first instant refused: the clock on the last day or,
// without one, the end of that day (24:00, 民法典 art. 203).
func lastMoment(day, clock time.Time) time.Time {
	if day.IsZero() || !clock.IsZero() {
		return onDay(day, clock)
	}
	return day.AddDate(0, 0, 1)
}

// writeConsultation is the opposite of readConsultation.
func writeConsultation(con repo.DeskConsultation) desk.ConsultationForm {
	f := con.Fields()
	return desk.ConsultationForm{Title: f.Title, UnitID: strconv.FormatInt(f.UnitID, 10), Kind: string(f.Kind),
		Audience: string(f.Audience), LegalBasis: f.LegalBasis, Contact: f.Contact,
		OpensOn: writeTime(f.OpensAt, dayShape), OpensClock: writeClock(f.OpensAt),
		ClosesOn: writeTime(con.LastSecond(), dayShape), ClosesClock: writeClock(f.ClosesAt), Notice: f.NoticeMarkdown,
		Explanation: f.Explanation, PublishWhileOpen: f.PublishWhileOpen, IntakeDays: strconv.Itoa(f.IntakeDays),
		ShortReason: f.ShortReason, ResultsDays: strconv.Itoa(f.ResultsDays)}
}

// writeClock leaves midnight out: it is what an empty field means.
func writeClock(t time.Time) string {
	if clock := writeTime(t, clockShape); clock != "00:00" {
		return clock
	}
	return ""
}
