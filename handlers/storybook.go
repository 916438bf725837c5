package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/views/storybook"
)

// storybook shows one view with fixture data, or the list of all; development only.
func (e *Env) storybook(c *fiber.Ctx) error {
	name := c.Query("story")
	if name == "" {
		return render(c, fiber.StatusOK, storybook.Index(e.page("", "")))
	}
	for _, s := range storybook.Stories() {
		if s.Name == name {
			return render(c, fiber.StatusOK, s.View)
		}
	}
	return fault.New(fault.NotFound, "error.not_found")
}
