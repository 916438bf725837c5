package handlers

import (
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
)

// deskSuggestions answers what came in.
type deskSuggestions struct{ *Env }

func (h deskSuggestions) list(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, suggestionFilter(c.Query("state")), pageNumber(c), desk.DecisionForm{}, nil)
}

// suggestionFilter reads the filter; what is undecided comes first to hand.
func suggestionFilter(text string) desk.SuggestionFilter {
	if f := desk.SuggestionFilter(text); f == desk.All || consult.Outcome(text).Valid() {
		return f
	}
	return desk.Undecided
}

func (h deskSuggestions) page(c *fiber.Ctx, status int, filter desk.SuggestionFilter, page int, form desk.DecisionForm, refused *fault.Error) error {
	con, err := h.received(c)
	if err != nil {
		return err
	}
	f := repo.SuggestionFilter{State: string(filter), Page: page, PerPage: deskPerPage}
	if filter == desk.All {
		f.State = ""
	}
	list, err := h.Repo.Suggestions(c.UserContext(), con.ID, f)
	if last := lastPage(list.Total, deskPerPage); err == nil && page > last {
		page, f.Page = last, last // the last answer emptied the page one was on
		list, err = h.Repo.Suggestions(c.UserContext(), con.ID, f)
	}
	if err != nil {
		return err
	}
	files, err := h.filesOfAll(c, con.ID, list.Items)
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "desk.suggestions.title"))
	if err != nil {
		return err
	}
	p.Problem = refused
	return render(c, status, desk.Suggestions(desk.SuggestionsPage{Page: p, Con: con, Filter: filter, Items: list.Items, Files: files,
		Counts: list.Counts, Last: lastPage(list.Total, deskPerPage), At: page, Form: form}))
}

// decide stores one answer and comes back to the same place of the same list.
func (h deskSuggestions) decide(c *fiber.Ctx) error {
	id, suggestion, err := partParams(c, "sid")
	if err != nil {
		return err
	}
	filter, page := suggestionFilter(c.FormValue("state")), formPage(c)
	form := desk.DecisionForm{SuggestionID: suggestion, Outcome: c.FormValue("outcome"), Reason: c.FormValue("reason")}
	d := consult.Decision{Outcome: consult.Outcome(form.Outcome), Reason: form.Reason}
	if err := h.App.Decide(c.UserContext(), member(c).Actor(), id, suggestion, d); err != nil {
		fields, refused, ok := onForm(err)
		if !ok {
			return err
		}
		form.Errors = ofItem(fields, suggestion)
		if c.FormValue("from") == desk.FromOne {
			return deskSuggestion(h).again(c, err, suggestion, desk.OneSuggestionPage{Decision: form}, refused)
		}
		return h.page(c, statusOf(err), filter, page, form, refused)
	}
	if c.FormValue("from") == desk.FromOne {
		return done(c, suggestionPath(id, suggestion), "decided")
	}
	q := url.Values{"state": {string(filter)}, "page": {strconv.Itoa(page)}, "done": {"decided"}}
	return c.Redirect(consultationPath(id)+"/suggestions?"+q.Encode()+"#"+url.PathEscape(c.FormValue("after")), fiber.StatusSeeOther)
}
