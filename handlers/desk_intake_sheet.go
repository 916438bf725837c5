package handlers

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/report"
	"nayan/internal/sheet"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskIntakeSheets records opinions by the table.
type deskIntakeSheets struct{ *Env }

// xlsx is the media type of a table.
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// tableTime is how long a table may take, from the upload to the last receipt.
const tableTime = 50 * time.Second

// unhurried gives a request the time that a table takes.
func unhurried(next fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), tableTime)
		defer cancel()
		c.SetUserContext(ctx)
		return next(c)
	}
}

// template gives the table to fill in.
func (h deskIntakeSheets) template(c *fiber.Ctx) error {
	con, err := h.intakeCall(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := intakeBook(c.UserContext(), con.OpensAt).Write(&out); err != nil {
		return err
	}
	attach(c, i18n.T(c.UserContext(), "intake.book.file", con.No), xlsx)
	return c.Send(out.Bytes())
}

func (h deskIntakeSheets) form(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, nil, nil, 0)
}

func (h deskIntakeSheets) page(c *fiber.Ctx, status int, errors, problems ui.Errors, good int) error {
	con, err := h.intakeCall(c)
	if err != nil {
		return err
	}
	out := desk.IntakeImportPage{Con: con.Consultation, Shut: h.intakeShut(con), Errors: errors, Problems: problems, Good: good}
	if out.Page, err = h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "intake.import.title")); err != nil {
		return err
	}
	list, err := h.Repo.IntakeBatches(c.UserContext(), con.ID)
	if err != nil {
		return err
	}
	var clerks []int64
	for _, b := range list {
		clerks = append(clerks, b.StaffID)
	}
	names, err := h.App.MemberNames(c.UserContext(), clerks)
	for _, b := range list {
		out.Batches = append(out.Batches, desk.IntakeBatchItem{ID: b.ID, Rows: b.Rows, At: b.CreatedAt, By: names[b.StaffID], Imported: b.ImportedAt != nil})
	}
	if err != nil {
		return err
	}
	return render(c, status, desk.IntakeImport(out))
}

// upload looks a table through; nothing is recorded yet.
func (h deskIntakeSheets) upload(c *fiber.Ctx) error {
	con, err := h.intakeCall(c)
	if err != nil {
		return err
	}
	_, data, err := uploaded(c)
	if err != nil {
		return h.page(c, fiber.StatusUnprocessableEntity, ui.Errors{{Name: "file", Key: "desk.error.file_required"}}, nil, 0)
	}
	table, err := intakeBook(c.UserContext(), con.OpensAt).Read(data, consult.MaxIntakeRows)
	if err != nil {
		return h.page(c, statusOf(err), fault.Of(err).Fields, nil, 0)
	}
	rows, problems := intakeRows(table), ui.Errors(table.Problems)
	var batch int64
	if len(problems) == 0 {
		var bad []consult.RowFault
		batch, bad, err = h.App.PrepareIntakes(c.UserContext(), member(c).Actor(), con.ID, rows, table.Ignored)
		if fault.Is(err, fault.Closed) {
			return h.page(c, statusOf(err), nil, nil, 0) // which says why
		}
		if err != nil {
			return err
		}
		problems = byCell(table, bad)
	}
	if len(problems) > 0 {
		return h.page(c, fiber.StatusUnprocessableEntity, nil, problems, len(rows)-wrongRows(problems))
	}
	return c.Redirect(batchPath(con.ID, batch), fiber.StatusSeeOther)
}

func batchPath(id, batch int64) string {
	return intakePath(id) + "/batches/" + strconv.FormatInt(batch, 10)
}

// byCell names the faults of rows by the cells of their table.
func byCell(table sheet.Table, bad []consult.RowFault) (problems ui.Errors) {
	for _, f := range bad {
		problems = append(problems, fault.Field{Name: table.Cell(f.Row, f.Column), Key: f.Key, Args: f.Args})
	}
	return problems
}

// wrongRows counts the rows that problems are in.
func wrongRows(problems ui.Errors) int {
	rows := map[string]bool{}
	for _, p := range problems {
		rows[strings.TrimLeft(p.Name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] = true
	}
	return len(rows)
}

// show is the last look before a table is imported, and its receipts afterwards.
func (h deskIntakeSheets) show(c *fiber.Ctx) error { return h.batch(c, fiber.StatusOK, nil) }

func (h deskIntakeSheets) batch(c *fiber.Ctx, status int, refused *fault.Error) error {
	con, err := h.intakeCall(c)
	if err != nil {
		return err
	}
	id, err := idParam(c, "bid")
	if err != nil {
		return err
	}
	b, err := h.App.IntakeBatch(c.UserContext(), con.ID, id)
	if err != nil {
		return err
	}
	out := desk.IntakeBatchPage{Con: con.Consultation, ID: id, Rows: b.Rows, First: b.First, Ignored: strings.Join(b.Ignored, "、"),
		SameAt: b.SameAt, ImportedAt: b.ImportedAt, Waiting: b.Waiting()}
	if out.Page, err = h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "intake.batch.title")); err != nil {
		return err
	}
	out.Problem = refused
	return render(c, status, desk.IntakeBatch(out))
}

// confirm imports the whole table.
func (h deskIntakeSheets) confirm(c *fiber.Ctx) error {
	id, batch, err := partParams(c, "bid")
	if err != nil {
		return err
	}
	if err := h.App.ImportIntakes(c.UserContext(), member(c).Actor(), id, batch); err != nil {
		if refused := refusal(err); refused != nil {
			return h.batch(c, statusOf(err), refused)
		}
		return err
	}
	return done(c, batchPath(id, batch), "intake_imported")
}

// slips prints one lot of the slips of a table.
func (h deskIntakeSheets) slips(c *fiber.Ctx) error {
	con, err := h.intakeCall(c)
	if err != nil {
		return err
	}
	batch, err := idParam(c, "bid")
	if err != nil {
		return err
	}
	list, err := h.App.BatchReceipts(c.UserContext(), member(c).Actor(), con.ID, batch, "slips", desk.SlipsPerPage, (formPage(c)-1)*desk.SlipsPerPage)
	if err != nil {
		return err
	}
	p := desk.SlipsPage{Con: con.Consultation, Back: batchPath(con.ID, batch)}
	for _, r := range list {
		p.Slips = append(p.Slips, slipOf(r.Intake, r.Receipt))
	}
	return h.showSlips(c, fiber.StatusOK, p)
}

// receipts gives number and secret of every row as a table.
func (h deskIntakeSheets) receipts(c *fiber.Ctx) error {
	con, err := h.intakeCall(c)
	if err != nil {
		return err
	}
	batch, err := idParam(c, "bid")
	if err != nil {
		return err
	}
	ctx := c.UserContext()
	list, err := h.App.BatchReceipts(ctx, member(c).Actor(), con.ID, batch, "xlsx", consult.MaxIntakeRows, 0)
	if err != nil {
		return err
	}
	table := report.Sheet{Name: i18n.T(ctx, "intake.receipts.sheet"), Rows: h.receiptRows(ctx, list)}
	widths := []float64{8, 14, 14, 12, 18, 26, 40}
	for n, key := range []string{"intake.col.row", "intake.col.channel", "intake.col.day", "intake.col.name", "intake.col.receipt", "intake.col.secret", "intake.col.look_up"} {
		table.Columns = append(table.Columns, report.Column{Title: i18n.T(ctx, key), Width: widths[n]})
	}
	var out bytes.Buffer
	if err := (report.Book{Sheets: []report.Sheet{table}}).Write(&out); err != nil {
		return err
	}
	attach(c, i18n.T(ctx, "intake.receipts.file", con.No, batch), xlsx)
	return c.Send(out.Bytes())
}

// receiptRows are the receipts as rows of a table.
func (h deskIntakeSheets) receiptRows(ctx context.Context, list []app.IntakeReceipt) report.Rows {
	return func(yield func(report.Row, error) bool) {
		for _, l := range list {
			s := slipOf(l.Intake, l.Receipt)
			if !yield(report.Row{report.Number(s.Row), report.Text(i18n.T(ctx, "channel."+string(s.Channel))), report.Text(s.Day.Format(dayShape)),
				report.Text(s.PublicName), report.Text(s.No), report.Text(s.Secret), report.Text(h.Site.BaseURL + "/receipts?no=" + s.No)}, nil) {
				return
			}
		}
	}
}

// intakeRows are the rows of a table as the rules take them.
func intakeRows(table sheet.Table) []consult.IntakeRow {
	rows := make([]consult.IntakeRow, len(table.Rows))
	for n, r := range table.Rows {
		rows[n] = consult.IntakeRow{Row: r.Number, Channel: consult.Channel(r.Cells["channel"]), ReceivedOn: r.Cells["received_on"],
			PostmarkedOn: r.Cells["postmarked_on"], Place: r.Cells["place"], Identity: consult.Identity(r.Cells["identity"]), Name: r.Cells["name"],
			Phone: r.Cells["phone"], Email: r.Cells["email"], Organisation: r.Cells["organisation"], USCC: r.Cells["uscc"],
			Clauses: r.Cells["clauses"], Body: r.Cells["body"]}
	}
	return rows
}

// intakeColumns are the columns of the table, each with the words of the catalogue
// "intake.sheet." and its key.
var intakeColumns = []sheet.Column{
	{Key: "serial", Width: 12}, {Key: "channel", Width: 12, Kind: sheet.Choice, Required: true},
	{Key: "received_on", Width: 13, Kind: sheet.Day, Required: true}, {Key: "postmarked_on", Width: 13, Kind: sheet.Day},
	{Key: "place", Width: 22}, {Key: "identity", Width: 10, Kind: sheet.Choice}, {Key: "name", Width: 12},
	{Key: "phone", Width: 16, Kind: sheet.Number}, {Key: "email", Width: 22}, {Key: "organisation", Width: 26},
	{Key: "uscc", Width: 22, Kind: sheet.Number}, {Key: "clauses", Width: 18}, {Key: "body", Width: 60, Required: true}}

// intakeBook is the table to fill in; its example is of the given day.
func intakeBook(ctx context.Context, day time.Time) sheet.Book {
	b := sheet.Book{Sheet: i18n.T(ctx, "intake.book.sheet"), GuideSheet: i18n.T(ctx, "intake.book.guide"), Mark: i18n.T(ctx, "intake.book.mark")}
	examples := map[string]string{"received_on": writeTime(day, dayShape), "channel": i18n.T(ctx, "channel."+string(consult.AtForum))}
	for _, c := range intakeColumns {
		c.Title, c.Hint, c.Example = i18n.T(ctx, "intake.sheet."+c.Key), word(ctx, "intake.sheet."+c.Key+".hint"), word(ctx, "intake.sheet."+c.Key+".example")
		if example, given := examples[c.Key]; given {
			c.Example = example
		}
		c.Options = intakeOptions(ctx, c.Key)
		b.Columns = append(b.Columns, c)
	}
	b.Guide = strings.Split(i18n.T(ctx, "intake.book.rules"), "\n")
	return b
}

// intakeOptions are the choices of a column.
func intakeOptions(ctx context.Context, column string) (options []sheet.Option) {
	switch column {
	case "channel":
		for _, ch := range consult.IntakeChannels {
			options = append(options, sheet.Option{Value: string(ch), Label: i18n.T(ctx, "channel."+string(ch))})
		}
	case "identity":
		for _, who := range []consult.Identity{consult.Resident, consult.Enterprise} {
			options = append(options, sheet.Option{Value: string(who), Label: i18n.T(ctx, "identity."+string(who))})
		}
	}
	return options
}

// word gives a message that need not be there.
func word(ctx context.Context, key string) string {
	if i18n.Has(key) {
		return i18n.T(ctx, key)
	}
	return ""
}
