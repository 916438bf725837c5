package app

import (
	"context"
	"encoding/hex"
	"strconv"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// MaxIntakeFiles bounds the scans of one recorded opinion.
const MaxIntakeFiles = 10

// IntakeInput is one opinion as a clerk records it.
type IntakeInput struct {
	ConsultationID int64
	Intake         consult.Intake
	Files          []string // tokens of uploaded scans
	IdempotencyKey string   // of the form: a double click records once
}

// RecordIntake records an opinion that came on paper or by word (线下登记), with its
// scans, and gives its receipt. It becomes a comment like every other, received on
// the day that counts. The same key and content give the first receipt again.
//
// Errors: NotFound; Invalid, what is wrong with the days beside them; Mismatch.
func (a *App) RecordIntake(ctx context.Context, actor Actor, in IntakeInput) (receipt consult.Receipt, err error) {
	defer fault.Wrap(&err, "app.RecordIntake(%d)", in.ConsultationID)
	in.Intake = in.Intake.Normalise()
	for try := 1; ; try++ {
		receipt, err = a.recordIntake(ctx, actor, in)
		if repo.Constraint(err) != "receipts_pkey" || try == receiptTries {
			return receipt, err
		}
	}
}

func (a *App) recordIntake(ctx context.Context, actor Actor, in IntakeInput) (consult.Receipt, error) {
	var c repo.NewComment
	stored := false
	err := a.Repo.Write(ctx, func(tx *repo.Tx) error {
		call, err := tx.HoldIntake(ctx, in.ConsultationID)
		if err != nil {
			return err
		}
		now := a.Now()
		if err := checkIntake(in, call, now); err != nil {
			return err
		}
		c = a.intakeComment(in.Intake, call, now)
		c.Files = hashTokens(in.Files)
		if err := a.keyIntake(ctx, tx, &c, in); err != nil {
			return err
		}
		accepted, err := tx.InsertComments(ctx, []repo.NewComment{c})
		if err != nil || !accepted[0] {
			return err
		}
		stored = true
		ids, err := tx.InsertIntakes(ctx, []repo.NewIntake{beside(c, in.Intake, 0)}, actor.StaffID, 0, now)
		if err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "intake.record", ObjectKind: "comment",
			ObjectID: partOf(in.ConsultationID, ids[0]), After: intakeSeen(in.Intake, len(in.Files))})
	})
	if err != nil || stored {
		return a.receipt(c.ReceiptNo, c.TextHash), err
	}
	earlier, err := a.Repo.Refusal(ctx, c)
	return a.receipt(earlier.ReceiptNo, earlier.TextHash), err
}

func checkIntake(in IntakeInput, call repo.IntakeCall, now time.Time) error {
	if len(in.Files) > MaxIntakeFiles {
		var f fault.Fields
		f.Add("files", "intake.error.files", MaxIntakeFiles)
		return f.Err()
	}
	return in.Intake.Validate(call.IntakeWindow, now)
}

// dayText writes a day; "" for none.
func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(consult.Zone).Format(time.DateOnly)
}

// intakeComment is the comment that an intake becomes. It agrees to no version of
// the notice: its channel says by which way its sender did.
func (a *App) intakeComment(i consult.Intake, call repo.IntakeCall, now time.Time) repo.NewComment {
	c := a.newComment(SubmitInput{ConsultationNo: call.No, Submission: i.Submission, Channel: i.Channel})
	c.ReceivedAt = call.Received(i.Day(), now)
	c.ReceiptNo = grouped(newCode(receiptSize), receiptGroup)
	return c
}

// keyIntake lets a repeated form be recognised. One form is one opinion: with other
// content it is refused, so that going back to add a word does not make a second
// one. A scan chosen again is the same scan by what is in it.
func (a *App) keyIntake(ctx context.Context, tx *repo.Tx, c *repo.NewComment, in IntakeInput) error {
	if in.IdempotencyKey == "" {
		return nil
	}
	sums, err := tx.FileSums(ctx, in.ConsultationID, c.Files)
	i := in.Intake
	parts := append(content(i.Submission), string(i.Channel), dayText(i.ReceivedOn), dayText(i.PostmarkedOn), i.Place)
	for _, sum := range sums {
		parts = append(parts, hex.EncodeToString(sum))
	}
	c.KeyHash, c.RequestMAC = a.Keys.MAC("intake key", in.IdempotencyKey), a.Keys.MAC("intake content", parts...)
	return err
}

// beside is what goes into the table of intakes for a comment.
func beside(c repo.NewComment, i consult.Intake, row int) repo.NewIntake {
	return repo.NewIntake{ReceiptNo: c.ReceiptNo, ReceivedOn: i.ReceivedOn, PostmarkedOn: i.PostmarkedOn, Place: i.Place, BatchRow: row}
}

// seenIntake is what the audit keeps: no name, no word of the opinion.
type seenIntake struct {
	Channel      consult.Channel `json:"channel"`
	ReceivedOn   string          `json:"received_on"`
	PostmarkedOn string          `json:"postmarked_on,omitempty"`
	Files        int             `json:"files"`
}

func intakeSeen(i consult.Intake, files int) seenIntake {
	return seenIntake{Channel: i.Channel, ReceivedOn: dayText(i.ReceivedOn), PostmarkedOn: dayText(i.PostmarkedOn), Files: files}
}

// IntakeReceipt gives the receipt of a recorded opinion again, for a slip that is
// printed once more. Errors: NotFound.
func (a *App) IntakeReceipt(ctx context.Context, actor Actor, consultationID, commentID int64) (i repo.Intake, receipt consult.Receipt, err error) {
	defer fault.Wrap(&err, "app.IntakeReceipt(%d, %d)", consultationID, commentID)
	if i, err = a.Repo.Intake(ctx, consultationID, commentID); err != nil {
		return i, receipt, err
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "intake.reprint", ObjectKind: "comment",
			ObjectID: partOf(consultationID, commentID), After: seenReprint{Slips: 1}})
	})
	return i, a.receipt(i.ReceiptNo, ""), err
}

// seenReprint is what the audit keeps of secrets that were shown again.
type seenReprint struct {
	Slips int    `json:"slips"`
	Batch int64  `json:"batch,omitempty"`
	Form  string `json:"form,omitempty"`
}

// CloseIntake ends the intake of a closed call before its time, so that its results
// can be released; nothing more is recorded then.
//
// Errors: NotFound, Closed, Conflict (the call is still open).
func (a *App) CloseIntake(ctx context.Context, actor Actor, consultationID int64) (err error) {
	defer fault.Wrap(&err, "app.CloseIntake(%d)", consultationID)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		c, err := tx.LockConsultation(ctx, consultationID)
		if err != nil {
			return err
		}
		if !c.Public() {
			return fault.New(fault.NotFound, "error.not_found")
		}
		now := a.Now()
		if err := c.Window().CheckCloseIntake(now); err != nil {
			return err
		}
		if err := tx.CloseIntake(ctx, consultationID, now); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "intake.close", ObjectKind: "consultation",
			ObjectID: strconv.FormatInt(consultationID, 10), Before: seenWindow{dayText(c.Window().IntakeUntil())}, After: seenWindow{dayText(now)}})
	})
}

// seenWindow is what the audit keeps of the end of an intake.
type seenWindow struct {
	Until string `json:"intake_until"`
}
