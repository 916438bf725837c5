package repo

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const kindRuleColumns = `kind, enabled, minimum, minimum_in, source AS minimum_source, results_days, legality_review`

const sqlKindRules = `SELECT ` + kindRuleColumns + ` FROM kind_rules`

// KindRules gives what is set for the kinds.
func (r *Repo) KindRules(ctx context.Context) (rules map[consult.Kind]consult.KindRule, err error) {
	defer fault.Wrap(&err, "repo.KindRules")
	var list []consult.KindRule
	if err := r.list(ctx, &list, sqlKindRules); err != nil {
		return nil, err
	}
	rules = make(map[consult.Kind]consult.KindRule, len(list))
	for _, rule := range list {
		rules[rule.Kind] = rule
	}
	return rules, nil
}

const sqlKindRule = `SELECT ` + kindRuleColumns + ` FROM kind_rules WHERE kind = $1`

// KindRule gives what is set for a kind. Errors: NotFound.
func (r *Repo) KindRule(ctx context.Context, kind consult.Kind) (rule consult.KindRule, err error) {
	defer fault.Wrap(&err, "repo.KindRule")
	return rule, r.get(ctx, &rule, sqlKindRule, kind)
}

// KindRule is [Repo.KindRule] within a transaction.
func (t *Tx) KindRule(ctx context.Context, kind consult.Kind) (rule consult.KindRule, err error) {
	defer fault.Wrap(&err, "repo.KindRule")
	return rule, t.get(ctx, &rule, sqlKindRule, kind)
}

const sqlLockKindRule = sqlKindRule + ` FOR UPDATE`

// LockKindRule reads a rule that is about to be changed. Errors: NotFound.
func (t *Tx) LockKindRule(ctx context.Context, kind consult.Kind) (rule consult.KindRule, err error) {
	defer fault.Wrap(&err, "repo.LockKindRule")
	return rule, t.get(ctx, &rule, sqlLockKindRule, kind)
}

const sqlSetKindRule = `UPDATE kind_rules SET enabled = $2, minimum = $3, minimum_in = $4, source = $5, results_days = $6,
legality_review = $7 WHERE kind = $1`

// SetKindRule changes what holds for a kind from now on.
func (t *Tx) SetKindRule(ctx context.Context, r consult.KindRule) (err error) {
	defer fault.Wrap(&err, "repo.SetKindRule(%s)", r.Kind)
	return t.changeOne(ctx, sqlSetKindRule, r.Kind, r.Enabled, r.MinimumDays, r.MinimumIn, r.MinimumSource, r.ResultsDays, r.LegalityReview)
}
