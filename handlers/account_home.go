package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	accountview "nayan/views/account"
)

// accountHome is the overview of an account.
type accountHome struct{ *Env }

const (
	overviewItems = 5
	answeredFor   = 30 * 24 * time.Hour // how long an answer is news
)

func (h accountHome) show(c *fiber.Ctx) (err error) {
	ctx, now := c.UserContext(), h.Now()
	p := accountview.HomePage{Page: h.accountPage(c, accountview.Home, "account.home.title"), Now: now}
	if p.Answered, err = h.Repo.AnsweredComments(ctx, person(c).ID, overviewItems, now.Add(-answeredFor), now); err != nil {
		return err
	}
	if p.Upcoming, err = h.App.UpcomingBookings(ctx, person(c), overviewItems); err != nil {
		return err
	}
	return render(c, fiber.StatusOK, accountview.Overview(p))
}
