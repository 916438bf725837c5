package handlers

import (
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/desk"
)

// deskSuggestion is one suggestion whole: cut, put to others, taken back.
type deskSuggestion struct{ *Env }

const (
	pointsPerPage  = 20
	stepsPerPage   = 25
	stepsOnOnePage = 20 // of the history on the page of one suggestion
)

func suggestionPath(consultationID, id int64) string { return desk.SuggestionURL(consultationID, id) }

// show is the page of one suggestion. The address of one that was merged leads to
// where its points went.
func (h deskSuggestion) show(c *fiber.Ctx) error {
	id, suggestion, err := partParams(c, "sid")
	if err != nil {
		return err
	}
	one, err := h.Repo.Suggestion(c.UserContext(), id, suggestion)
	if err != nil {
		return err
	}
	if one.MergedInto != 0 {
		end, err := h.Repo.MergedEnd(c.UserContext(), id, suggestion)
		if err != nil {
			return err
		}
		q := url.Values{"merged": {strconv.FormatInt(suggestion, 10)}}
		if word := c.Query("done"); word != "" {
			q.Set("done", word)
		}
		return c.Redirect(suggestionPath(id, end)+"?"+q.Encode(), fiber.StatusSeeOther)
	}
	return h.fill(c, fiber.StatusOK, one, desk.OneSuggestionPage{At: pageNumber(c), Merged: queryID(c, "merged"), Other: queryID(c, "other")}, nil)
}

// again shows the page that a refused form stood on, as it is now; p holds the form.
func (h deskSuggestion) again(c *fiber.Ctx, err error, suggestion int64, p desk.OneSuggestionPage, refused *fault.Error) error {
	id, broken := idParam(c, "id")
	if broken != nil {
		return broken
	}
	end, broken := h.Repo.MergedEnd(c.UserContext(), id, suggestion)
	if broken != nil {
		return broken
	}
	one, broken := h.Repo.Suggestion(c.UserContext(), id, end)
	if broken != nil {
		return broken
	}
	p.At = formPage(c)
	return h.fill(c, statusOf(err), one, p, refused)
}

// fill reads the rest of the page of a suggestion.
func (h deskSuggestion) fill(c *fiber.Ctx, status int, one consult.OneSuggestion, p desk.OneSuggestionPage, refused *fault.Error) (err error) {
	ctx := c.UserContext()
	if p.Con, err = h.received(c); err != nil {
		return err
	}
	if p.Page, err = h.deskPage(c, desk.Consultations, i18n.T(ctx, "steps.title", desk.SuggestionNo(one.ID))); err != nil {
		return err
	}
	if p.Templates, err = h.Repo.ReasonTemplates(ctx); err != nil {
		return err
	}
	p.Staff = member(c).ID
	p.One, p.Problem, p.Last = one, refused, lastPage(one.Points, pointsPerPage)
	p.At = min(p.At, p.Last)
	if p.Points, err = h.Repo.SuggestionPoints(ctx, p.Con.ID, one.ID, p.At, pointsPerPage); err != nil {
		return err
	}
	comments := make([]int64, len(p.Points))
	for i, point := range p.Points {
		comments[i] = point.CommentID
	}
	if p.Files, err = h.filesByID(c, p.Con.ID, comments); err != nil {
		return err
	}
	if p.Aside, err = h.aside(c, p.Page, p.Con, one.ID, suggestionPath(p.Con.ID, one.ID)); err != nil {
		return err
	}
	p.History, err = h.steps(c, p.Con, one.ID, 0, stepsOnOnePage)
	if err != nil {
		return err
	}
	return render(c, status, desk.OneSuggestion(p))
}

// steps reads a piece of the history of a suggestion, or of all, and who took them.
func (h deskSuggestion) steps(c *fiber.Ctx, con consult.Consultation, suggestion, before int64, limit int) (l desk.StepList, err error) {
	list, err := h.Repo.SuggestionHistory(c.UserContext(), con.ID, suggestion, before, limit+1)
	if err != nil {
		return l, err
	}
	l = desk.StepList{First: before == 0, On: suggestion}
	l.Undo = con.ResultsAt == nil && con.WithdrawnAt == nil && (desk.Page{Roles: rolesHere(c)}).Can(account.Adjudicator)
	if len(list) > limit {
		list = list[:limit]
		l.Older = list[limit-1].ID
	}
	ids := make([]int64, len(list))
	for i, s := range list {
		ids[i] = s.StaffID
	}
	names, err := h.App.MemberNames(c.UserContext(), ids)
	for i := range list {
		list[i].StaffName = names[list[i].StaffID]
	}
	l.Steps = list
	return l, err
}

// history is everything that was cut, put together and taken back.
func (h deskSuggestion) history(c *fiber.Ctx) error { return h.historyPage(c, fiber.StatusOK, nil) }

func (h deskSuggestion) historyPage(c *fiber.Ctx, status int, refused *fault.Error) error {
	con, err := h.received(c)
	if err != nil {
		return err
	}
	p := desk.HistoryPage{Con: con}
	if p.Page, err = h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "steps.history")); err != nil {
		return err
	}
	p.Problem = refused
	if p.List, err = h.steps(c, con, 0, queryID(c, "before"), stepsPerPage); err != nil {
		return err
	}
	return render(c, status, desk.SuggestionHistory(p))
}
