package handlers

import (
	"net/url"

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
	return h.page(c, fiber.StatusOK, suggestionFilter(c), desk.DecisionForm{}, nil)
}

// page shows the list with a decision that was refused; notes fill in the other forms.
func (h deskSuggestions) page(c *fiber.Ctx, status int, filter desk.SuggestionFilter, form desk.DecisionForm, refused *fault.Error, notes ...func(*desk.SuggestionsPage)) error {
	con, err := h.received(c)
	if err != nil {
		return err
	}
	list, err := h.chosen(c, con.ID, &filter)
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
	out := desk.SuggestionsPage{Page: p, Con: con, Filter: filter, Items: list.Items, Files: files,
		Counts: desk.SuggestionCounts(list.Counts), Last: lastPage(list.Total, wanted(filter).PerPage), Form: form}
	if out.Bench, err = h.bench(c, con, list); err != nil {
		return err
	}
	for _, note := range notes {
		note(&out)
	}
	return render(c, status, desk.Suggestions(out))
}

// chosen reads the page of the list that a filter asks for; the last answer may have
// emptied the one that somebody was on.
func (h deskSuggestions) chosen(c *fiber.Ctx, id int64, filter *desk.SuggestionFilter) (repo.SuggestionList, error) {
	list, err := h.Repo.Suggestions(c.UserContext(), id, wanted(*filter))
	if last := lastPage(list.Total, wanted(*filter).PerPage); err == nil && filter.Page > last {
		filter.Page = last
		return h.Repo.Suggestions(c.UserContext(), id, wanted(*filter))
	}
	return list, err
}

// decide stores one answer and comes back to the same place of the same list.
func (h deskSuggestions) decide(c *fiber.Ctx) error {
	id, suggestion, err := partParams(c, "sid")
	if err != nil {
		return err
	}
	filter := suggestionFilter(c)
	form := desk.DecisionForm{SuggestionID: suggestion, Outcome: c.FormValue("outcome"), Reason: c.FormValue("reason")}
	d := consult.Decision{Outcome: consult.Outcome(form.Outcome), Reason: form.Reason}
	if err := h.App.Decide(c.UserContext(), member(c).Actor(), id, suggestion, d); err != nil {
		fields, refused, ok := onForm(err)
		if !ok {
			return err
		}
		form.Errors = ofItem(fields, suggestion)
		return h.page(c, statusOf(err), filter, form, refused)
	}
	q := filter.Values()
	q.Set("done", "decided")
	return c.Redirect(consultationPath(id)+"/suggestions?"+q.Encode()+"#"+url.PathEscape(c.FormValue("after")), fiber.StatusSeeOther)
}
