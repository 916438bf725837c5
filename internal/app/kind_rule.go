package app

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/workday"
	"nayan/repo"
)

// SetKindRule changes what holds for the consultations of a kind from now on.
// What is public already keeps the rule it was published under.
// Errors: Invalid, NotFound.
func (a *App) SetKindRule(ctx context.Context, actor Actor, r consult.KindRule) (err error) {
	defer fault.Wrap(&err, "app.SetKindRule(%s)", r.Kind)
	r = r.Clean()
	if err := r.Validate(); err != nil {
		return err
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		before, err := tx.LockKindRule(ctx, r.Kind)
		if err != nil {
			return err
		}
		if err := tx.SetKindRule(ctx, r); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "kind_rule.update", ObjectKind: "kind_rule",
			ObjectID: string(r.Kind), Before: ruleSeen(before), After: ruleSeen(r)})
	})
}

// seenRule is what the audit keeps of a rule.
type seenRule struct {
	Enabled        bool         `json:"enabled"`
	Minimum        int          `json:"minimum"`
	MinimumIn      workday.Unit `json:"minimum_in"`
	Source         string       `json:"source"`
	ResultsDays    int          `json:"results_days"`
	LegalityReview bool         `json:"legality_review"`
}

func ruleSeen(r consult.KindRule) seenRule {
	return seenRule{Enabled: r.Enabled, Minimum: r.MinimumDays, MinimumIn: r.MinimumIn, Source: r.MinimumSource,
		ResultsDays: r.ResultsDays, LegalityReview: r.LegalityReview}
}
