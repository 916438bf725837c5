package app

import (
	"context"
	"slices"
	"time"

	"nayan/internal/compare"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// linkFinal says anew for which adopted suggestions the clauses of the final text
// were changed, as far as the comparison tells; suggestion 0 is all of them. It
// belongs behind whatever releases lines, changes their outcome or publishes a final
// text; without both there is nothing to say.
func linkFinal(ctx context.Context, tx *repo.Tx, consultationID, suggestionID int64) error {
	consulted, final, err := tx.FinalDraft(ctx, consultationID)
	if err != nil || final == 0 {
		return err
	}
	t, err := tx.DraftTexts(ctx, consultationID, consulted, final)
	if err != nil {
		return err
	}
	from, to := touched(t)
	return tx.LinkFinal(ctx, consultationID, final, suggestionID, from, to)
}

// touched pairs the clauses of which something was changed, inside them too, with
// what they became. What is gone has no place to lead to.
func touched(t repo.DraftTexts) (from, to []int64) {
	if len(t.Changes) == 0 {
		return nil, nil
	}
	blocks := compare.NewBlocks(t.Changes, consult.Depths(t.Consulted), consult.Depths(t.Final))
	for i, c := range t.Consulted {
		if next, inside := blocks.Of(i); next >= 0 && compare.Touched(inside) {
			from, to = append(from, c.ID), append(to, t.Final[next].ID)
		}
	}
	return from, to
}

// relink takes what was chosen for the version that a final text replaces, which is
// nothing unless that was one, to it, and lets the comparison say the rest.
func relink(ctx context.Context, tx *repo.Tx, consultationID, earlier, final int64) error {
	if err := tx.CarryLinks(ctx, consultationID, earlier, final); err != nil {
		return err
	}
	return linkFinal(ctx, tx, consultationID, 0)
}

// ClauseChoice says which clauses of the final text were changed for an adopted
// suggestion. Default leaves it to the comparison; no clauses say that none was.
type ClauseChoice struct {
	SuggestionID int64
	ClauseIDs    []int64
	Default      bool
}

// ChooseClauses stores a choice. It is a pointer from the answer to the text, not
// the answer: it may be set after the release, and is on record.
//
// Errors: NotFound (no such released suggestion), Conflict (there is no final text,
// or it was not adopted), Invalid (a clause of another text).
func (a *App) ChooseClauses(ctx context.Context, actor Actor, consultationID int64, choice ClauseChoice) (err error) {
	defer fault.Wrap(&err, "app.ChooseClauses(%d, %d)", consultationID, choice.SuggestionID)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if _, _, err := tx.LockCall(ctx, consultationID); err != nil {
			return err
		}
		_, final, err := tx.FinalDraft(ctx, consultationID)
		if err != nil {
			return err
		}
		outcome, before, err := tx.LinkedClauses(ctx, consultationID, choice.SuggestionID, final)
		switch {
		case err != nil:
			return err
		case final == 0:
			return fault.New(fault.Conflict, "final.error.none")
		case outcome != consult.Adopted && outcome != consult.PartlyAdopted:
			return fault.New(fault.Conflict, "final.error.not_adopted")
		}
		now := a.Now()
		if err := choose(ctx, tx, actor, consultationID, final, choice, now); err != nil {
			return err
		}
		_, after, err := tx.LinkedClauses(ctx, consultationID, choice.SuggestionID, final)
		if err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "results.clauses", ObjectKind: "suggestion",
			ObjectID: partOf(consultationID, choice.SuggestionID), Before: seenClauses(before, false), After: seenClauses(after, !choice.Default)})
	})
}

func choose(ctx context.Context, tx *repo.Tx, actor Actor, consultationID, final int64, choice ClauseChoice, now time.Time) error {
	if choice.Default {
		if err := tx.ForgetClauses(ctx, consultationID, final, choice.SuggestionID); err != nil {
			return err
		}
		return linkFinal(ctx, tx, consultationID, choice.SuggestionID)
	}
	clauses, err := tx.Clauses(ctx, consultationID, final)
	if err != nil {
		return err
	}
	var f fault.Fields
	for _, id := range choice.ClauseIDs {
		if !slices.ContainsFunc(clauses, func(c consult.Clause) bool { return c.ID == id }) {
			f.Add("clause", "final.error.clause")
			return f.Err()
		}
	}
	return tx.ChooseClauses(ctx, consultationID, final, choice.SuggestionID, choice.ClauseIDs, actor.StaffID, now)
}

// linkedClauses is what the audit keeps of a choice.
type linkedClauses struct {
	Clauses []string `json:"final_clauses"`
	Chosen  bool     `json:"chosen"`
}

func seenClauses(list []consult.FinalClause, chosen bool) linkedClauses {
	out := linkedClauses{Clauses: []string{}, Chosen: chosen}
	for _, c := range list {
		out.Clauses = append(out.Clauses, c.Label)
	}
	return out
}
