package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	accountview "nayan/views/account"
	followview "nayan/views/follow"
)

// accountFollows are what the address of who is signed in follows.
type accountFollows struct{ *Env }

const ownFollowsPath = "/account/follows"

func (h accountFollows) show(c *fiber.Ctx) error {
	list, err := h.Repo.FollowsOfAccount(c.UserContext(), person(c).ID)
	if err != nil {
		return err
	}
	p := accountview.FollowsPage{Page: h.accountPage(c, accountview.Follows, "account.follows.title"), Email: person(c).Email}
	p.List = followview.List{Items: list, County: h.Site.County, CSRF: p.CSRF, Base: ownFollowsPath, All: ownFollowsPath + "/stop"}
	return render(c, fiber.StatusOK, accountview.Following(p))
}

// begin follows something at once: the address is proven.
func (h accountFollows) begin(c *fiber.Ctx) error {
	subject := c.FormValue("subject")
	err := h.App.FollowAs(c.UserContext(), person(c), subject)
	if err == nil {
		return done(c, ownFollowsPath, "followed")
	}
	errors, status, ok := accountFaults(c, err)
	if !ok {
		return err
	}
	return follows(h).show(c, status, followview.FormPage{Subject: subject, Errors: errors})
}

func (h accountFollows) stopOne(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	if _, err := h.App.StopFollow(c.UserContext(), app.ByAccount(person(c)), id); err != nil {
		return err
	}
	return done(c, ownFollowsPath, "unfollowed")
}

func (h accountFollows) stopAll(c *fiber.Ctx) error {
	if err := h.App.StopFollows(c.UserContext(), app.ByAccount(person(c))); err != nil {
		return err
	}
	return done(c, ownFollowsPath, "unfollowed_all")
}
