package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskChecks records what the checks before a release ask of people.
type deskChecks struct{ *Env }

// findingsShown bounds the list of findings; the number says the rest.
const findingsShown = 100

// checks reads what stands in the way of a release, while it can be mended.
func (e *Env) checks(c *fiber.Ctx, p *desk.ConsultationPage, con repo.DeskConsultation) (err error) {
	if con.Public() {
		return nil
	}
	ctx := c.UserContext()
	papers, err := e.Repo.Papers(ctx, con.ID)
	if err != nil {
		return err
	}
	p.Legality.Needed = papers.NeedsLegality
	if p.Legality.Known, err = e.Repo.Legality(ctx, con.ID); err != nil {
		return err
	}
	if known := p.Legality.Known; known != nil {
		p.Legality.Form = desk.LegalityForm{Office: known.Office, OpinionNo: known.OpinionNo, Opinion: known.Opinion,
			ReviewedOn: writeTime(known.ReviewedOn, dayShape)}
	}
	p.Missing = append(p.Missing, fault.Of(papers.Validate()).Fields...)
	p.Findings, err = e.findings(c, con.Consultation, consult.OfRelease)
	p.Findings.Editable = p.Editable
	return err
}

// findings reads what the checks found, for who is signed in.
func (e *Env) findings(c *fiber.Ctx, con consult.Consultation, scope consult.Scope) (f desk.Findings, err error) {
	f = desk.Findings{Scope: scope, ConsultID: con.ID, MayWaive: mayWaive(member(c).ID, rolesHere(c), con, scope)}
	if f.List, f.Total, err = e.Repo.Findings(c.UserContext(), con.ID, scope, findingsShown); err != nil {
		return f, err
	}
	f.Names, err = e.waiverNames(c.UserContext(), f.List)
	return f, err
}

func (e *Env) waiverNames(ctx context.Context, list []consult.Finding) (map[int64]string, error) {
	var ids []int64
	for _, f := range list {
		if f.WaivedBy != 0 {
			ids = append(ids, f.WaivedBy)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return e.App.MemberNames(ctx, ids)
}

// mayWaive reports whether somebody may let findings stand now.
func mayWaive(staffID int64, roles []account.Role, con consult.Consultation, scope consult.Scope) bool {
	if !(desk.Page{Roles: roles}).Can(account.Approver) || scope == consult.OfRelease && con.State != consult.InApproval {
		return false
	}
	return consult.CheckWaiver(staffID, con.Hands(), 1, anyReason) == nil
}

// waive lets findings before a release stand.
func (h deskChecks) waive(c *fiber.Ctx) error {
	form, id, err := h.waived(c, app.On{Scope: consult.OfRelease})
	if err == nil {
		return done(c, consultationPath(id), "waived")
	}
	return h.refuse(c, err, func(p *desk.ConsultationPage, fields ui.Errors) {
		form.Errors = fields
		p.Findings.Form = form
	})
}

// waived reads the form of a waiver and takes it.
func (e *Env) waived(c *fiber.Ctx, on app.On) (form desk.WaiverForm, id int64, err error) {
	form = desk.WaiverForm{Chosen: formIDs(c, "finding"), Reason: c.FormValue("waiver_reason")}
	if id, err = idParam(c, "id"); err != nil {
		return form, id, err
	}
	return form, id, e.App.WaiveFindings(c.UserContext(), member(c).Actor(), id, on, form.Chosen, form.Reason)
}

// legality records the legality review.
func (h deskChecks) legality(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	form := desk.LegalityForm{Office: c.FormValue("office"), OpinionNo: c.FormValue("opinion_no"), ReviewedOn: c.FormValue("reviewed_on"),
		Opinion: c.FormValue("opinion")}
	var bad fault.Fields
	day := readTime(&bad, "reviewed_on", "desk.error.date", dayShape, form.ReviewedOn)
	if err = bad.Err(); err == nil {
		err = h.App.RecordLegality(c.UserContext(), member(c).Actor(), id, consult.Legality{Office: form.Office, OpinionNo: form.OpinionNo,
			ReviewedOn: day, Opinion: form.Opinion})
	}
	if err == nil {
		return done(c, consultationPath(id), "legality")
	}
	return h.refuse(c, err, func(p *desk.ConsultationPage, fields ui.Errors) {
		form.Errors = fields
		p.Legality.Form = form
	})
}
