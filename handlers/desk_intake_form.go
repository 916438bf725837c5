package handlers

import (
	"crypto/rand"
	"mime/multipart"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
	"nayan/views/ui"
)

// blank shows an empty form, or why there is none.
func (h deskIntakes) blank(c *fiber.Ctx) error {
	con, err := h.intakeCall(c)
	if err != nil {
		return err
	}
	if shut := h.intakeShut(con); shut != nil {
		return shut
	}
	return h.form(c, fiber.StatusOK, con, desk.IntakeForm{Key: rand.Text()})
}

func (h deskIntakes) form(c *fiber.Ctx, status int, con repo.DeskConsultation, form desk.IntakeForm) error {
	p, err := h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "intake.new"))
	if err != nil {
		return err
	}
	draft, err := h.currentDraft(c.UserContext(), con.Consultation)
	if err != nil {
		return err
	}
	form.Comment.Errors = form.Errors
	return render(c, status, desk.IntakeNew(desk.IntakeFormPage{Page: p, Con: con.Consultation, Clauses: draft.Clauses, Form: form}))
}

// record takes one opinion. Scans are stored first, whatever else is wrong, so that
// nobody chooses a file twice; then the slip is shown, as nothing else ever shows
// the secret without a line on record.
func (h deskIntakes) record(c *fiber.Ctx) error {
	con, err := h.intakeCall(c)
	if err != nil {
		return err
	}
	form, tokens, bad := readIntakeForm(c)
	sent, err := h.takeScans(c, con.ID)
	if err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	for _, f := range fault.Of(err).Fields {
		bad.Add(f.Name, f.Key, f.Args...)
	}
	tokens = append(tokens, sent...)
	action := c.FormValue(actionField)
	if action == addPoint && len(form.Comment.Values.Points) < consult.MaxPoints {
		form.Comment.Values.Points = append(form.Comment.Values.Points, consult.Point{})
	}
	err = bad.Err()
	if err != nil || action != "" {
		return h.again(c, con, form, tokens, err)
	}
	receipt, err := h.App.RecordIntake(c.UserContext(), member(c).Actor(),
		app.IntakeInput{ConsultationID: con.ID, Intake: intakeOf(form), Files: tokens, IdempotencyKey: form.Key})
	if err != nil {
		return h.again(c, con, form, tokens, err)
	}
	return h.recorded(c, con, receipt)
}

// recorded shows the slip of what was just recorded.
func (h deskIntakes) recorded(c *fiber.Ctx, con repo.DeskConsultation, receipt consult.Receipt) error {
	i, err := h.Repo.IntakeByReceipt(c.UserContext(), con.ID, receipt.No)
	if err != nil {
		return err
	}
	return h.showSlips(c, fiber.StatusCreated, desk.SlipsPage{Con: con.Consultation, Slips: []desk.Slip{slipOf(i, receipt)},
		Back: intakePath(con.ID), Recorded: true})
}

// again shows the form with what was typed and uploaded; without an error because
// more was asked for.
func (h deskIntakes) again(c *fiber.Ctx, con repo.DeskConsultation, form desk.IntakeForm, tokens []string, refused error) error {
	status := fiber.StatusOK
	if refused != nil {
		status = statusOf(refused)
		f := fault.Of(refused)
		switch {
		case f.Kind == fault.Mismatch:
			form.Errors = ui.Errors{{Key: "intake.error.recorded"}}
		case f.Kind == fault.Invalid && len(f.Fields) > 0:
			form.Errors = onIntakeForm(f.Fields)
		default:
			return refused
		}
	}
	files, err := h.App.UnsentFiles(c.UserContext(), con.ID, tokens)
	if err != nil {
		return err
	}
	form.Files = nil
	for _, f := range files {
		form.Files = append(form.Files, desk.IntakeFile{Token: f.Token, Name: f.Name, Size: f.Size})
	}
	return h.form(c, status, con, form)
}

// onIntakeForm names the faults as the form does: a file that is gone stands at the
// files, too many points at none.
func onIntakeForm(fields []fault.Field) ui.Errors {
	out := slices.Clone(fields)
	for i, f := range out {
		switch {
		case f.Name == "points":
			out[i].Name = ""
		case strings.HasPrefix(f.Name, "files."):
			out[i].Name = "files"
		}
	}
	return out
}

// readIntakeForm reads the fields as typed, and the tokens of scans that are to stay.
func readIntakeForm(c *fiber.Ctx) (form desk.IntakeForm, tokens []string, bad fault.Fields) {
	values := spread(c)
	form = desk.IntakeForm{Key: c.FormValue("idempotency_key"), Channel: c.FormValue("channel"), Place: c.FormValue("place"),
		ReceivedOn: c.FormValue("received_on"), PostmarkedOn: c.FormValue("postmarked_on"), Comment: readCommentForm(c)}
	readTime(&bad, "received_on", "desk.error.date", dayShape, form.ReceivedOn)
	readTime(&bad, "postmarked_on", "desk.error.date", dayShape, form.PostmarkedOn)
	for _, token := range values["files"] {
		if !slices.Contains(values["drop"], token) {
			tokens = append(tokens, token)
		}
	}
	return form, tokens, bad
}

// spread puts the values of a form with files where those of one without stand.
func spread(c *fiber.Ctx) map[string][]string {
	form, err := c.MultipartForm()
	if err != nil {
		return nil
	}
	args := c.Request().PostArgs()
	for name, values := range form.Value {
		for _, value := range values {
			args.Add(name, value)
		}
	}
	return form.Value
}

func intakeOf(f desk.IntakeForm) consult.Intake {
	var checked fault.Fields
	return consult.Intake{Channel: consult.Channel(f.Channel), Place: f.Place, Submission: f.Comment.Values,
		ReceivedOn:   readTime(&checked, "received_on", "desk.error.date", dayShape, f.ReceivedOn),
		PostmarkedOn: readTime(&checked, "postmarked_on", "desk.error.date", dayShape, f.PostmarkedOn)}
}

// takeScans stores the files that came with the form.
func (h deskIntakes) takeScans(c *fiber.Ctx, consultationID int64) (tokens []string, err error) {
	form, err := c.MultipartForm()
	if err != nil {
		return nil, nil //nolint:nilerr // a form without files is none with any
	}
	for _, head := range form.File["scans"] {
		token, err := h.takeScan(c, consultationID, head)
		if err != nil {
			return tokens, err
		}
		tokens = append(tokens, token)
	}
	return tokens, nil
}

func (h deskIntakes) takeScan(c *fiber.Ctx, consultationID int64, head *multipart.FileHeader) (string, error) {
	file, err := head.Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }() // read only: nothing is lost
	return h.App.UploadCommentFile(c.UserContext(), consultationID, head.Filename, file)
}
