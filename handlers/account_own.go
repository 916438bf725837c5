package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	accountview "nayan/views/account"
	receiptview "nayan/views/receipt"
	"nayan/views/ui"
)

// ownThings shows people what they sent, booked and were told.
type ownThings struct{ *Env }

func (h ownThings) comments(c *fiber.Ctx) error {
	return h.showComments(c, fiber.StatusOK, "", nil)
}

func (h ownThings) showComments(c *fiber.Ctx, status int, no string, errors ui.Errors) error {
	page := pageNumber(c)
	list, total, err := h.Repo.OwnComments(c.UserContext(), person(c).ID, page, perPage)
	if err != nil {
		return err
	}
	return render(c, status, accountview.OwnComments(accountview.CommentsPage{Now: h.Now(), Items: list, At: page, No: no, Errors: errors,
		Page: h.accountPage(c, accountview.Comments, "account.comments.title"), Last: lastPage(total, perPage)}))
}

// claim takes the receipt of a comment that was sent without signing in. It is
// guarded as the look-up of a receipt is, and as silent.
func (h ownThings) claim(c *fiber.Ctx) error {
	// From the body alone: a secret in an address would be in every log on its way.
	no, secret := string(c.Request().PostArgs().Peek("no")), string(c.Request().PostArgs().Peek("secret"))
	err := h.allow(c, h.fromAddress(c, "receipt", h.Limits.Receipt))
	if err == nil {
		err = h.App.ClaimComment(c.UserContext(), person(c), no, secret)
	}
	switch errors, status, ok := accountFaults(c, err); {
	case err == nil:
		return done(c, "/account/comments", "claimed")
	case ok:
		return h.showComments(c, status, no, errors)
	case fault.Is(err, fault.NotFound):
		return h.showComments(c, fiber.StatusNotFound, no, ui.Errors{{Name: "no", Key: fault.Of(err).Key}})
	}
	return err
}

// comment shows one's own comment without the secret of its receipt.
func (h ownThings) comment(c *fiber.Ctx) error {
	status, err := h.App.OwnReceipt(c.UserContext(), person(c), codeParam(c, "no"))
	if err != nil {
		return err
	}
	p := h.accountPage(c, accountview.Comments, "account.comments.title")
	return render(c, fiber.StatusOK, accountview.OwnComment(accountview.CommentPage{Page: p,
		Receipt: receiptview.StatusPage{Page: p.Page, Status: status, Now: h.Now()}}))
}

func (h ownThings) bookings(c *fiber.Ctx) error {
	page := pageNumber(c)
	list, total, err := h.App.OwnBookings(c.UserContext(), person(c), page, perPage)
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, accountview.OwnBookings(accountview.BookingsPage{Items: list, At: page, Last: lastPage(total, perPage),
		Page: h.accountPage(c, accountview.Bookings, "account.bookings.title")}))
}

// inbox shows messages, and marks as read what it shows.
func (h ownThings) inbox(c *fiber.Ctx) error {
	page := pageNumber(c)
	list, total, err := h.App.ReadInbox(c.UserContext(), person(c), page, perPage)
	if err != nil {
		return err
	}
	p := accountview.InboxPage{Page: h.accountPage(c, accountview.Inbox, "account.inbox.title"), At: page, Last: lastPage(total, perPage)}
	for _, m := range list {
		if m.New {
			p.Unread--
		}
		p.Items = append(p.Items, accountview.InboxItem(m))
	}
	return render(c, fiber.StatusOK, accountview.Messages(p))
}
