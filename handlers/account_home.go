package handlers

import (
	"github.com/gofiber/fiber/v2"

	accountview "nayan/views/account"
)

// accountHome is the overview of an account.
type accountHome struct{ *Env }

func (h accountHome) show(c *fiber.Ctx) error {
	return render(c, fiber.StatusOK, accountview.Overview(accountview.HomePage{Page: h.accountPage(c, accountview.Home, "account.home.title")}))
}
