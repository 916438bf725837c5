package handlers

import (
	"context"
	"io"
	"log/slog"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/dossier"
	dossierview "nayan/views/dossier"
)

// deskDossier sends the record of a consultation.
type deskDossier struct{ *Env }

// send sends the archive while it is written. It begins by leaving an entry, as the
// export of the audit does.
func (h deskDossier) send(c *fiber.Ctx) error {
	con, err := h.received(c)
	if err != nil {
		return err
	}
	which := dossier.Copy(c.Query("copy", string(dossier.Staff)))
	d, err := h.App.OpenDossier(c.UserContext(), member(c).Actor(), con.ID, which)
	if err != nil {
		return err
	}
	attach(c, dossierview.FileName(c.UserContext(), which, con.No), "application/zip")
	return h.pipe(c, d.Close, func(ctx context.Context, w io.Writer) error {
		err := d.Write(ctx, w, dossierview.Pages)
		if err != nil && ctx.Err() == nil {
			h.Log.Error("a dossier was broken off", slog.Int64("consultation", con.ID), slog.Any("error", err))
		}
		return err
	})
}
