package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
)

// export sends the entries under the filter as a table for a spreadsheet. It
// begins by leaving an entry of its own.
func (h deskAudit) export(c *fiber.Ctx) error {
	_, f, err := h.filter(c)
	if err != nil {
		return err
	}
	names, err := h.names(c)
	if err != nil {
		return err
	}
	if err := h.App.ExportAudit(c.UserContext(), member(c).Actor(), f); err != nil {
		return err
	}
	ctx := c.UserContext()
	x := &auditExport{repo: h.Repo, names: names, filter: f}
	x.filter.Limit = exportBatch
	return h.stream(c, i18n.T(ctx, "audit.file", h.Now().In(i18n.Zone).Format(dayShape)), desk.AuditColumns(ctx), x.next)
}

// auditExport reads the entries under a filter, batch by batch.
type auditExport struct {
	repo   *repo.Repo
	names  desk.AuditNames
	filter repo.AuditFilter
}

func (x *auditExport) next(ctx context.Context) (records [][]string, last bool, err error) {
	list, err := x.repo.Audited(ctx, x.filter)
	if err != nil {
		return nil, false, err
	}
	lines, err := auditLines(list)
	if err != nil {
		return nil, false, err
	}
	for _, l := range lines {
		records = append(records, desk.AuditRecord(ctx, l, x.names))
	}
	if last = len(list) < exportBatch; !last {
		x.filter.After = list[len(list)-1].Mark()
	}
	return records, last, nil
}
