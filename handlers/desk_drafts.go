package handlers

import (
	"io"
	"slices"
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

// deskDrafts imports a draft: upload, look, save.
type deskDrafts struct{ *Env }

// editable reads a consultation that who is signed in may change now.
func (h deskDrafts) editable(c *fiber.Ctx) (con repo.DeskConsultation, err error) {
	id, err := idParam(c, "id")
	if err != nil {
		return con, err
	}
	if con, err = h.Repo.ConsultationByID(c.UserContext(), id); err != nil {
		return con, err
	}
	if con.Public() { // a further version
		return con, h.proposable(c, con.Consultation)
	}
	return con, consult.Edit(con.State, member(c).ID, con.Hands())
}

// proposable says why who is signed in may not put forward a version now, or nil.
func (h deskDrafts) proposable(c *fiber.Ctx, con consult.Consultation) error {
	if err := con.CheckProposable(member(c).ID); err != nil {
		return err
	}
	list, err := h.Repo.Versions(c.UserContext(), con.ID)
	if err == nil && slices.ContainsFunc(list, underWay) {
		return fault.New(fault.Conflict, "version.error.under_way")
	}
	return err
}

func (h deskDrafts) form(c *fiber.Ctx) error {
	con, err := h.editable(c)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, con, nil)
}

func (h deskDrafts) page(c *fiber.Ctx, status int, con repo.DeskConsultation, errors ui.Errors) error {
	p, err := h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "desk.draft.upload"))
	if err != nil {
		return err
	}
	current, err := h.currentDraft(c.UserContext(), con.Consultation)
	if err != nil {
		return err
	}
	return render(c, status, desk.DraftUpload(desk.DraftPage{Page: p, Con: con.Consultation, Current: current, Errors: errors}))
}

// preview shows what was read from the file; nothing is stored yet.
func (h deskDrafts) preview(c *fiber.Ctx) error {
	con, err := h.editable(c)
	if err != nil {
		return err
	}
	name, data, err := uploaded(c)
	if err != nil {
		return h.page(c, fiber.StatusUnprocessableEntity, con, ui.Errors{{Name: "file", Key: "desk.error.file_required"}})
	}
	d, err := h.App.ReadDraft(con.ID, name, data)
	if err != nil {
		f := fault.Of(err)
		if f.Kind != fault.Invalid {
			return err
		}
		return h.page(c, fiber.StatusUnprocessableEntity, con, ui.Errors{{Name: "file", Key: f.Key, Args: f.Args}})
	}
	return h.showPreview(c, fiber.StatusOK, con, d, app.VersionInput{}, nil)
}

func (h deskDrafts) showPreview(c *fiber.Ctx, status int, con repo.DeskConsultation, d app.DraftPreview, typed app.VersionInput, errors ui.Errors) error {
	p, err := h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "desk.preview.title", d.FileName))
	if err != nil {
		return err
	}
	view := desk.Draft{FileName: d.FileName, Clauses: d.Clauses}
	for _, w := range d.Warnings {
		view.Warnings = append(view.Warnings, desk.Warning(w))
	}
	out := desk.PreviewPage{Page: p, Con: con.Consultation, Heading: d.Title, Draft: view, Payload: d.Payload, Seal: d.Seal,
		Replaces: con.DraftID != 0, Reason: typed.Reason, Final: typed.Final, Errors: errors}
	if out.MayBeFinal, out.MustBeFinal, err = h.mayBeFinal(c, con.Consultation); err != nil {
		return err
	}
	return render(c, status, desk.DraftPreview(out))
}

// confirm saves exactly what the preview showed.
func (h deskDrafts) confirm(c *fiber.Ctx) error {
	con, err := h.editable(c)
	if err != nil {
		return err
	}
	if con.Public() {
		return h.propose(c, con)
	}
	_, err = h.App.ConfirmDraft(c.UserContext(), member(c).Actor(), con.ID, c.FormValue("payload"), c.FormValue("seal"))
	if f := fault.Of(err); f.Kind == fault.Invalid {
		return h.page(c, fiber.StatusUnprocessableEntity, con, ui.Errors(f.Fields))
	}
	if err != nil {
		return err
	}
	return done(c, consultationPath(con.ID), "draft")
}

// propose puts forward exactly what the preview showed as the next version. A
// refused reason brings the preview back with what was typed.
func (h deskDrafts) propose(c *fiber.Ctx, con repo.DeskConsultation) error {
	typed := app.VersionInput{Payload: c.FormValue("payload"), Seal: c.FormValue("seal"), Reason: c.FormValue("reason"), Final: c.FormValue("final") != ""}
	id, err := h.App.ProposeVersion(c.UserContext(), member(c).Actor(), con.ID, typed)
	if err == nil {
		return done(c, consultationPath(con.ID)+"/versions/"+strconv.FormatInt(id, 10), "version")
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	if refused != nil {
		fields = ui.Errors{{Key: refused.Key, Args: refused.Args}}
	}
	shown, readErr := h.App.ShownDraft(con.ID, typed.Payload, typed.Seal)
	if readErr != nil {
		return h.page(c, fiber.StatusUnprocessableEntity, con, fields)
	}
	return h.showPreview(c, statusOf(err), con, shown, typed, fields)
}

// uploaded reads the form's file. The server's body limit bounds it.
func uploaded(c *fiber.Ctx) (name string, data []byte, err error) {
	head, err := c.FormFile("file")
	if err != nil {
		return "", nil, err
	}
	file, err := head.Open()
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = file.Close() }() // read only: nothing is lost
	data, err = io.ReadAll(file)
	return head.Filename, data, err
}
