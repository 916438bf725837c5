package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/views/layout"
	receiptview "nayan/views/receipt"
)

// receipts shows submitters what became of their comments. The secret comes in
// the body of a POST and is never in an address.
type receipts struct{ *Env }

func (h receipts) form(c *fiber.Ctx) error {
	return render(c, fiber.StatusOK, receiptview.Lookup(receiptview.LookupPage{Page: h.formPage(c, layout.NavReceipts, ""),
		No: c.Query("no")}))
}

// show answers an unknown number, a malformed one and a wrong secret alike.
func (h receipts) show(c *fiber.Ctx) error {
	if err := h.allow(c, h.fromAddress(c, "receipt", h.Limits.Receipt)); err != nil {
		return err
	}
	// From the body alone: a secret in an address would be in every log on its way.
	no, secret := string(c.Request().PostArgs().Peek("no")), string(c.Request().PostArgs().Peek("secret"))
	status, err := h.App.Receipt(c.UserContext(), no, secret)
	if fault.Is(err, fault.NotFound) {
		return render(c, fiber.StatusNotFound, receiptview.Lookup(receiptview.LookupPage{
			Page: h.formPage(c, layout.NavReceipts, ""), No: no, NotFound: true}))
	}
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return render(c, fiber.StatusOK, receiptview.Status(receiptview.StatusPage{Page: h.page(layout.NavReceipts, ""), Status: status, Now: h.Now()}))
}
