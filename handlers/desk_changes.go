package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/workday"
	"nayan/views/desk"
)

// deskChanges extends a public consultation, withdraws it, or tells that its
// results are late.
type deskChanges struct{ *Env }

// changeOf is what the handlers know about each kind of change: the field of its
// day, whether it can be made at all, and what makes it.
type changeOf struct {
	kind consult.ChangeKind
	day  string // "" where there is none
	may  func(*Env, consult.Consultation) error
	make func(ctx context.Context, e *Env, by app.Actor, id int64, to workday.Date, reason string) error
}

var (
	extends = changeOf{consult.Extended, "closes_at",
		func(e *Env, c consult.Consultation) error { return c.MayExtend(e.Now()) },
		func(ctx context.Context, e *Env, by app.Actor, id int64, to workday.Date, reason string) error {
			return e.App.Extend(ctx, by, id, to, reason)
		}}
	withdraws = changeOf{consult.CallWithdrawn, "",
		func(_ *Env, c consult.Consultation) error { return c.MayWithdraw() },
		func(ctx context.Context, e *Env, by app.Actor, id int64, _ workday.Date, reason string) error {
			return e.App.Withdraw(ctx, by, id, reason)
		}}
	delays = changeOf{consult.Delayed, "results_on",
		func(e *Env, c consult.Consultation) error { return c.MayDelay(e.Now()) },
		func(ctx context.Context, e *Env, by app.Actor, id int64, to workday.Date, reason string) error {
			return e.App.DelayResults(ctx, by, id, to, reason)
		}}
)

// form shows what the change would do.
func (h deskChanges) form(change changeOf) fiber.Handler {
	return func(c *fiber.Ctx) error { return h.page(c, fiber.StatusOK, change, desk.ChangeForm{}, nil) }
}

// send makes the change.
func (h deskChanges) send(change changeOf) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := idParam(c, "id")
		if err != nil {
			return err
		}
		form := desk.ChangeForm{Reason: c.FormValue("reason")}
		if change.day != "" {
			form.On = c.FormValue(change.day)
		}
		to, err := readDay(change.day, form.On)
		if err == nil {
			err = change.make(c.UserContext(), h.Env, member(c).Actor(), id, to, form.Reason)
		}
		if err == nil {
			return done(c, consultationPath(id), string(change.kind))
		}
		fields, refused, ok := onForm(err)
		if !ok {
			return err
		}
		form.Errors = fields
		return h.page(c, statusOf(err), change, form, refused)
	}
}

// readDay reads a day; an empty one is none, which the rules refuse with words of their own.
func readDay(name, text string) (workday.Date, error) {
	if text == "" {
		return 0, nil
	}
	d, err := workday.ParseDate(text)
	var bad fault.Fields
	bad.Check(err == nil, name, "desk.error.date")
	return d, bad.Err()
}

func (h deskChanges) page(c *fiber.Ctx, status int, change changeOf, form desk.ChangeForm, refused *fault.Error) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	con, err := h.Repo.ConsultationByID(c.UserContext(), id)
	if err != nil {
		return err
	}
	out := desk.ChangePage{Con: con.Consultation, Kind: change.kind, Form: form}
	if out.Page, err = h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "desk.change."+string(change.kind))); err != nil {
		return err
	}
	if barred := change.may(h.Env, con.Consultation); barred != nil {
		out.Barred, refused, status = true, fault.Of(barred), statusOf(barred)
	}
	out.Problem = refused
	return render(c, status, desk.Change(out))
}
