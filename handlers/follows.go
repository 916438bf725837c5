package handlers

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/follow"
	"nayan/internal/limit"
	followview "nayan/views/follow"
	"nayan/views/layout"
)

// follows lets people be told by mail, without an account.
type follows struct{ *Env }

const (
	followPath = "/follow"

	shownLinkCookie = "nayan_demo_link" // the link of a mail, in a demonstration
	shownLinkTime   = 600               // seconds
)

func (h follows) followPage(c *fiber.Ctx) followview.Page {
	return followview.Page{Page: h.formPage(c, layout.NavConsultations, ""), Done: c.Query("done")}
}

// form offers what can be followed; the address may say what somebody comes from.
func (h follows) form(c *fiber.Ctx) error {
	p := followview.FormPage{}
	switch no, unit, kind := c.Query("consultation"), c.Query("unit"), c.Query("kind"); {
	case number.MatchString(no):
		p.Subject = follow.Subject{No: no}.String()
	case unit != "":
		id, _ := strconv.ParseInt(unit, 10, 64) // what is no number chooses nothing
		p.Subject = follow.Subject{UnitID: id}.String()
	case kind != "":
		p.Subject = "kind:" + kind
	}
	return h.show(c, fiber.StatusOK, p)
}

func (h follows) show(c *fiber.Ctx, status int, p followview.FormPage) error {
	ctx := c.UserContext()
	units, err := h.Repo.Units(ctx)
	if err != nil {
		return err
	}
	for _, u := range units {
		p.Units = append(p.Units, followview.Unit(u))
	}
	if s, ok := follow.ReadSubject(p.Subject); ok && s.No != "" {
		if _, p.About, err = h.Repo.Followable(ctx, s); err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	who, err := h.signedInPerson(c)
	if err != nil {
		return err
	}
	p.Page, p.Own, p.CanMail = h.followPage(c), who.Email, h.App.CanMailFollowers()
	p.Shown = h.shownLink(c, p.Done)
	return render(c, status, followview.Form(p))
}

// shownLink gives the link that a demonstration shows instead of mailing it. What
// a browser makes up leads nowhere else.
func (h follows) shownLink(c *fiber.Ctx, done string) string {
	path := c.Cookies(h.cookieName(shownLinkCookie))
	ours := strings.HasPrefix(path, app.ConfirmFollowPath("")) || strings.HasPrefix(path, app.ManageFollowsPath(""))
	if !h.App.ShowCodes || done != "sent" || !ours {
		return ""
	}
	return path
}

// request mails a link. The answer is the same whether the address follows the
// same thing already or not.
func (h follows) request(c *fiber.Ctx) error {
	in := app.FollowInput{Email: c.FormValue("email"), Subject: c.FormValue("subject"), Consent: c.FormValue(consentField)}
	err := h.allow(c, h.followLimits(c, in.Email)...)
	if err == nil {
		path, failed := h.App.RequestFollow(c.UserContext(), in)
		if failed == nil {
			if h.App.ShowCodes {
				h.keep(c, shownLinkCookie, path, shownLinkTime)
			}
			return done(c, followPath, "sent")
		}
		err = failed
	}
	errors, status, ok := accountFaults(c, err)
	if !ok {
		return err
	}
	return h.show(c, status, followview.FormPage{Subject: in.Subject, Email: in.Email, Errors: errors})
}

// followLimits hold back who has mails sent to many people, and what one is sent;
// they are those of one-time codes.
func (h follows) followLimits(c *fiber.Ctx, email string) []limit.Check {
	to := plainContact(email)
	return []limit.Check{h.fromAddress(c, "follow", h.Limits.Code), h.atAccount(c, Account, to, "follow", codesPerContact),
		h.atAccount(c, Account, to, "follow-day", codesPerDay)}
}

// confirmForm shows a button: programs that open every link confirm nothing.
func (h follows) confirmForm(c *fiber.Ctx) error {
	token := c.Params("token")
	f, err := h.App.FollowRequest(c.UserContext(), token)
	if err != nil {
		return h.over(c, err)
	}
	return render(c, fiber.StatusOK, followview.Confirm(followview.ConfirmPage{Page: h.followPage(c), Followed: f, Action: app.ConfirmFollowPath(token)}))
}

func (h follows) over(c *fiber.Ctx, err error) error {
	if !fault.Is(err, fault.Closed) {
		return err
	}
	return render(c, statusOf(err), followview.Over(h.followPage(c)))
}

func (h follows) confirm(c *fiber.Ctx) error {
	manage, err := h.App.ConfirmFollow(c.UserContext(), c.Params("token"))
	if err != nil {
		return h.over(c, err)
	}
	return done(c, app.ManageFollowsPath(manage), "confirmed")
}

// manage lists what the holder of the link follows.
func (h follows) manage(c *fiber.Ctx) error {
	token := c.Params("token")
	f, err := h.App.Following(c.UserContext(), token)
	if err != nil {
		return h.gone(c, err)
	}
	p := followview.ManagePage{Page: h.followPage(c), Email: f.Email}
	p.List = followview.List{Items: f.List, County: h.Site.County, CSRF: p.CSRF, Base: app.ManageFollowsPath(token) + "/follows",
		All: app.ManageFollowsPath(token) + "/stop"}
	return render(c, fiber.StatusOK, followview.Manage(p))
}

func (h follows) gone(c *fiber.Ctx, err error) error {
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	return render(c, fiber.StatusNotFound, followview.Gone(h.followPage(c)))
}

func (h follows) stopOne(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	token := c.Params("token")
	gone, err := h.App.StopFollow(c.UserContext(), app.ByLink(token), id)
	return h.stopped(c, token, gone, err)
}

func (h follows) stopAll(c *fiber.Ctx) error {
	token := c.Params("token")
	return h.stopped(c, token, true, h.App.StopFollows(c.UserContext(), app.ByLink(token)))
}

// stopped leads back to the list, or to where somebody can begin anew when nothing
// is left of them.
func (h follows) stopped(c *fiber.Ctx, token string, gone bool, err error) error {
	switch {
	case err != nil:
		return h.gone(c, err)
	case gone:
		return done(c, followPath, "stopped_all")
	}
	return done(c, app.ManageFollowsPath(token), "stopped")
}

// stopForm asks before it stops the news about a consultation: a program that
// opens every link stops nothing.
func (h follows) stopForm(c *fiber.Ctx) error {
	token := c.Params("token")
	if _, err := h.App.Following(c.UserContext(), token); err != nil {
		return h.gone(c, err)
	}
	return render(c, fiber.StatusOK, followview.Stop(followview.StopPage{Page: h.followPage(c), Action: app.StopFollowsPath(token, c.Params("no")),
		Manage: app.ManageFollowsPath(token)}))
}

// stopAbout stops the news about a consultation. What a mail program sends is
// answered at once and never led elsewhere (RFC 8058, 3.2); it hears the same
// when there is nothing left to stop.
func (h follows) stopAbout(c *fiber.Ctx) error {
	token := c.Params("token")
	gone, err := h.App.StopFollowsAbout(c.UserContext(), token, c.Params("no"))
	if !oneClick(c) {
		return h.stopped(c, token, gone, err)
	}
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendString("ok\n")
}

// stopAboutPath is the one form that is taken without a token of its page: a mail
// program has none, and what it sends says so (RFC 8058, 3.2). The secret in the
// address is what counts.
const stopAboutPath = "/followers/:token/consultations/:no/stop"

func oneClick(c *fiber.Ctx) bool {
	return c.Route().Path == stopAboutPath && c.FormValue("List-Unsubscribe") == "One-Click"
}
