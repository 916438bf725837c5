package handlers

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/message"
	"nayan/repo"
	"nayan/views/desk"
)

const messagesPath = "/desk/messages"

// deskMessages is what is not being sent, and why.
type deskMessages struct{ *Env }

func (h deskMessages) list(c *fiber.Ctx) error { return h.page(c, fiber.StatusOK, nil) }

func (h deskMessages) page(c *fiber.Ctx, status int, refused *fault.Error) error {
	ctx, filter, page := c.UserContext(), messageFilter(c), pageNumber(c)
	counts, err := h.Repo.MessageCounts(ctx)
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.Messaging, i18n.T(ctx, "desk.messages.title"))
	if err != nil {
		return err
	}
	p.Problem = refused
	out := desk.MessagesPage{Page: p, State: filter, Withheld: withheld(h.App.Gateways, counts), Count: map[message.State]int{}, At: page}
	for _, f := range desk.MessageFilters {
		out.Count[f] = countIn(counts, statesOf(f))
	}
	out.Last = lastPage(out.Count[filter], repo.MessagesPerPage)
	if err := h.fill(c, &out); err != nil {
		return err
	}
	return render(c, status, desk.Messages(out))
}

// fill reads what the page lists.
func (h deskMessages) fill(c *fiber.Ctx, p *desk.MessagesPage) error {
	ctx := c.UserContext()
	list, err := h.App.UnsentMessages(ctx, statesOf(p.State), p.At)
	if err != nil {
		return err
	}
	for _, m := range list {
		p.Items = append(p.Items, desk.Unsent(m))
	}
	if !member(c).Grants.Everywhere(account.Administrator) { // who may retry them
		return nil
	}
	failed, err := h.Repo.FailedJobs(ctx)
	for _, j := range failed {
		p.Jobs = append(p.Jobs, desk.FailedJob(j))
	}
	return err
}

// messageFilter reads which messages are asked for; what is no filter asks for
// those that somebody must look at.
func messageFilter(c *fiber.Ctx) message.State {
	if s := message.State(c.Query("state")); slices.Contains(desk.MessageFilters, s) {
		return s
	}
	return ""
}

// statesOf gives the states that a filter stands for.
func statesOf(filter message.State) []message.State {
	switch filter {
	case "":
		return []message.State{message.Failed, message.Uncertain, message.Held}
	case message.Queued:
		return []message.State{message.Queued, message.Sending}
	}
	return []message.State{filter}
}

func countIn(counts []repo.MessageCount, states []message.State) (n int) {
	for _, c := range counts {
		if slices.Contains(states, c.State) {
			n += c.Count
		}
	}
	return n
}

// noteUnsent puts on the dashboard of who looks after messages what is not sent.
func (e *Env) noteUnsent(ctx context.Context, p *desk.HomePage) error {
	if !p.Can(account.Clerk, account.Administrator) {
		return nil
	}
	counts, err := e.Repo.MessageCounts(ctx)
	p.Withheld, p.Stuck = withheld(e.App.Gateways, counts), stuck(counts)
	return err
}

// stuck counts the messages that only a person can help.
func stuck(counts []repo.MessageCount) int {
	return countIn(counts, []message.State{message.Failed, message.Uncertain})
}

// withheld says what is not configured, and how many messages wait for it.
func withheld(g message.Gateways, counts []repo.MessageCount) (list []desk.Withheld) {
	held := map[desk.Lack]int{}
	for _, c := range counts {
		if c.State == message.Held {
			held[lackOf(g, c)] += c.Count
		}
	}
	for _, l := range []struct {
		lack    desk.Lack
		missing bool
	}{{desk.LackEmail, !g.Email}, {desk.LackSMS, !g.SMS}, {desk.LackAddress, g.NoLinks}} {
		if l.missing {
			list = append(list, desk.Withheld{Lack: l.lack, Count: held[l.lack]})
		}
	}
	return list
}

// lackOf names what a held message waits for; "" when it is about to be queued.
func lackOf(g message.Gateways, c repo.MessageCount) desk.Lack {
	switch g.Missing(c.Channel, c.Template) {
	case message.ProblemNoAddress:
		return desk.LackAddress
	case message.ProblemNoGateway:
		return desk.Lack(c.Channel)
	}
	return ""
}

func (h deskMessages) retry(c *fiber.Ctx) error {
	return h.again(c, h.App.RetryMessage, "message_retry")
}

func (h deskMessages) retryJob(c *fiber.Ctx) error { return h.again(c, h.App.RetryJob, "job_retry") }

func (h deskMessages) again(c *fiber.Ctx, use func(context.Context, app.Actor, int64) error, word string) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	if err := use(c.UserContext(), member(c).Actor(), id); err != nil {
		if refused := refusal(err); refused != nil {
			return h.page(c, statusOf(err), refused)
		}
		return err
	}
	return done(c, messagesPath, word)
}
