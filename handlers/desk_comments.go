package handlers

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskComments moderates what came in.
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
	found, err := e.Repo.ConsultationByID(c.UserContext(), id)
	if err == nil && !found.Public() {
		return con, fault.New(fault.NotFound, "error.not_found")
	}
	return found.Consultation, err
}

func (h deskComments) list(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, c.Query("visibility"), pageNumber(c), desk.ModerationForm{}, nil)
}

func (h deskComments) page(c *fiber.Ctx, status int, filter string, page int, form desk.ModerationForm, refused *fault.Error) error {
	con, err := h.received(c)
	if err != nil {
		return err
	}
	visibility := consult.Visibility(filter)
	if !slices.Contains([]consult.Visibility{consult.Pending, consult.Published, consult.Hidden}, visibility) {
		visibility = ""
	}
	list, err := h.Repo.DeskComments(c.UserContext(), con.ID, repo.CommentFilter{Visibility: visibility, Page: page, PerPage: deskPerPage})
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "desk.comments.title"))
	if err != nil {
		return err
	}
	p.Problem = refused
	return render(c, status, desk.Comments(desk.CommentsPage{Page: p, Con: con, Filter: visibility, Items: list.Items,
		Total: list.Total, Last: lastPage(list.Total, deskPerPage), At: page, Form: form}))
}

// moderate shows or hides a comment and comes back to where the list was.
func (h deskComments) moderate(c *fiber.Ctx) error {
	id, comment, err := partParams(c, "cid")
	if err != nil {
		return err
	}
	form := desk.ModerationForm{CommentID: comment, Choice: c.FormValue("choice"), Other: c.FormValue("reason")}
	to, filter, page := consult.Visibility(c.FormValue("visibility")), c.FormValue("filter"), formPage(c)
	reason, err := hideReason(c, to, form)
	if err == nil {
		err = h.App.Moderate(c.UserContext(), member(c).Actor(), id, comment, to, reason)
	}
	if err != nil {
		fields, refused, ok := onForm(err)
		if !ok {
			return err
		}
		form.Errors = ofItem(fields, comment)
		return h.page(c, statusOf(err), filter, page, form, refused)
	}
	q := url.Values{"visibility": {filter}, "page": {strconv.Itoa(page)}, "done": {string(to)}}
	return c.Redirect(consultationPath(id)+"/comments?"+q.Encode(), fiber.StatusSeeOther)
}

// formPage reads the page of the list that a form stood on.
func formPage(c *fiber.Ctx) int {
	return int(min(max(formID(c, "page"), 1), 1_000_000))
}

// hideReason is what the sender of a hidden comment reads: the usual words, the
// adjudicator's own, or both.
func hideReason(c *fiber.Ctx, to consult.Visibility, form desk.ModerationForm) (string, error) {
	if to != consult.Hidden {
		return "", nil
	}
	var f fault.Fields
	usual := slices.Contains(desk.HideReasons, form.Choice)
	f.Check(usual || form.Choice == desk.HideOther, "choice", "desk.error.hide_choice")
	f.Check(form.Choice != desk.HideOther || form.Other != "", "reason", "desk.error.hide_text")
	if err := f.Err(); err != nil || !usual {
		return form.Other, err
	}
	words := i18n.T(c.UserContext(), "desk.hide."+form.Choice)
	if form.Other != "" {
		words = i18n.T(c.UserContext(), "desk.hide.joined", words, form.Other)
	}
	return words, nil
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
