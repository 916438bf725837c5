package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskFinal points adopted suggestions to the clauses of the final text that were
// changed for them.
type deskFinal struct{ *Env }

// finalPerPage is the number of adopted suggestions on a page.
const finalPerPage = 20

func (h deskFinal) show(c *fiber.Ctx) error {
	edit, _ := strconv.ParseInt(c.Query("edit"), 10, 64) // 0 is nobody's
	return h.page(c, fiber.StatusOK, desk.FinalClausesPage{ShowAll: c.Query("list") == "all", At: pageNumber(c), Edit: edit}, nil)
}

func (h deskFinal) page(c *fiber.Ctx, status int, out desk.FinalClausesPage, refused *fault.Error) error {
	ctx := c.UserContext()
	con, err := h.received(c)
	if err != nil {
		return err
	}
	if out.Page, err = h.deskPage(c, desk.Consultations, i18n.T(ctx, "desk.final.title")); err != nil {
		return err
	}
	out.Con, out.Problem = con, refused
	final, err := h.Repo.FinalDraft(ctx, con.ID)
	if err != nil {
		return err
	}
	if out.HasFinal = final != 0; out.HasFinal {
		err = h.lines(c, final, &out)
	}
	if err != nil {
		return err
	}
	return render(c, status, desk.FinalClauses(out))
}

// lines reads the page of the list; one that emptied gives way to the last.
func (h deskFinal) lines(c *fiber.Ctx, final int64, out *desk.FinalClausesPage) error {
	f := repo.AdoptedFilter{DraftID: final, Open: !out.ShowAll, Page: out.At, PerPage: finalPerPage}
	list, err := h.Repo.Adopted(c.UserContext(), out.Con.ID, f)
	if err != nil {
		return err
	}
	total := list.Open
	if out.ShowAll {
		total = list.All
	}
	out.Open, out.All, out.Last = list.Open, list.All, lastPage(total, finalPerPage)
	if out.At > out.Last {
		out.At, f.Page = out.Last, out.Last
		if list, err = h.Repo.Adopted(c.UserContext(), out.Con.ID, f); err != nil {
			return err
		}
	}
	for _, l := range list.Items {
		out.Lines = append(out.Lines, desk.FinalLine(l))
	}
	if out.Edit == 0 {
		return nil
	}
	clauses, err := h.Repo.Clauses(c.UserContext(), out.Con.ID, final)
	for _, clause := range clauses {
		if clause.Commentable() {
			out.Clauses = append(out.Clauses, clause)
		}
	}
	return err
}

// choose stores which clauses one suggestion leads to, that it leads to none, or
// that the comparison may say.
func (h deskFinal) choose(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	choice, all := app.ClauseChoice{SuggestionID: formID(c, "suggestion")}, c.FormValue("list") == "all"
	out := desk.FinalClausesPage{ShowAll: all, At: formPage(c), Edit: choice.SuggestionID}
	switch c.FormValue(actionField) {
	case "default":
		choice.Default = true
	case "none":
	default:
		choice.ClauseIDs = formIDs(c, "clause")
	}
	if action := c.FormValue(actionField); action != "default" && action != "none" && len(choice.ClauseIDs) == 0 {
		out.Errors = ui.Errors{{Name: "clause", Key: "final.error.clause"}}
		return h.page(c, fiber.StatusUnprocessableEntity, out, nil)
	}
	if err = h.App.ChooseClauses(c.UserContext(), member(c).Actor(), id, choice); err == nil {
		return done(c, desk.FinalClausesURL(id, all, out.At, 0), "final_clauses")
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	out.Errors = fields
	return h.page(c, statusOf(err), out, refused)
}

// mayBeFinal reports whether a version put forward now may be the final text, and
// whether it must be.
func (h deskDrafts) mayBeFinal(c *fiber.Ctx, con consult.Consultation) (may, must bool, err error) {
	if !con.MayBeFinal(h.Now()) {
		return false, false, nil
	}
	final, err := h.Repo.FinalDraft(c.UserContext(), con.ID)
	return true, final != 0, err
}
