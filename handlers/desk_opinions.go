package handlers

import (
	"context"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/workday"
	"nayan/repo"
	"nayan/views/desk"
	"nayan/views/ui"
)

const opinionsPath = "/desk/opinions"

// deskOpinions is where units answer what other units ask them (征求部门意见).
type deskOpinions struct{ *Env }

// list shows what one's units are asked, or have answered.
func (h deskOpinions) list(c *fiber.Ctx) error {
	ctx, units := c.UserContext(), askedUnits(c)
	out := desk.OpinionsPage{Answered: c.Query("state") == desk.OpinionsAnswered, At: pageNumber(c), Today: consult.DayOf(h.Now())}
	counts, err := h.Repo.OpinionCounts(ctx, units, out.Today)
	if err != nil {
		return err
	}
	list, err := h.Repo.AskedOpinions(ctx, units, out.Answered, out.At, deskPerPage)
	if err != nil {
		return err
	}
	if out.Page, err = h.deskPage(c, desk.Opinions, i18n.T(ctx, "opinion.title")); err != nil {
		return err
	}
	names, err := h.units(c)
	if err != nil {
		return err
	}
	total := counts.Waiting
	if out.Answered {
		total = counts.Answered
	}
	out.Waiting, out.Done, out.Last = counts.Waiting, counts.Answered, lastPage(total, deskPerPage)
	for _, o := range list {
		out.Items = append(out.Items, asked(o, names))
	}
	return render(c, fiber.StatusOK, desk.OpinionList(out))
}

// askedUnits are those for which who is signed in answers, or audits.
func askedUnits(c *fiber.Ctx) repo.Units {
	ids, all := member(c).Grants.Units(account.Adjudicator, account.Auditor)
	return repo.Units{IDs: ids, All: all}
}

func asked(o repo.AskedOpinion, units []repo.Unit) desk.AskedOpinion {
	return desk.AskedOpinion{UnitOpinion: o.UnitOpinion, Title: o.Title, AskingUnit: o.AskingUnit, Unit: unitName(units, o.UnitID),
		Excerpt: o.Excerpt, Settled: o.Settled}
}

func (h deskOpinions) show(c *fiber.Ctx) error { return h.page(c, fiber.StatusOK, "", nil, nil) }

// askedPointsShown bounds what a unit reads of a suggestion that very many made.
const askedPointsShown = 50

// page shows what is asked: the suggestion, the clauses that it is on, the question.
func (h deskOpinions) page(c *fiber.Ctx, status int, typed string, fields ui.Errors, refused *fault.Error) error {
	ctx := c.UserContext()
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	o, err := h.Repo.AskedOpinion(ctx, id)
	if err != nil {
		return err
	}
	points, err := h.Repo.AskedPoints(ctx, o.ConsultationID, o.SuggestionID, askedPointsShown)
	if err != nil {
		return err
	}
	out := desk.OpinionPage{Typed: typed, Errors: fields, Today: consult.DayOf(h.Now())}
	if out.Page, err = h.deskPage(c, desk.Opinions, i18n.T(ctx, "opinion.title")); err != nil {
		return err
	}
	names, err := h.units(c)
	if err != nil {
		return err
	}
	out.Problem, out.Opinion = refused, asked(o, names)
	var clauses []int64
	for _, p := range points {
		out.Points = append(out.Points, desk.AskedPoint{Body: p.Body, Identity: p.Identity, Clauses: p.Clauses})
		for _, ref := range p.Clauses {
			if !slices.Contains(clauses, ref.ID) {
				clauses, out.On = append(clauses, ref.ID), append(out.On, ref)
			}
		}
	}
	if out.Clauses, err = h.Repo.WholeClauses(ctx, o.ConsultationID, clauses); err != nil {
		return err
	}
	people, err := h.App.MemberNames(ctx, []int64{o.AskedBy, o.AnsweredBy})
	out.AskedBy, out.AnsweredBy = people[o.AskedBy], people[o.AnsweredBy]
	if err != nil {
		return err
	}
	return render(c, status, desk.Opinion(out))
}

// answer keeps what the unit says.
func (h deskOpinions) answer(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	if err := h.App.AnswerOpinion(c.UserContext(), member(c).Actor(), id, c.FormValue("answer")); err != nil {
		fields, refused, ok := onForm(err)
		if !ok {
			return err
		}
		return h.page(c, statusOf(err), c.FormValue("answer"), fields, refused)
	}
	return done(c, opinionsPath+"/"+strconv.FormatInt(id, 10), "opinion")
}

// dueDetail says how much waits, by when, and how much of it is late.
func dueDetail(ctx context.Context, n, late int, due workday.Date) string {
	switch day := i18n.Date(ctx, due.In(i18n.Zone)); {
	case late > 0:
		return i18n.T(ctx, "desk.work.detail.due_late", n, late, day)
	case due.IsZero():
		return i18n.T(ctx, "desk.work.detail.due_none", n)
	default:
		return i18n.T(ctx, "desk.work.detail.due", n, day)
	}
}

// workOnOpinions says what is assigned to who is signed in, and what other units ask
// of theirs.
func (h deskHome) workOnOpinions(c *fiber.Ctx) (list []desk.Work, err error) {
	ctx, m := c.UserContext(), member(c).Member
	if !m.Grants.Has(account.Adjudicator) {
		return nil, nil
	}
	today := consult.DayOf(h.Now())
	mine, err := h.Repo.AssignedTo(ctx, m.ID, today)
	if err != nil {
		return nil, err
	}
	for _, w := range mine {
		href := desk.SuggestionFilter{State: desk.All, Assignee: m.ID, View: desk.TableView}.URL(w.ConsultationID)
		list = append(list, desk.Work{Kind: desk.WorkAssigned, Title: w.Title, Unit: w.UnitName, Href: href,
			Late: w.Late > 0, Detail: dueDetail(ctx, w.Count, w.Late, w.DueOn)})
	}
	ids, all := m.Grants.Units(account.Adjudicator)
	n, err := h.Repo.OpinionCounts(ctx, repo.Units{IDs: ids, All: all}, today)
	if err == nil && n.Waiting > 0 {
		list = append(list, desk.Work{Kind: desk.WorkOpinion, Title: i18n.T(ctx, "opinion.work"), Href: opinionsPath,
			Late: n.Late > 0, Detail: dueDetail(ctx, n.Waiting, n.Late, n.DueOn)})
	}
	return list, err
}
