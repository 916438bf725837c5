package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// CreateConsultation begins a consultation with the actor as its author.
// Errors: Invalid.
func (a *App) CreateConsultation(ctx context.Context, actor Actor, f consult.Fields) (id int64, err error) {
	defer fault.Wrap(&err, "app.CreateConsultation")
	now := a.Now()
	f, terms, err := a.measured(ctx, f)
	if err != nil {
		return 0, err
	}
	texts := render(f)
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if id, err = tx.InsertConsultation(ctx, texts, actor.StaffID, now); err != nil {
			return noSuchUnit(err)
		}
		if err := tx.SetTerms(ctx, id, terms); err != nil {
			return err
		}
		if err := checkUnit(ctx, tx, actor, f.UnitID, account.Drafter); err != nil {
			return err
		}
		if err := tx.SetIntakeDays(ctx, id, f.IntakeDays); err != nil {
			return err
		}
		if err := tx.IndexConsultation(ctx, id); err != nil {
			return err
		}
		if err := a.checkRelease(ctx, tx, id); err != nil {
			return err
		}
		return tx.Audit(ctx, consultationAudit(now, actor, "create", id, nil, fieldsSeen(f)))
	})
	return id, err
}

// UpdateConsultation changes the fields of a consultation.
// Errors: Invalid; Conflict unless it is being drafted; Forbidden for anybody but its author; NotFound.
func (a *App) UpdateConsultation(ctx context.Context, actor Actor, id int64, f consult.Fields) (err error) {
	defer fault.Wrap(&err, "app.UpdateConsultation(%d)", id)
	f, terms, err := a.measured(ctx, f)
	if err != nil {
		return err
	}
	texts := render(f)
	return a.edit(ctx, actor, id, func(tx *repo.Tx, before repo.DeskConsultation, now time.Time) error {
		if err := tx.UpdateConsultation(ctx, id, texts, now); err != nil {
			return noSuchUnit(err)
		}
		if err := tx.SetTerms(ctx, id, terms); err != nil {
			return err
		}
		if err := checkUnit(ctx, tx, actor, f.UnitID, account.Drafter); err != nil {
			return err
		}
		if err := tx.SetIntakeDays(ctx, id, f.IntakeDays); err != nil {
			return err
		}
		if err := tx.IndexConsultation(ctx, id); err != nil {
			return err
		}
		return tx.Audit(ctx, consultationAudit(now, actor, "update", id, fieldsSeen(before.Fields()), fieldsSeen(f)))
	})
}

// measured gives the fields as they are stored, with the periods they are under
// by the rule of their kind as it is set now. Errors: Invalid.
func (a *App) measured(ctx context.Context, f consult.Fields) (consult.Fields, consult.Terms, error) {
	f = f.Clean()
	s, err := a.Statute(ctx, f.Kind)
	if err != nil {
		return f, consult.Terms{}, err
	}
	terms := f.Terms(s)
	err = f.Validate(s)
	f.ResultsDays = terms.ResultsDays
	return f, terms, err
}

// edit runs fn on a consultation that the actor may change, locked, and looks
// through the outcome for what must not be published.
func (a *App) edit(ctx context.Context, actor Actor, id int64, fn func(*repo.Tx, repo.DeskConsultation, time.Time) error) error {
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		c, err := tx.LockConsultation(ctx, id)
		if err != nil {
			return err
		}
		if err := consult.Edit(c.State, actor.StaffID, c.Hands()); err != nil {
			return err
		}
		if err := fn(tx, c, a.Now()); err != nil {
			return err
		}
		return a.checkRelease(ctx, tx, id)
	})
}

// render stores HTML beside the Markdown, so that no page renders it again.
func render(f consult.Fields) repo.Texts {
	return repo.Texts{Fields: f, NoticeHTML: RenderMarkdown(f.NoticeMarkdown), ExplanationHTML: RenderMarkdown(f.Explanation)}
}

func noSuchUnit(err error) error {
	if repo.Constraint(err) != "consultations_unit_id_fkey" {
		return err
	}
	var f fault.Fields
	f.Add("unit_id", "consult.error.unit_required")
	return f.Err()
}

func consultationAudit(at time.Time, actor Actor, action string, id int64, before, after any) repo.AuditEntry {
	return repo.AuditEntry{At: at, StaffID: actor.StaffID, Action: "consultation." + action, ObjectKind: "consultation",
		ObjectID: strconv.FormatInt(id, 10), Before: before, After: after}
}

// seenFields is what the audit keeps of the fields: the long texts as hashes, to
// show that they changed and to prove which text it was.
type seenFields struct {
	Title             string           `json:"title"`
	UnitID            int64            `json:"unit_id"`
	Kind              consult.Kind     `json:"kind"`
	Audience          consult.Audience `json:"audience"`
	OpensAt           time.Time        `json:"opens_at"`
	ClosesAt          time.Time        `json:"closes_at"`
	LegalBasis        string           `json:"legal_basis"`
	Contact           string           `json:"contact"`
	PublishWhileOpen  bool             `json:"publish_while_open"`
	IntakeDays        int              `json:"intake_days,omitempty"`
	ShortReason       string           `json:"short_reason"`
	ResultsDays       int              `json:"results_days"`
	NoticeSHA256      string           `json:"notice_sha256"`
	ExplanationSHA256 string           `json:"explanation_sha256"`
}

func fieldsSeen(f consult.Fields) seenFields {
	return seenFields{Title: f.Title, UnitID: f.UnitID, Kind: f.Kind, Audience: f.Audience, OpensAt: f.OpensAt,
		ClosesAt: f.ClosesAt, LegalBasis: f.LegalBasis, Contact: f.Contact, PublishWhileOpen: f.PublishWhileOpen, IntakeDays: f.IntakeDays,
		ShortReason: f.ShortReason, ResultsDays: f.ResultsDays, NoticeSHA256: hexSum(f.NoticeMarkdown), ExplanationSHA256: hexSum(f.Explanation)}
}

func hexSum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
