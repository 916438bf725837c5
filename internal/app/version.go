package app

import (
	"context"
	"time"

	"nayan/internal/compare"
	"nayan/internal/consult"
	"nayan/internal/draft"
	"nayan/internal/fault"
	"nayan/internal/text"
	"nayan/repo"
)

// VersionInput is a further version as it is put forward: what a preview showed,
// under its seal, the reason that the public will read, and whether it is the text
// as it was adopted (正式文本).
type VersionInput struct {
	Payload, Seal string
	Reason        string
	Final         bool
}

// ProposeVersion puts forward what a preview showed as the next version of a draft
// that is public. Nothing changes for the public until somebody else reviewed it and
// a third person approved it.
//
// Errors: Invalid (reason, a payload that is not ours, or final before closing); Conflict (not public, withdrawn, one
// under way, nothing changed, or behind a final text anything else than another one); Forbidden for anybody but the author of the consultation; NotFound.
func (a *App) ProposeVersion(ctx context.Context, actor Actor, consultationID int64, in VersionInput) (id int64, err error) {
	defer fault.Wrap(&err, "app.ProposeVersion(%d)", consultationID)
	packed, err := a.opened(consultationID, in.Payload, in.Seal)
	if err != nil {
		return 0, err
	}
	in.Reason = text.Block(in.Reason)
	if err := consult.CheckVersionReason(in.Reason); err != nil {
		return 0, err
	}
	d, err := draftOf(packed.FileName, packed.Tree)
	if err != nil {
		return 0, err
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		c, err := tx.LockConsultation(ctx, consultationID)
		if err != nil {
			return err
		}
		if err := c.CheckProposable(actor.StaffID); err != nil {
			return err
		}
		_, final, err := tx.FinalDraft(ctx, c.ID)
		if err != nil {
			return err
		}
		if err := c.CheckFinal(in.Final, final != 0, a.Now()); err != nil {
			return err
		}
		if err := a.discreet(ctx, tx, c, in.Reason); err != nil {
			return err
		}
		id, err = a.propose(ctx, tx, actor, c, d, in)
		return err
	})
	return id, err
}

// propose stores the draft, what changed, and the version, which needs a review.
func (a *App) propose(ctx context.Context, tx *repo.Tx, actor Actor, c repo.DeskConsultation, d repo.Draft, in VersionInput) (int64, error) {
	now := a.Now()
	saved, err := tx.AddDraft(ctx, c.ID, d, actor.StaffID, now)
	if err != nil {
		return 0, err
	}
	changes, err := compared(ctx, tx, c.ID, c.DraftID, saved.ID)
	if err != nil {
		return 0, err
	}
	// A draft may be adopted as it stands.
	if n := compare.Count(changes); !in.Final && n.Same == len(changes) && n.Renumbered == 0 {
		return 0, fault.New(fault.Conflict, "version.error.nothing_changed")
	}
	if err := a.checkVersion(ctx, tx, c, saved.ID); err != nil {
		return 0, err
	}
	v := consult.Version{DraftID: saved.ID, FromDraftID: c.DraftID, Reason: in.Reason, Final: in.Final, ProposedBy: actor.StaffID, ProposedAt: now}
	id, err := tx.InsertVersion(ctx, c.ID, v)
	if err != nil {
		return 0, err
	}
	return id, tx.Audit(ctx, consultationAudit(now, actor, "version", c.ID, seenDraft{ID: c.DraftID, Clauses: c.Clauses},
		seenVersion{ID: id, State: consult.VersionInReview, DraftID: saved.ID, FileName: d.FileName, Clauses: len(d.Clauses), Reason: in.Reason, Final: in.Final}))
}

// seenVersion is what the audit keeps of a version.
type seenVersion struct {
	ID       int64                `json:"version_id"`
	State    consult.VersionState `json:"state,omitempty"`
	DraftID  int64                `json:"draft_id,omitempty"`
	FileName string               `json:"file_name,omitempty"`
	Clauses  int                  `json:"clauses,omitempty"`
	Version  int                  `json:"version,omitempty"` // as the public counts
	Reason   string               `json:"reason,omitempty"`
	Final    bool                 `json:"final_text,omitempty"`
}

// StepVersion takes one step with a version: review it, publish it, or send it
// back with a reason. Published, it is the current one from that moment on; what
// was said on the earlier versions stays there and is carried to its clauses.
//
// Errors: NotFound; Conflict when the state does not allow it; Forbidden when the actor already had a hand in it;
// Invalid when a reason is missing.
func (a *App) StepVersion(ctx context.Context, actor Actor, consultationID, id int64, action consult.VersionAction, reason string) (err error) {
	defer fault.Wrap(&err, "app.StepVersion(%d, %d, %s)", consultationID, id, action)
	reason = text.Block(reason)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		c, err := tx.LockConsultation(ctx, consultationID)
		if err != nil {
			return err
		}
		v, err := tx.LockVersion(ctx, consultationID, id)
		if err != nil {
			return err
		}
		move, err := consult.VersionStep(action, v, actor.StaffID, reason)
		if err != nil {
			return err
		}
		now, after := a.Now(), seenVersion{ID: id, State: move.To, Reason: reason}
		if move.To == consult.VersionPublished {
			if err := approvable(ctx, tx, consultationID, consult.OfVersion); err != nil {
				return err
			}
			if after.Version, err = publish(ctx, tx, c, v, now); err != nil {
				return err
			}
			if err := a.noteChange(ctx, tx, consultationID, changeBy(v, actor, now)); err != nil {
				return err
			}
		}
		if err := tx.MoveVersion(ctx, consultationID, id, move.To, actor.StaffID, reason, now); err != nil {
			return err
		}
		if v.Final && move.To == consult.VersionPublished {
			if err := relink(ctx, tx, consultationID, c.DraftID, v.DraftID); err != nil {
				return err
			}
		}
		return tx.Audit(ctx, consultationAudit(now, actor, string(action), consultationID, seenVersion{ID: id, State: v.State}, after))
	})
}

// changeBy is what the public history says of a version.
func changeBy(v consult.Version, actor Actor, now time.Time) consult.Change {
	change := consult.Change{Kind: consult.NewVersion, At: now, Reason: v.Reason, StaffID: actor.StaffID}
	if v.Final {
		change.Kind = consult.FinalText
	}
	return change
}

// publish compares the version with all earlier ones and makes it the current one.
func publish(ctx context.Context, tx *repo.Tx, c repo.DeskConsultation, v consult.Version, now time.Time) (number int, err error) {
	if c.WithdrawnAt != nil || c.DraftID != v.FromDraftID {
		return 0, fault.New(fault.Conflict, "version.error.state")
	}
	earlier, err := tx.PublicVersions(ctx, c.ID)
	if err != nil {
		return 0, err
	}
	matches, err := matched(ctx, tx, c.ID, earlier, v)
	if err != nil {
		return 0, err
	}
	return len(earlier) + 1, tx.PublishDraft(ctx, c.ID, v.DraftID, matches, now)
}

// compared compares two versions and keeps what came out.
func compared(ctx context.Context, tx *repo.Tx, consultationID, from, to int64) ([]compare.Change, error) {
	a, err := tx.Clauses(ctx, consultationID, from)
	if err != nil {
		return nil, err
	}
	b, err := tx.Clauses(ctx, consultationID, to)
	if err != nil {
		return nil, err
	}
	changes := compare.Compare(asCompared(a), asCompared(b))
	return changes, tx.InsertComparison(ctx, consultationID, from, to, changes)
}

func asCompared(list []consult.Clause) []compare.Clause {
	out := make([]compare.Clause, len(list))
	for i, c := range list {
		out[i] = compare.Clause{Depth: c.Depth, Kind: c.Kind, Number: c.Number, Heading: c.Heading, Text: c.Text, Label: c.Label}
	}
	return out
}

// draftOf makes of a parsed file what is stored.
func draftOf(fileName string, tree draft.Tree) (repo.Draft, error) {
	d := repo.Draft{Title: plain(tree.Title), FileName: baseName(fileName), Clauses: flatten(&tree)}
	if len(d.Clauses) == 0 {
		var f fault.Fields
		f.Add("draft", "consult.error.required.draft")
		return d, f.Err()
	}
	for _, w := range tree.Warnings {
		d.Warnings = append(d.Warnings, repo.DraftWarning{Place: plain(w.Place), Message: plain(w.Message)})
	}
	return d, nil
}
