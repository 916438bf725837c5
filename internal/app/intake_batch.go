package app

import (
	"context"
	"strconv"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/privacy"
	"nayan/repo"
)

const (
	// sealBatchRows is the field under which the rows of a table are sealed.
	sealBatchRows = "intake_batch.rows"
	// importBatch is how many opinions one statement stores.
	importBatch = 500
	// previewRows is how many rows a preview shows.
	previewRows = 10
)

// PrepareIntakes looks through the rows of a table. Where nothing is wrong they are
// kept under seal for a day, for ImportIntakes; nothing is recorded yet.
//
// ignored are headings of the table that count for nothing, to be shown with them.
//
// Errors: NotFound; Closed when nothing can be recorded now.
func (a *App) PrepareIntakes(ctx context.Context, actor Actor, consultationID int64, rows []consult.IntakeRow, ignored []string) (batchID int64, bad []consult.RowFault, err error) {
	defer fault.Wrap(&err, "app.PrepareIntakes(%d, %d)", consultationID, len(rows))
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		now := a.Now()
		_, bad, err = a.readRows(ctx, tx, consultationID, rows, now)
		if err != nil || len(bad) > 0 {
			return err
		}
		packed, err := packTable(packedRows{rows, ignored})
		if err != nil {
			return err
		}
		batchID, err = tx.InsertIntakeBatch(ctx, consultationID, repo.IntakeBatch{StaffID: actor.StaffID, Rows: len(rows), CreatedAt: now,
			RowsMAC: a.Keys.MAC("intake rows", packed), RowsSealed: a.Keys.Seal(sealBatchRows, packed)})
		if err != nil {
			return err
		}
		return tx.Audit(ctx, batchAudit(now, actor, "intake.upload", consultationID, seenImport{Batch: batchID, Rows: len(rows)}))
	})
	return batchID, bad, err
}

// readIntake is a row as it is to be recorded.
type readIntake struct {
	consult.Intake
	row int
}

// callRows is a call that is held, with the rows that are to be recorded on it.
type callRows struct {
	repo.IntakeCall
	list []readIntake
}

// readRows reads rows against the call as it stands now.
func (a *App) readRows(ctx context.Context, tx *repo.Tx, consultationID int64, rows []consult.IntakeRow, now time.Time) (out callRows, bad []consult.RowFault, err error) {
	if out.IntakeCall, err = tx.HoldIntake(ctx, consultationID); err != nil {
		return out, nil, err
	}
	if err := out.CheckIntakeOpen(now); err != nil {
		return out, nil, err
	}
	clauses, err := tx.Clauses(ctx, consultationID, out.DraftID)
	if err != nil {
		return out, nil, err
	}
	labels := consult.LabelsOf(clauses)
	out.list = make([]readIntake, len(rows))
	for n, row := range rows {
		i, faults := row.Intake(labels, out.IntakeWindow, now)
		out.list[n] = readIntake{i, row.Row}
		bad = append(bad, faults...)
	}
	return out, bad, nil
}

// ImportIntakes records all rows of a table that was looked through, or none: in
// one transaction, each with its receipt. The rows are read again, as the call may
// have closed or got a new draft meanwhile. Confirming twice records once.
//
// Errors: NotFound; Closed; Conflict (given up, or no longer right).
func (a *App) ImportIntakes(ctx context.Context, actor Actor, consultationID, batchID int64) (err error) {
	defer fault.Wrap(&err, "app.ImportIntakes(%d, %d)", consultationID, batchID)
	for try := 1; ; try++ {
		err = a.Repo.Write(ctx, func(tx *repo.Tx) error { return a.importIntakes(ctx, tx, actor, consultationID, batchID) })
		if repo.Constraint(err) != "receipts_pkey" || try == receiptTries {
			return err
		}
	}
}

func (a *App) importIntakes(ctx context.Context, tx *repo.Tx, actor Actor, consultationID, batchID int64) error {
	b, err := tx.LockIntakeBatch(ctx, consultationID, batchID)
	if err != nil || b.ImportedAt != nil {
		return err
	}
	packed, err := a.openRows(b)
	if err != nil {
		return err
	}
	now := a.Now()
	read, bad, err := a.readRows(ctx, tx, consultationID, packed.Rows, now)
	if err != nil {
		return err
	}
	if len(bad) > 0 {
		return fault.New(fault.Conflict, "intake.error.batch_stale", len(bad))
	}
	for from := 0; from < len(read.list); from += importBatch {
		part := read.list[from:min(from+importBatch, len(read.list))]
		if err := a.importPart(ctx, tx, actor, read.IntakeCall, part, batchID, now); err != nil {
			return err
		}
	}
	if err := tx.SettleIntakeBatch(ctx, consultationID, batchID, now); err != nil {
		return err
	}
	return tx.Audit(ctx, batchAudit(now, actor, "intake.import", consultationID, seenImport{Batch: batchID, Rows: len(packed.Rows)}))
}

func batchAudit(now time.Time, actor Actor, action string, consultationID int64, after any) repo.AuditEntry {
	return repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: action, ObjectKind: "consultation",
		ObjectID: strconv.FormatInt(consultationID, 10), After: after}
}

// seenImport is what the audit keeps of a table.
type seenImport struct {
	Batch int64 `json:"batch"`
	Rows  int   `json:"rows"`
}

func (a *App) importPart(ctx context.Context, tx *repo.Tx, actor Actor, call repo.IntakeCall, part []readIntake, batchID int64, now time.Time) error {
	comments, intakes := make([]repo.NewComment, len(part)), make([]repo.NewIntake, len(part))
	for n, i := range part {
		comments[n] = a.intakeComment(i.Intake, call, now)
		intakes[n] = beside(comments[n], i.Intake, i.row)
	}
	accepted, err := tx.InsertComments(ctx, comments)
	if err != nil {
		return err
	}
	for _, ok := range accepted {
		if !ok {
			return fault.New(fault.Conflict, "error.changed_meanwhile")
		}
	}
	_, err = tx.InsertIntakes(ctx, intakes, actor.StaffID, batchID, now)
	return err
}

// IntakeBatch is a table with the beginning of its rows, to be looked at before
// they are recorded.
type IntakeBatch struct {
	repo.IntakeBatch
	First   []consult.IntakeRow // names masked, contacts left out
	Ignored []string            // headings
	SameAt  *time.Time          // when the same rows were imported before; nil: never
}

// Waiting reports whether the rows are still there to be confirmed.
func (b IntakeBatch) Waiting() bool { return b.RowsSealed != nil }

// IntakeBatch reads a table. Errors: NotFound.
func (a *App) IntakeBatch(ctx context.Context, consultationID, batchID int64) (b IntakeBatch, err error) {
	defer fault.Wrap(&err, "app.IntakeBatch(%d, %d)", consultationID, batchID)
	if b.IntakeBatch, err = a.Repo.IntakeBatch(ctx, consultationID, batchID); err != nil || !b.Waiting() {
		return b, err
	}
	packed, err := a.openRows(b.IntakeBatch)
	if err != nil {
		return b, err
	}
	b.Ignored = packed.Ignored
	for _, row := range packed.Rows[:min(previewRows, len(packed.Rows))] {
		row.Name, row.Phone, row.Email, row.USCC = privacy.MaskName(row.Name), "", "", ""
		b.First = append(b.First, row)
	}
	same, err := a.Repo.ImportedBefore(ctx, consultationID, b.IntakeBatch)
	if fault.Is(err, fault.NotFound) {
		return b, nil
	}
	b.SameAt = same.ImportedAt
	return b, err
}

// packedRows is what stands under seal until somebody confirms.
type packedRows struct {
	Rows    []consult.IntakeRow `json:"rows"`
	Ignored []string            `json:"ignored,omitempty"`
}

// openRows reads what PrepareIntakes has sealed. Error: Conflict when it is gone.
func (a *App) openRows(b repo.IntakeBatch) (p packedRows, err error) {
	if b.RowsSealed == nil {
		return p, fault.New(fault.Conflict, "intake.error.batch_gone")
	}
	packed, err := a.Keys.Open(sealBatchRows, b.RowsSealed)
	if err != nil {
		return p, err
	}
	return p, unpackTable(packed, &p)
}

// IntakeReceipt is the receipt of one row of a table.
type IntakeReceipt struct {
	repo.Intake
	consult.Receipt
}

// BatchReceipts gives part of the receipts of a table that was imported, in the
// order of its rows. form says what they are for; that they were shown is on record.
// Errors: NotFound.
func (a *App) BatchReceipts(ctx context.Context, actor Actor, consultationID, batchID int64, form string, limit, offset int) (list []IntakeReceipt, err error) {
	defer fault.Wrap(&err, "app.BatchReceipts(%d, %d)", consultationID, batchID)
	rows, err := a.Repo.IntakesOfBatch(ctx, consultationID, batchID, limit, offset)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	for _, row := range rows {
		list = append(list, IntakeReceipt{row, a.receipt(row.ReceiptNo, "")})
	}
	return list, a.Repo.Write(ctx, func(tx *repo.Tx) error {
		return tx.Audit(ctx, batchAudit(a.Now(), actor, "intake.reprint", consultationID, seenReprint{Slips: len(list), Batch: batchID, Form: form}))
	})
}
