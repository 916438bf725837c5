package handlers

import (
	"github.com/gofiber/fiber/v2"

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
	templates, err := h.Repo.ReasonTemplates(c.UserContext())
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "desk.suggestions.title"))
	if err != nil {
		return err
	}
	p.Problem = refused
	out := desk.SuggestionsPage{Page: p, Con: con, Filter: filter, Items: list.Items, Files: files,
		Counts: desk.SuggestionCounts(list.Counts), Last: lastPage(list.Total, wanted(filter).PerPage), Form: form,
		Staff: member(c).ID, Templates: templates}
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
