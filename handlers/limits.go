package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/limit"
)

// fromAddress is a limit on the client's address.
func (e *Env) fromAddress(c *fiber.Ctx, name string, rate limit.Rate) limit.Check {
	return limit.Check{Name: name, Rate: rate, Subject: limit.Address(e.clientAddr(c))}
}

// allow counts one attempt against each limit; over one of them it is
// fault.RateLimited.
func (e *Env) allow(c *fiber.Ctx, checks ...limit.Check) error {
	return e.Limiter.Allow(c.UserContext(), e.Now(), checks...)
}
