package handlers

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskComments is the list of what came in.
type deskComments struct{ *Env }

// deskPerPage is the length of the lists that are worked through: forty opinions
// to answer by Friday stand on one page.
const deskPerPage = 50

// received reads a consultation that can have received something.
func (e *Env) received(c *fiber.Ctx) (con consult.Consultation, err error) {
	id, err := idParam(c, "id")
	if err != nil {
		return con, err
	}
	return e.receivedAt(c, id)
}

func (e *Env) receivedAt(c *fiber.Ctx, id int64) (con consult.Consultation, err error) {
	found, err := e.Repo.ConsultationByID(c.UserContext(), id)
	if err == nil && !found.Public() {
		return con, fault.New(fault.NotFound, "error.not_found")
	}
	return found.Consultation, err
}

// listPlace is where on a list somebody is.
type listPlace struct {
	filter string
	page   int
	narrow consult.CommentNarrow
}

// formPlace reads where on the list a form stood.
func formPlace(c *fiber.Ctx) listPlace {
	return listPlace{c.FormValue("filter"), formPage(c), readNarrow(func(name string) string { return c.FormValue(name) })}
}

func readNarrow(value func(name string) string) consult.CommentNarrow {
	return consult.CommentNarrow{Channel: value("channel"), Standing: value("standing"), Identity: value("identity")}.Known()
}

// back leads to the same place of the list.
func (p listPlace) back(c *fiber.Ctx, consultationID int64, word string) error {
	q := url.Values{"visibility": {p.filter}, "page": {strconv.Itoa(p.page)}, "done": {word}}
	desk.SetNarrow(q, p.narrow)
	return c.Redirect(consultationPath(consultationID)+"/comments?"+q.Encode(), fiber.StatusSeeOther)
}

// formPage reads the page of the list that a form stood on.
func formPage(c *fiber.Ctx) int {
	return int(min(max(formID(c, "page"), 1), 1_000_000))
}

func (h deskComments) list(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, listPlace{c.Query("visibility"), pageNumber(c), readNarrow(func(name string) string { return c.Query(name) })}, desk.CommentsPage{}, nil)
}

// page shows the list; p holds the forms that were refused.
func (h deskComments) page(c *fiber.Ctx, status int, at listPlace, p desk.CommentsPage, refused *fault.Error) (err error) {
	if p.Con, err = h.received(c); err != nil {
		return err
	}
	p.Filter, p.At, p.Narrow = consult.Visibility(at.filter), at.page, at.narrow
	if !slices.Contains([]consult.Visibility{consult.Pending, consult.Published, consult.Hidden}, p.Filter) {
		p.Filter = ""
	}
	list, err := h.Repo.DeskComments(c.UserContext(), p.Con.ID, repo.CommentFilter{Visibility: p.Filter, Narrow: p.Narrow, Page: at.page, PerPage: deskPerPage})
	if err != nil {
		return err
	}
	if p.Page, err = h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "moderation.title")); err != nil {
		return err
	}
	if p.Files, err = h.filesOf(c, p.Con.ID, list.Items...); err != nil {
		return err
	}
	p.Problem, p.Items, p.Total, p.Last = refused, list.Items, list.Total, lastPage(list.Total, deskPerPage)
	return render(c, status, desk.Comments(p))
}

// moderateAll decides on the comments that are ticked on the list.
func (h deskComments) moderateAll(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	at, to, picked := formPlace(c), decision(c), formList(c, "pick")
	if err := h.App.ModerateAll(c.UserContext(), member(c).Actor(), id, picks(picked), to); err != nil {
		fields, refused, ok := onForm(err)
		if !ok {
			return err
		}
		if refused != nil && refused.Key == "moderate.error.changed" {
			refused = fault.New(fault.Conflict, "moderate.error.changed_some")
		}
		form := desk.ModerationForm{Code: string(to.Code), Words: to.Reason, Errors: renamed(fields, map[string]string{"code": "bulk-code", "reason": "bulk-reason"})}
		return h.page(c, statusOf(err), at, desk.CommentsPage{Bulk: desk.BulkForm{Picked: picked, ModerationForm: form}}, refused)
	}
	return at.back(c, id, "moderated")
}

// formList reads every value of a field that comes more than once.
func formList(c *fiber.Ctx, name string) (out []string) {
	for _, v := range c.Request().PostArgs().PeekMulti(name) {
		out = append(out, string(v))
	}
	return out
}

// picks reads what desk.Pick wrote; what has not that shape names nothing.
func picks(list []string) (out []consult.Seen) {
	for _, text := range list {
		id, revision, _ := strings.Cut(text, ":")
		s := consult.Seen{}
		s.ID, _ = strconv.ParseInt(id, 10, 64)
		s.Revision, _ = strconv.Atoi(revision)
		out = append(out, s)
	}
	return out
}

// ofItem moves faults to the fields of one form among many: "reason" is
// "reason-12" in the form of the comment or suggestion 12.
func ofItem(fields ui.Errors, id int64) ui.Errors {
	out := slices.Clone(fields)
	for i := range out {
		out[i].Name += "-" + strconv.FormatInt(id, 10)
	}
	return out
}

// renamed moves faults to the fields of a form whose names differ.
func renamed(fields ui.Errors, names map[string]string) ui.Errors {
	out := slices.Clone(fields)
	for i := range out {
		if name, differs := names[out[i].Name]; differs {
			out[i].Name = name
		}
	}
	return out
}
