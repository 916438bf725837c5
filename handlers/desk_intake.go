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
)

// deskIntakes records what came in on paper or by word, one by one.
type deskIntakes struct{ *Env }

func intakePath(id int64) string { return consultationPath(id) + "/intake" }

// intakeCall reads a released consultation with until when opinions are recorded.
func (e *Env) intakeCall(c *fiber.Ctx) (con repo.DeskConsultation, err error) {
	id, err := idParam(c, "id")
	if err != nil {
		return con, err
	}
	con, err = e.Repo.ConsultationByID(c.UserContext(), id)
	if err == nil && !con.Public() {
		return con, fault.New(fault.NotFound, "error.not_found")
	}
	return con, err
}

// intakeShut says why nothing can be recorded now; nil when it can.
func (e *Env) intakeShut(con repo.DeskConsultation) *fault.Error {
	if err := con.Window().CheckIntakeOpen(e.Now()); err != nil {
		return fault.Of(err)
	}
	return nil
}

func (h deskIntakes) list(c *fiber.Ctx) error { return h.page(c, fiber.StatusOK, nil) }

func (h deskIntakes) page(c *fiber.Ctx, status int, refused *fault.Error) error {
	con, err := h.intakeCall(c)
	if err != nil {
		return err
	}
	out := desk.IntakePage{Con: con.Consultation, Window: con.Window(), Shut: h.intakeShut(con), At: pageNumber(c)}
	if out.Page, err = h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "intake.title")); err != nil {
		return err
	}
	out.Problem = refused
	list, total, err := h.Repo.Intakes(c.UserContext(), con.ID, out.At, perPage)
	if err != nil {
		return err
	}
	out.Total, out.Last = total, lastPage(total, perPage)
	if out.Items, err = h.intakeItems(c, con.ID, list); err != nil {
		return err
	}
	return render(c, status, desk.Intakes(out))
}

// intakeItems adds the scans and the names of who recorded what.
func (h deskIntakes) intakeItems(c *fiber.Ctx, consultationID int64, list []repo.Intake) (items []desk.IntakeItem, err error) {
	if len(list) == 0 {
		return nil, nil
	}
	var comments, clerks []int64
	for _, i := range list {
		comments, clerks = append(comments, i.CommentID), append(clerks, i.RecordedBy)
	}
	names, err := h.App.MemberNames(c.UserContext(), clerks)
	if err != nil {
		return nil, err
	}
	files, err := h.App.CommentFiles(c.UserContext(), consultationID, comments)
	for _, i := range list {
		items = append(items, desk.IntakeItem{CommentID: i.CommentID, ReceiptNo: i.ReceiptNo, Channel: i.Channel, PublicName: i.PublicName,
			ReceivedOn: i.ReceivedOn, PostmarkedOn: i.PostmarkedOn, Place: i.Place, By: names[i.RecordedBy], At: i.RecordedAt,
			BatchRow: i.BatchRow, Files: intakeFiles(files[i.CommentID])})
	}
	return items, err
}

func intakeFiles(files []app.CommentFile) (out []desk.IntakeFile) {
	for _, f := range files {
		out = append(out, desk.IntakeFile{ID: f.ID, Name: f.Name, Size: f.Size})
	}
	return out
}

// end ends the intake before its time.
func (h deskIntakes) end(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	if err := h.App.CloseIntake(c.UserContext(), member(c).Actor(), id); err != nil {
		if refused := refusal(err); refused != nil {
			return h.page(c, statusOf(err), refused)
		}
		return err
	}
	return done(c, intakePath(id), "intake_closed")
}

// slip prints the slip of an opinion once more.
func (h deskIntakes) slip(c *fiber.Ctx) error {
	con, err := h.intakeCall(c)
	if err != nil {
		return err
	}
	comment, err := idParam(c, "cid")
	if err != nil {
		return err
	}
	i, receipt, err := h.App.IntakeReceipt(c.UserContext(), member(c).Actor(), con.ID, comment)
	if err != nil {
		return err
	}
	return h.showSlips(c, fiber.StatusOK, desk.SlipsPage{Con: con.Consultation, Slips: []desk.Slip{slipOf(i, receipt)}, Back: intakePath(con.ID)})
}

// slipOf is the slip of a recorded opinion.
func slipOf(i repo.Intake, receipt consult.Receipt) desk.Slip {
	s := desk.Slip{No: receipt.No, Secret: receipt.Secret, PublicName: i.PublicName, Channel: i.Channel, Day: i.ReceivedOn, Row: i.BatchRow}
	if i.PostmarkedOn != nil {
		s.Day = *i.PostmarkedOn
	}
	return s
}

// showSlips shows slips on paper; the secrets on them are kept by no cache.
func (e *Env) showSlips(c *fiber.Ctx, status int, p desk.SlipsPage) error {
	p.Page = e.page("", "")
	return render(c, status, desk.Slips(p))
}

// scan gives a scan to staff, as a download.
func (h deskIntakes) scan(c *fiber.Ctx) error {
	id, comment, err := partParams(c, "cid")
	if err != nil {
		return err
	}
	// Clerks read what clerks recorded, not what the public sent.
	if _, err := h.Repo.Intake(c.UserContext(), id, comment); err != nil {
		return err
	}
	return h.sendFile(c, id, comment)
}

// readIntakeDays reads a number of days; an empty one is none, and what is no
// number stays one that the rules refuse.
func readIntakeDays(text string) int {
	if text == "" {
		return 0
	}
	days, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return days
}
