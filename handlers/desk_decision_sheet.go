package handlers

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/sheet"
	"nayan/repo"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskDecisionSheets answers suggestions by the table.
type deskDecisionSheets struct{ *Env }

// sheetPart is how many suggestions an export reads at once.
const sheetPart = 2000

// export gives the suggestions that a filter leaves as a table to answer in. It
// holds nothing of who made them.
func (h deskDecisionSheets) export(c *fiber.Ctx) error {
	con, err := h.received(c)
	if err != nil {
		return err
	}
	ctx := c.UserContext()
	var out bytes.Buffer
	if err := decisionBook(ctx).WriteRows(&out, h.sheetRows(ctx, con.ID, wanted(suggestionFilter(c)))); err != nil {
		return err
	}
	attach(c, i18n.T(ctx, "decisions.file", con.No), xlsx)
	return c.Send(out.Bytes())
}

// sheetRows reads the rows part by part.
func (h deskDecisionSheets) sheetRows(ctx context.Context, id int64, f repo.SuggestionFilter) func() ([]string, error) {
	var part []repo.SheetRow
	var after int64
	return func() (_ []string, err error) {
		if len(part) == 0 {
			if part, err = h.Repo.DecisionSheet(ctx, id, f, after, sheetPart); err != nil || len(part) == 0 {
				return nil, err
			}
		}
		row := part[0]
		part, after = part[1:], row.ID
		outcome := ""
		if row.Outcome != "" {
			outcome = i18n.T(ctx, "outcome."+row.Outcome)
		}
		return []string{strconv.FormatInt(row.ID, 10), row.Clauses, row.Body, strconv.Itoa(row.Comments), strconv.Itoa(row.Persons),
			strconv.Itoa(row.Enterprises), outcome, row.Reason, row.Note, strconv.Itoa(row.Revision)}, nil
	}
}

// decisionColumns are the columns of the table, each with the words of the catalogue
// "decisions.sheet." and its key.
var decisionColumns = []sheet.Column{
	{Key: "no", Width: 10, Kind: sheet.Number, Required: true}, {Key: "clauses", Width: 16}, {Key: "body", Width: 60}, {Key: "comments", Width: 7},
	{Key: "persons", Width: 7}, {Key: "enterprises", Width: 7}, {Key: "outcome", Width: 18, Kind: sheet.Choice, Required: true},
	{Key: "reason", Width: 60, Required: true}, {Key: "override", Width: 24}, {Key: "revision", Width: 7, Kind: sheet.Number, Required: true}}

func decisionBook(ctx context.Context) sheet.Book {
	b := sheet.Book{Sheet: i18n.T(ctx, "decisions.book.sheet"), GuideSheet: i18n.T(ctx, "decisions.book.guide"),
		Guide: strings.Split(i18n.T(ctx, "decisions.book.rules", consult.MaxDecisionRows), "\n")}
	for _, c := range decisionColumns {
		c.Title = i18n.T(ctx, "decisions.sheet."+c.Key)
		if c.Key == "outcome" {
			for _, o := range consult.Outcomes {
				c.Options = append(c.Options, sheet.Option{Value: string(o), Label: i18n.T(ctx, "outcome."+string(o))})
			}
		}
		b.Columns = append(b.Columns, c)
	}
	return b
}

func (h deskDecisionSheets) form(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, desk.DecisionImportPage{}, nil)
}

func (h deskDecisionSheets) page(c *fiber.Ctx, status int, out desk.DecisionImportPage, refused *fault.Error) error {
	con, err := h.received(c)
	if err != nil {
		return err
	}
	out.Con = con
	if out.Page, err = h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "decisions.import.title")); err != nil {
		return err
	}
	out.Problem = refused
	return render(c, status, desk.DecisionImport(out))
}

// upload looks a table through; nothing is decided yet.
func (h deskDecisionSheets) upload(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	_, data, err := uploaded(c)
	if err != nil {
		return h.page(c, fiber.StatusUnprocessableEntity, desk.DecisionImportPage{Errors: ui.Errors{{Name: "file", Key: "desk.error.file_required"}}}, nil)
	}
	table, err := decisionBook(c.UserContext()).Read(data, consult.MaxDecisionRows)
	if err != nil {
		return h.page(c, statusOf(err), desk.DecisionImportPage{Errors: fault.Of(err).Fields}, nil)
	}
	rows, problems := decisionRows(table), ui.Errors(table.Problems)
	var batch int64
	if len(problems) == 0 {
		var bad []consult.RowFault
		batch, bad, err = h.App.PrepareDecisions(c.UserContext(), member(c).Actor(), id, rows, table.Ignored)
		if refused := refusal(err); refused != nil {
			return h.page(c, statusOf(err), desk.DecisionImportPage{}, refused)
		}
		if err != nil {
			return err
		}
		problems = byCell(table, bad)
	}
	if len(problems) > 0 {
		return h.page(c, fiber.StatusUnprocessableEntity, desk.DecisionImportPage{Problems: problems, Good: len(rows) - wrongRows(problems)}, nil)
	}
	return c.Redirect(decisionBatchPath(id, batch), fiber.StatusSeeOther)
}

// decisionRows are the rows of a table as the rules take them.
func decisionRows(table sheet.Table) []consult.DecisionRow {
	rows := make([]consult.DecisionRow, len(table.Rows))
	for n, r := range table.Rows {
		rows[n] = consult.DecisionRow{Row: r.Number, No: r.Cells["no"], Outcome: r.Cells["outcome"], Reason: r.Cells["reason"],
			Override: r.Cells["override"], Revision: r.Cells["revision"]}
	}
	return rows
}

func decisionBatchPath(id, batch int64) string {
	return consultationPath(id) + "/suggestions/import/" + strconv.FormatInt(batch, 10)
}

// show is the last look before the answers of a table are saved.
func (h deskDecisionSheets) show(c *fiber.Ctx) error { return h.batch(c, fiber.StatusOK, nil) }

func (h deskDecisionSheets) batch(c *fiber.Ctx, status int, refused *fault.Error) error {
	con, err := h.received(c)
	if err != nil {
		return err
	}
	id, err := idParam(c, "bid")
	if err != nil {
		return err
	}
	p, err := h.App.PreviewDecisions(c.UserContext(), con.ID, id)
	if err != nil {
		return err
	}
	out := desk.DecisionBatchPage{Con: con, ID: id, New: p.New, Changed: p.Changed, Unchanged: p.Unchanged, Unwritten: p.Unwritten, Drafts: p.Drafts,
		Ignored: strings.Join(p.Ignored, "、"), ImportedAt: p.ImportedAt, Waiting: p.Waiting(), Bad: len(p.Bad)}
	for _, change := range p.First {
		out.First = append(out.First, desk.DecisionChange(change))
	}
	if out.Page, err = h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "decisions.import.title")); err != nil {
		return err
	}
	out.Problem = refused
	return render(c, status, desk.DecisionBatch(out))
}

// confirm saves all answers of a table.
func (h deskDecisionSheets) confirm(c *fiber.Ctx) error {
	id, batch, err := partParams(c, "bid")
	if err != nil {
		return err
	}
	if err := h.App.ImportDecisions(c.UserContext(), member(c).Actor(), id, batch); err != nil {
		if refused := refusal(err); refused != nil {
			return h.batch(c, statusOf(err), refused)
		}
		return err
	}
	return done(c, decisionBatchPath(id, batch), "decisions_imported")
}
