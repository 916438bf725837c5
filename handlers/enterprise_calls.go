package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	accountview "nayan/views/account"
)

// calls shows what an enterprise is asked, and what was sent for it.
func (h enterprises) calls(c *fiber.Ctx) error {
	e, err := h.enterprise(c)
	if err != nil {
		return err
	}
	page := pageNumber(c)
	list, total, err := h.App.EnterpriseCalls(c.UserContext(), person(c), e.ID, page, perPage)
	if err != nil {
		return err
	}
	p := accountview.EnterpriseCallsPage{Page: h.accountPage(c, accountview.Enterprises, "enterprise.call.title"), Now: h.Now(), Enterprise: e,
		At: page, Last: lastPage(total, perPage)}
	for _, call := range list {
		p.Items = append(p.Items, shownCall(call))
	}
	return render(c, fiber.StatusOK, accountview.EnterpriseCalls(p))
}

func shownCall(call app.EnterpriseCall) accountview.EnterpriseCall {
	out := accountview.EnterpriseCall{No: call.No, Title: call.Title, Unit: call.UnitName, Times: call.Times, Spoken: call.Spoken}
	if call.InvitedAt != nil {
		out.InvitedAt = *call.InvitedAt
	}
	for _, s := range call.Sent {
		out.Sent = append(out.Sent, accountview.EnterpriseComment(s))
	}
	return out
}
