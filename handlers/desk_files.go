package handlers

import (
	"mime/multipart"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskFiles are the attachments of a consultation on the desk.
type deskFiles struct{ *Env }

func (h deskFiles) add(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	if err := h.store(c, id); err != nil {
		return h.refuse(c, err, func(p *desk.ConsultationPage, fields ui.Errors) { p.FileErrors = fields })
	}
	return done(c, consultationPath(id), "attached")
}

// store reads the form's file, which the server has already taken in whole, bounded.
func (h deskFiles) store(c *fiber.Ctx, id int64) error {
	file, err := formFile(c, "attachment")
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // read only: nothing is lost
	_, err = h.App.AddAttachment(c.UserContext(), member(c).Actor(), id, file.name, file)
	return err
}

// namedFile is the file of a form with the name it had.
type namedFile struct {
	multipart.File
	name string
}

// formFile opens the form's file; field is where its absence is told.
func formFile(c *fiber.Ctx, field string) (namedFile, error) {
	head, err := c.FormFile("file")
	if err != nil {
		var f fault.Fields
		f.Add(field, "desk.error.file_required")
		return namedFile{}, f.Err()
	}
	file, err := head.Open()
	return namedFile{file, head.Filename}, err
}

func (h deskFiles) download(c *fiber.Ctx) error {
	id, fileID, err := partParams(c, "aid")
	if err != nil {
		return err
	}
	a, err := h.Repo.AttachmentByID(c.UserContext(), id, fileID)
	if err != nil {
		return err
	}
	attach(c, a.Name, a.MediaType)
	return c.SendStream(h.Repo.AttachmentContent(a), int(a.Size))
}

func (h deskFiles) remove(c *fiber.Ctx) error {
	id, fileID, err := partParams(c, "aid")
	if err != nil {
		return err
	}
	if err := h.App.RemoveAttachment(c.UserContext(), member(c).Actor(), id, fileID); err != nil {
		return h.refuse(c, err, func(*desk.ConsultationPage, ui.Errors) {})
	}
	return done(c, consultationPath(id), "removed")
}
