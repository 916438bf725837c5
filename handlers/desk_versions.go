package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
)

// deskVersions takes further versions of a public draft to the public.
type deskVersions struct{ *Env }

func (h deskVersions) list(c *fiber.Ctx) error {
	ctx := c.UserContext()
	con, err := h.received(c)
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.Consultations, i18n.T(ctx, "desk.version.title"))
	if err != nil {
		return err
	}
	out := desk.VersionsPage{Page: p, Con: con}
	if out.Public, err = h.Repo.PublicVersions(ctx, con.ID); err != nil {
		return err
	}
	list, err := h.Repo.Versions(ctx, con.ID)
	if err != nil {
		return err
	}
	if out.Others, err = h.named(ctx, list); err != nil {
		return err
	}
	out.Proposable = mayPropose(member(c).Member, con) && !slices.ContainsFunc(list, underWay)
	return render(c, fiber.StatusOK, desk.Versions(out))
}

func underWay(v consult.Version) bool {
	return v.State == consult.VersionInReview || v.State == consult.VersionInApproval
}

// mayPropose reports whether the member may put forward a further version.
func mayPropose(m app.Member, con consult.Consultation) bool {
	return m.Grants.In(con.UnitID, account.Drafter) && con.CheckProposable(m.ID) == nil
}

func (h deskVersions) named(ctx context.Context, list []consult.Version) (out []desk.Version, err error) {
	var ids []int64
	for _, v := range list {
		ids = append(ids, v.ProposedBy)
	}
	names, err := h.App.MemberNames(ctx, ids)
	for _, v := range list {
		out = append(out, desk.Version{Version: v, Author: names[v.ProposedBy]})
	}
	return out, err
}

func (h deskVersions) show(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, desk.VersionForm{}, desk.WaiverForm{}, nil)
}

func (h deskVersions) page(c *fiber.Ctx, status int, form desk.VersionForm, waiver desk.WaiverForm, refused *fault.Error) error {
	ctx := c.UserContext()
	con, err := h.received(c)
	if err != nil {
		return err
	}
	id, err := idParam(c, "vid")
	if err != nil {
		return err
	}
	v, err := h.Repo.Version(ctx, con.ID, id)
	if err != nil {
		return err
	}
	named, err := h.named(ctx, []consult.Version{v})
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.Consultations, i18n.T(ctx, "desk.version.title"))
	if err != nil {
		return err
	}
	p.Problem = refused
	out := desk.VersionPage{Page: p, Con: con, Version: named[0], Form: form, Choices: versionChoices(c, con, v)}
	if underWay(v) {
		if out.Findings, err = h.findings(c, con, consult.OfVersion); err != nil {
			return err
		}
		out.Findings.VersionID, out.Findings.Form = v.ID, waiver
		out.Findings.MayWaive = v.State == consult.VersionInApproval && out.Can(account.Approver) && consult.CheckWaiver(member(c).ID, v.Hands(), 1, anyReason) == nil
	}
	if out.Changes, err = h.changes(ctx, con.ID, v.FromDraftID, v.DraftID); err != nil {
		return err
	}
	return render(c, status, desk.VersionShow(out))
}

// versionChoices are the steps that the member's roles know from here, each with
// why the member cannot take it.
func versionChoices(c *fiber.Ctx, con consult.Consultation, v consult.Version) (list []desk.VersionChoice) {
	m := member(c)
	for _, t := range consult.VersionActionsFrom(v.State, m.Grants.RolesIn(con.UnitID)) {
		choice := desk.VersionChoice{VersionTransition: t}
		if _, err := consult.VersionStep(t.Action, v, m.ID, anyReason); err != nil {
			f := fault.Of(err)
			choice.Refused = i18n.T(c.UserContext(), f.Key, f.Args...)
		}
		list = append(list, choice)
	}
	return list
}

// step takes one step. The route lets two roles in; the step needs one of them.
func (h deskVersions) step(c *fiber.Ctx) error {
	id, vid, err := partParams(c, "vid")
	if err != nil {
		return err
	}
	action, reason := consult.VersionAction(c.FormValue("action")), c.FormValue("reason")
	i := slices.IndexFunc(consult.VersionTransitions, func(t consult.VersionTransition) bool { return t.Action == action })
	switch {
	case i < 0:
		return fault.New(fault.Invalid, "error.invalid")
	case !slices.Contains(rolesHere(c), consult.VersionTransitions[i].Role):
		return fault.New(fault.Forbidden, "error.forbidden")
	}
	if err = h.App.StepVersion(c.UserContext(), member(c).Actor(), id, vid, action, reason); err == nil {
		return done(c, consultationPath(id)+"/versions", string(action))
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	return h.page(c, statusOf(err), desk.VersionForm{Action: action, Reason: reason, Errors: fields}, desk.WaiverForm{}, refused)
}

// waive lets findings in a version stand.
func (h deskVersions) waive(c *fiber.Ctx) error {
	_, vid, err := partParams(c, "vid")
	if err != nil {
		return err
	}
	form, _, err := h.waived(c, app.On{Scope: consult.OfVersion, VersionID: vid})
	if err == nil {
		return done(c, strings.TrimSuffix(c.Path(), "/findings/waive"), "waived")
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	form.Errors = fields
	return h.page(c, statusOf(err), desk.VersionForm{}, form, refused)
}

// workOnVersions says which versions wait for a step of the member's.
func (h deskHome) workOnVersions(c *fiber.Ctx) (list []desk.Work, err error) {
	m := member(c).Member
	if !m.Grants.Has(account.Reviewer, account.Approver) {
		return nil, nil
	}
	waiting, err := h.Repo.WaitingVersions(c.UserContext(), unitsOf(c))
	for _, w := range waiting {
		for _, t := range consult.VersionActionsFrom(w.State, m.Grants.RolesIn(w.UnitID)) {
			if _, refused := consult.VersionStep(t.Action, w.Version, m.ID, anyReason); refused != nil || t.NeedsReason {
				continue
			}
			kind := desk.WorkReview
			if t.Role == account.Approver {
				kind = desk.WorkApprove
			}
			list = append(list, desk.Work{Kind: kind, Title: w.Title, Unit: w.UnitName, Href: versionPath(w),
				Detail: i18n.T(c.UserContext(), "desk.work.detail.version", i18n.Date(c.UserContext(), w.ProposedAt))})
		}
	}
	return list, err
}

func versionPath(w repo.WaitingVersion) string {
	return consultationPath(w.ConsultationID) + "/versions/" + strconv.FormatInt(w.ID, 10)
}
