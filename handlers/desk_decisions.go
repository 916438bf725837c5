package handlers

import (
	"net/url"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
)

// decide stores one answer and comes back to the same place of the same list.
func (h deskSuggestions) decide(c *fiber.Ctx) error {
	id, suggestion, err := partParams(c, "sid")
	if err != nil {
		return err
	}
	form := desk.DecisionForm{SuggestionID: suggestion, Outcome: c.FormValue("outcome"), Reason: c.FormValue("reason"), Override: c.FormValue("override")}
	d := consult.Decision{Outcome: consult.Outcome(form.Outcome), Reason: form.Reason, Override: form.Override}
	return h.answered(c, id, form, "decided", h.App.Decide(c.UserContext(), member(c).Actor(), id, suggestion, d))
}

// back sends one answer back to who gave it.
func (h deskSuggestions) back(c *fiber.Ctx) error {
	id, suggestion, err := partParams(c, "sid")
	if err != nil {
		return err
	}
	form := desk.DecisionForm{SuggestionID: suggestion, Back: c.FormValue("back")}
	revision, _ := strconv.Atoi(c.FormValue("revision")) // 0 is nobody's
	return h.answered(c, id, form, "sent_back", h.App.SendBack(c.UserContext(), member(c).Actor(), id, suggestion, revision, form.Back))
}

// answered comes back to where the form stood: to the place of what was done, or with
// what was refused.
func (h deskSuggestions) answered(c *fiber.Ctx, id int64, form desk.DecisionForm, word string, err error) error {
	filter := suggestionFilter(c)
	one := c.FormValue("from") == desk.FromOne
	switch {
	case err == nil && one:
		return done(c, suggestionPath(id, form.SuggestionID), word)
	case err == nil:
		return h.toList(c, id, filter, word)
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	form.Errors = ofItem(fields, form.SuggestionID)
	if one {
		return deskSuggestion(h).again(c, err, form.SuggestionID, desk.OneSuggestionPage{Decision: form}, refused)
	}
	return h.page(c, statusOf(err), filter, form, refused)
}

// toList leads back to where in the list somebody was.
func (h deskSuggestions) toList(c *fiber.Ctx, id int64, filter desk.SuggestionFilter, word string) error {
	q := filter.Values()
	q.Set("done", word)
	return c.Redirect(consultationPath(id)+"/suggestions?"+q.Encode()+"#"+url.PathEscape(c.FormValue("after")), fiber.StatusSeeOther)
}

// check lets decisions of others stand, as the second person who looked at them:
// those that were picked, else all that the filter of the list leaves, else all.
func (h deskSuggestions) check(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	fromList, one := c.FormValue("filter") != "", c.FormValue("from") == desk.FromOne
	_, err = h.App.CheckChosen(c.UserContext(), member(c).Actor(), id, chosenIn(c), h.seen(c))
	if one {
		return h.answered(c, id, desk.DecisionForm{SuggestionID: formID(c, "ids")}, "checked", err)
	}
	if err == nil && fromList {
		return h.toList(c, id, suggestionFilter(c), "checked")
	}
	if err == nil {
		return done(c, consultationPath(id)+"/results", "checked")
	}
	refused := refusal(err)
	switch {
	case refused == nil:
		return err
	case fromList:
		return h.page(c, statusOf(err), suggestionFilter(c), desk.DecisionForm{}, refused)
	}
	return deskResults(h).page(c, statusOf(err), refused, desk.WaiverForm{})
}

// chosenIn reads which suggestions a form means. A list that nothing was picked in
// means none of them; a form without a list means all.
func chosenIn(c *fiber.Ctx) app.Selection {
	chosen := selection(c)
	if chosen.Filter == nil && len(chosen.IDs) == 0 && c.FormValue("filter") != "" {
		chosen.IDs = []int64{}
	}
	return chosen
}

// seen reads what somebody had before them when they checked; a form that does not
// say it is taken as sent.
func (h deskSuggestions) seen(c *fiber.Ctx) repo.Seen {
	revision, _ := strconv.Atoi(c.FormValue("revision"))
	until, err := time.Parse(time.RFC3339Nano, c.FormValue("as_of"))
	if now := h.Now(); err != nil || until.After(now) {
		until = now
	}
	return repo.Seen{Until: until, Revision: max(revision, 0)}
}

// workOnChecks says where decisions of others wait for a second look of the member's.
func (h deskHome) workOnChecks(c *fiber.Ctx) (list []desk.Work, err error) {
	m := member(c).Member
	if !m.Grants.Has(account.Adjudicator, account.Reviewer) {
		return nil, nil
	}
	waiting, err := h.Repo.WorkToCheck(c.UserContext(), m.ID, unitsOf(c))
	for _, w := range waiting {
		if m.Grants.In(w.UnitID, account.Adjudicator, account.Reviewer) {
			list = append(list, desk.Work{Kind: desk.WorkCheck, Title: w.Title, Unit: w.UnitName, Href: consultationPath(w.ID) + "/suggestions?state=unchecked",
				Detail: i18n.T(c.UserContext(), "desk.work.detail.check", w.N)})
		}
	}
	return list, err
}
