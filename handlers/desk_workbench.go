package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/internal/workday"
	"nayan/repo"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskWorkbench is what staff do with suggestions beside deciding on them.
type deskWorkbench struct{ *Env }

// bench reads what the list shows beside the decisions.
func (e *Env) bench(c *fiber.Ctx, con consult.Consultation, list repo.SuggestionList) (b desk.Workbench, err error) {
	ctx := c.UserContext()
	b.Today, b.Total = consult.DayOf(e.Now()), list.Total
	ids := make([]int64, len(list.Items))
	for i, s := range list.Items {
		ids[i] = s.ID
	}
	if b.Work, err = e.Repo.SuggestionWork(ctx, con.ID, ids); err != nil {
		return b, err
	}
	adjudicators, err := e.Repo.Adjudicators(ctx, con.UnitID)
	if err != nil {
		return b, err
	}
	if b.Names, err = e.App.MemberNames(ctx, append(peopleOf(b.Work), adjudicators...)); err != nil {
		return b, err
	}
	for _, id := range adjudicators {
		b.Adjudicators = append(b.Adjudicators, ui.Option{Value: strconv.FormatInt(id, 10), Label: b.Names[id]})
	}
	clauses, err := e.Repo.FilterClauses(ctx, con.ID)
	if err != nil {
		return b, err
	}
	for _, x := range clauses {
		b.Clauses = append(b.Clauses, ui.Option{Value: strconv.FormatInt(x.ID, 10), Label: strings.TrimSpace(x.Label + " " + x.Heading)})
	}
	return b, e.benchUnits(c, con, &b)
}

// benchUnits fills in the units that can be asked, and by when they answer if
// nobody says otherwise.
func (e *Env) benchUnits(c *fiber.Ctx, con consult.Consultation, b *desk.Workbench) error {
	units, err := e.units(c)
	if err != nil {
		return err
	}
	b.Units = map[int64]string{}
	for _, u := range units {
		b.Units[u.ID] = u.Name
		if u.ID != con.UnitID {
			b.Askable = append(b.Askable, ui.Option{Value: strconv.FormatInt(u.ID, 10), Label: u.Name})
		}
	}
	if !slices.Contains(rolesHere(c), account.Adjudicator) {
		return nil
	}
	due, err := e.answerDay(c.UserContext(), b.Today)
	b.Ask.Due = due
	return err
}

// answerDay is the day offered to a unit that is asked; none where the calendar
// does not know the year yet.
func (e *Env) answerDay(ctx context.Context, today workday.Date) (string, error) {
	calendar, err := e.App.Calendar(ctx)
	if err != nil {
		return "", err
	}
	due, err := calendar.Add(today, consult.AskedWorkdays)
	if err != nil {
		return "", nil //nolint:nilerr // a year without its notice: who asks says the day
	}
	return due.String(), nil
}

// peopleOf lists everybody who is named around suggestions.
func peopleOf(work map[int64]consult.SuggestionWork) (ids []int64) {
	for _, w := range work {
		ids = append(ids, w.StaffID)
		for _, n := range w.Notes {
			ids = append(ids, n.StaffID)
		}
		for _, o := range w.Opinions {
			ids = append(ids, o.AskedBy, o.AnsweredBy)
		}
	}
	return ids
}

// aside reads what stands beside one suggestion, for its own page; the forms come
// back to back.
func (e *Env) aside(c *fiber.Ctx, page desk.Page, con consult.Consultation, suggestionID int64, back string) (desk.Aside, error) {
	ctx := c.UserContext()
	work, err := e.Repo.SuggestionWork(ctx, con.ID, []int64{suggestionID})
	if err != nil {
		return desk.Aside{}, err
	}
	units, err := e.units(c)
	if err != nil {
		return desk.Aside{}, err
	}
	a := desk.Aside{Page: page, ConsultationID: con.ID, SuggestionID: suggestionID, Work: work[suggestionID], Back: back,
		Today: consult.DayOf(e.Now()), Open: con.ResultsAt == nil, Units: map[int64]string{}}
	for _, u := range units {
		a.Units[u.ID] = u.Name
	}
	a.Names, err = e.App.MemberNames(ctx, peopleOf(work))
	return a, err
}

// selection reads what somebody ticked in the list, or that they mean all of it.
func selection(c *fiber.Ctx) app.Selection {
	if c.FormValue("all") == "" {
		return app.Selection{IDs: formIDs(c, "ids")}
	}
	f := wanted(suggestionFilter(c))
	return app.Selection{Filter: &f, Count: int(formID(c, "all"))}
}

// picked notes on the page what was selected, to be so again.
func picked(c *fiber.Ctx, p *desk.SuggestionsPage) {
	p.Bench.Picked, p.Bench.All = formIDs(c, "ids"), c.FormValue("all") != ""
}

// assign gives suggestions to an adjudicator.
func (h deskWorkbench) assign(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	form := desk.AssignForm{Assignee: c.FormValue("assignee"), Due: c.FormValue("due")}
	to := consult.Assignment{StaffID: formID(c, "assignee")}
	if form.Assignee == "" {
		err = onField("assignee", "workbench.error.choose")
	} else {
		to.DueOn, err = readDay("due", form.Due)
	}
	if err == nil {
		_, err = h.App.Assign(c.UserContext(), member(c).Actor(), id, selection(c), to)
	}
	if err == nil {
		return back(c, id, "assigned")
	}
	return h.again(c, err, func(p *desk.SuggestionsPage, fields ui.Errors) {
		form.Errors = fields
		p.Bench.Assign = form
	})
}

// ask asks another unit for its opinion on suggestions.
func (h deskWorkbench) ask(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	form := desk.AskForm{Unit: c.FormValue("unit"), Question: c.FormValue("question"), Due: c.FormValue("ask-due")}
	q := consult.Question{UnitID: formID(c, "unit"), Text: form.Question}
	if q.DueOn, err = readDay("ask-due", form.Due); err == nil {
		_, err = h.App.AskUnit(c.UserContext(), member(c).Actor(), id, selection(c), q)
	}
	if err == nil {
		return back(c, id, "asked")
	}
	return h.again(c, err, func(p *desk.SuggestionsPage, fields ui.Errors) {
		form.Errors = fields
		p.Bench.Ask = form
	})
}

// again shows the list with a form that was refused, as it was filled in.
func (h deskWorkbench) again(c *fiber.Ctx, err error, note func(*desk.SuggestionsPage, ui.Errors)) error {
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	return deskSuggestions(h).page(c, statusOf(err), suggestionFilter(c), desk.DecisionForm{}, refused, func(p *desk.SuggestionsPage) {
		picked(c, p)
		note(p, fields)
	})
}

// note keeps what somebody tells the others about a suggestion.
func (h deskWorkbench) note(c *fiber.Ctx) error {
	id, suggestion, err := partParams(c, "sid")
	if err != nil {
		return err
	}
	err = h.App.AddNote(c.UserContext(), member(c).Actor(), id, suggestion, c.FormValue("note"))
	if err == nil {
		return back(c, id, "noted")
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	con, err2 := h.received(c)
	if err2 != nil {
		return err2
	}
	p, err2 := h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "workbench.note.title"))
	if err2 != nil {
		return err2
	}
	p.Problem = refused
	return render(c, statusOf(err), desk.SuggestionNote(desk.NotePage{Page: p, Con: con, SuggestionID: suggestion, Back: backPath(c, id),
		Body: c.FormValue("note"), Errors: fields}))
}

// withdraw takes back what a unit was asked.
func (h deskWorkbench) withdraw(c *fiber.Ctx) error {
	id, opinion, err := partParams(c, "oid")
	if err != nil {
		return err
	}
	if err := h.App.WithdrawOpinion(c.UserContext(), member(c).Actor(), id, opinion); err != nil {
		return err
	}
	return back(c, id, "unasked")
}

// backPath is where a form about suggestions comes back to: the page that it names,
// or the list under the filter that it carries.
func backPath(c *fiber.Ctx, id int64) string {
	list := consultationPath(id) + "/suggestions"
	if c.FormValue("back") != "" {
		return safeNext(list, c.FormValue("back"))
	}
	return suggestionFilter(c).URL(id)
}

// back goes there and says what has just been done.
func back(c *fiber.Ctx, id int64, word string) error {
	path, anchor, found := strings.Cut(backPath(c, id), "#")
	if found {
		anchor = "#" + anchor
	}
	q := "?"
	if strings.Contains(path, "?") {
		q = "&"
	}
	return c.Redirect(path+q+"done="+word+anchor, fiber.StatusSeeOther)
}
