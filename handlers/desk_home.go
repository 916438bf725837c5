package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/internal/openday"
	"nayan/repo"
	"nayan/views/desk"
)

// deskHome is the dashboard.
type deskHome struct{ *Env }

func (h deskHome) show(c *fiber.Ctx) error {
	ctx, m := c.UserContext(), member(c)
	p, err := h.deskPage(c, desk.Home, i18n.T(c.UserContext(), "desk.menu.home"))
	if err != nil {
		return err
	}
	work, err := h.Repo.DeskWork(ctx, h.Now(), unitsOf(c))
	if err != nil {
		return err
	}
	days, _, err := h.Repo.DeskOpenDays(ctx, unitsOf(c), 1) // those in drafting come first
	if err != nil {
		return err
	}
	list, err := h.Repo.DeskConsultations(ctx, repo.DeskFilter{Now: h.Now(), PerPage: 1, Units: unitsOf(c)})
	if err != nil {
		return err
	}
	page := desk.HomePage{Page: p, Name: m.Name, Figures: figures(ctx, list.Counts)}
	for _, w := range work {
		page.Work = append(page.Work, workOn(ctx, m.Member, w, h.Now())...)
	}
	for _, d := range days {
		page.Work = append(page.Work, workOnOpenDay(ctx, m.Member, d)...)
	}
	registrations, err := h.workOnEnterprises(ctx, m.Member)
	if err != nil {
		return err
	}
	page.Work = append(page.Work, registrations...)
	versions, err := h.workOnVersions(c)
	if err != nil {
		return err
	}
	page.Work = append(page.Work, versions...)
	checks, err := h.workOnChecks(c)
	if err != nil {
		return err
	}
	page.Work = append(page.Work, checks...)
	opinions, err := h.workOnOpinions(c)
	if err != nil {
		return err
	}
	page.Work = append(page.Work, opinions...)
	if err := h.noteUnsent(ctx, &page); err != nil {
		return err
	}
	return render(c, fiber.StatusOK, desk.Dashboard(page))
}

func figures(ctx context.Context, n repo.StateCounts) []desk.Figure {
	all := []struct {
		name, href string
		value      int
	}{
		{"drafting", "/desk/consultations?state=drafting", n.Drafting},
		{"in_review", "/desk/consultations?state=in_review", n.InReview},
		{"in_approval", "/desk/consultations?state=in_approval", n.InApproval},
		{"approved", "/desk/consultations?state=approved", n.Approved},
		{"open", "/desk/consultations?state=released", n.Open},
		{"closed", "/desk/consultations?state=released", n.Closed},
	}
	var list []desk.Figure
	for _, f := range all {
		list = append(list, desk.Figure{Label: i18n.T(ctx, "desk.home.figure."+f.name), Value: f.value, Href: f.href})
	}
	return list
}

// workOn says what a consultation asks of a member now: a step of the review,
// and once it is public what came in.
func workOn(ctx context.Context, m app.Member, w repo.DeskWork, now time.Time) []desk.Work {
	if w.Public() {
		return append(overdue(ctx, m, w, now), answering(ctx, m, w, now)...)
	}
	kind, detail := reviewing(ctx, w)
	if kind == "" || !mayMove(m, w.Consultation) {
		return nil
	}
	return []desk.Work{{Kind: kind, Title: w.Title, Unit: w.UnitName, Detail: detail, Href: consultationPath(w.ID)}}
}

// mayMove reports whether any step forward from here is the member's to take.
func mayMove(m app.Member, con consult.Consultation) bool {
	for _, t := range consult.ActionsFrom(con.State, m.Grants.RolesIn(con.UnitID)) {
		if _, err := consult.Step(t.Action, con.State, m.ID, con.Hands(), anyReason); err == nil {
			return true
		}
	}
	return false
}

// reviewing names the work of a consultation before its release.
func reviewing(ctx context.Context, w repo.DeskWork) (desk.WorkKind, string) {
	switch w.State {
	case consult.Drafting:
		if w.LastReason != "" {
			return desk.WorkSentBack, i18n.T(ctx, "desk.work.detail.sent_back", w.LastReason)
		}
		return desk.WorkDraft, i18n.T(ctx, "desk.work.detail.draft", i18n.Date(ctx, w.UpdatedAt))
	case consult.InReview:
		return desk.WorkReview, i18n.T(ctx, "desk.work.detail.since", i18n.Date(ctx, w.UpdatedAt))
	case consult.InApproval:
		return desk.WorkApprove, i18n.T(ctx, "desk.work.detail.since", i18n.Date(ctx, w.UpdatedAt))
	case consult.Approved:
		return desk.WorkRelease, i18n.T(ctx, "desk.work.detail.opens", i18n.Date(ctx, w.OpensAt))
	}
	return "", ""
}

// overdue is for who can release the results or tell why they are late.
func overdue(ctx context.Context, m app.Member, w repo.DeskWork, now time.Time) []desk.Work {
	if !w.PastDue(now) || !m.Grants.In(w.UnitID, account.Adjudicator, account.Approver) {
		return nil
	}
	work := desk.Work{Kind: desk.WorkOverdue, Title: w.Title, Unit: w.UnitName, Href: consultationPath(w.ID), Late: true,
		Detail: i18n.T(ctx, "desk.late", w.Overdue(now))}
	if w.Overdue(now) == 0 {
		work.Late, work.Detail = false, i18n.T(ctx, "desk.delayed", i18n.Date(ctx, w.Promised().In(i18n.Zone)))
	}
	return []desk.Work{work}
}

// answering names the work of a public consultation without results.
func answering(ctx context.Context, m app.Member, w repo.DeskWork, now time.Time) []desk.Work {
	if !m.Grants.In(w.UnitID, account.Adjudicator) {
		return nil
	}
	var list []desk.Work
	add := func(kind desk.WorkKind, page, detail string) {
		list = append(list, desk.Work{Kind: kind, Title: w.Title, Unit: w.UnitName, Detail: detail, Href: consultationPath(w.ID) + page})
	}
	closed, last := !now.Before(w.ClosesAt), i18n.Date(ctx, w.LastSecond())
	if w.Pending > 0 {
		add(desk.WorkModerate, "/comments?visibility=pending", i18n.T(ctx, "desk.work.detail.moderate", w.Pending))
	}
	switch {
	case w.Undecided > 0 && closed:
		add(desk.WorkDecide, "/suggestions", i18n.T(ctx, "desk.work.detail.decide_closed", w.Undecided, last))
	case w.Undecided > 0:
		add(desk.WorkDecide, "/suggestions", i18n.T(ctx, "desk.work.detail.decide", w.Undecided, last))
	case closed && w.CommentCount == 0:
		add(desk.WorkResults, "/results", i18n.T(ctx, "desk.work.detail.results_none", last))
	case closed:
		add(desk.WorkResults, "/results", i18n.T(ctx, "desk.work.detail.results", last))
	}
	return list
}

// workOnOpenDay says what an open day in drafting asks of a member.
func workOnOpenDay(ctx context.Context, m app.Member, d openday.OpenDay) []desk.Work {
	mine := d.AuthorID == m.ID || m.Grants.In(d.UnitID, account.Approver)
	if d.State != openday.Drafting || !mine {
		return nil
	}
	detail := i18n.T(ctx, "desk.work.detail.no_sessions")
	if len(d.Sessions) > 0 {
		detail = i18n.T(ctx, "desk.work.detail.sessions", len(d.Sessions), i18n.Date(ctx, d.Sessions[0].StartsAt))
	}
	return []desk.Work{{Kind: desk.WorkOpenDay, Title: d.Theme, Unit: d.UnitName, Detail: detail, Href: openDayPath(d.ID)}}
}
