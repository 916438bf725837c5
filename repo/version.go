package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/compare"
	"nayan/internal/consult"
	"nayan/internal/fault"
)

const versionColumns = `v.id, v.draft_id, v.from_draft_id, v.reason, v.state, v.final, v.proposed_by, v.proposed_at, coalesce(v.reviewed_by, 0) AS reviewed_by,
coalesce(v.approved_by, 0) AS approved_by, v.published_at, coalesce(v.sent_back_by, 0) AS sent_back_by, v.back_reason`

const sqlVersions = `SELECT ` + versionColumns + ` FROM draft_versions v WHERE v.consultation_id = $1 ORDER BY v.id DESC`

// Versions gives the further versions of a draft in any state, the newest first.
func (r *Repo) Versions(ctx context.Context, consultationID int64) (list []consult.Version, err error) {
	defer fault.Wrap(&err, "repo.Versions(%d)", consultationID)
	return list, r.list(ctx, &list, sqlVersions, consultationID)
}

// WaitingVersion is a version that somebody has to review or approve.
type WaitingVersion struct {
	consult.Version
	ConsultationID int64  `db:"consultation_id"`
	Title          string `db:"title"`
	UnitID         int64  `db:"unit_id"`
	UnitName       string `db:"unit_name"`
}

const sqlWaitingVersions = `SELECT ` + versionColumns + `, v.consultation_id, c.title, c.unit_id, u.name AS unit_name
FROM draft_versions v JOIN consultations c ON c.id = v.consultation_id JOIN units u ON u.id = c.unit_id
WHERE v.state IN ('in_review', 'in_approval') AND c.withdrawn_at IS NULL AND ($1 OR c.unit_id = ANY($2)) ORDER BY v.proposed_at LIMIT $3`

// WaitingVersions lists the versions under way in the units, the oldest first.
func (r *Repo) WaitingVersions(ctx context.Context, units Units) (list []WaitingVersion, err error) {
	defer fault.Wrap(&err, "repo.WaitingVersions")
	return list, r.list(ctx, &list, sqlWaitingVersions, units.All, pq.Array(units.IDs), deskWorkLimit)
}

const sqlVersion = `SELECT ` + versionColumns + ` FROM draft_versions v WHERE v.consultation_id = $1 AND v.id = $2`

// Version gives one of them. Errors: NotFound.
func (r *Repo) Version(ctx context.Context, consultationID, id int64) (v consult.Version, err error) {
	defer fault.Wrap(&err, "repo.Version(%d, %d)", consultationID, id)
	return v, r.get(ctx, &v, sqlVersion, consultationID, id)
}

const sqlPublicVersions = `SELECT d.id, row_number() OVER (ORDER BY d.id) AS number, d.title, d.published_at, coalesce(v.reason, '') AS reason,
    coalesce(v.final, false) AS final
FROM drafts d LEFT JOIN draft_versions v ON v.consultation_id = d.consultation_id AND v.draft_id = d.id
WHERE d.consultation_id = $1 AND d.published_at IS NOT NULL ORDER BY d.id`

// PublicVersions gives the versions that the public has seen, the first first.
func (r *Repo) PublicVersions(ctx context.Context, consultationID int64) (list []consult.PublicVersion, err error) {
	defer fault.Wrap(&err, "repo.PublicVersions(%d)", consultationID)
	return list, r.list(ctx, &list, sqlPublicVersions, consultationID)
}

// Clauses gives the clauses of one version, in document order.
func (r *Repo) Clauses(ctx context.Context, consultationID, draftID int64) (list []consult.Clause, err error) {
	defer fault.Wrap(&err, "repo.Clauses(%d, %d)", consultationID, draftID)
	return list, r.list(ctx, &list, sqlClauses, consultationID, draftID)
}

const sqlComparison = `SELECT changes::text FROM draft_comparisons WHERE consultation_id = $1 AND from_draft_id = $2 AND to_draft_id = $3`

// changes is a comparison as it is stored.
type changes []compare.Change

// Scan implements sql.Scanner.
func (c *changes) Scan(value any) error { return scanJSON(value, c) }

// Comparison gives what changed between two versions, as it was computed when the
// later one was put forward or published. Errors: NotFound.
func (r *Repo) Comparison(ctx context.Context, consultationID, from, to int64) (list []compare.Change, err error) {
	defer fault.Wrap(&err, "repo.Comparison(%d, %d, %d)", consultationID, from, to)
	var c changes
	err = r.get(ctx, &c, sqlComparison, consultationID, from, to)
	return c, err
}

const sqlInsertVersion = `INSERT INTO draft_versions (consultation_id, draft_id, from_draft_id, reason, final, state, proposed_by, proposed_at)
VALUES ($1, $2, $3, $4, $5, 'in_review', $6, $7) RETURNING id`

// InsertVersion puts a version forward. Errors: Conflict when another one is under way.
func (t *Tx) InsertVersion(ctx context.Context, consultationID int64, v consult.Version) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertVersion(%d)", consultationID)
	err = t.get(ctx, &id, sqlInsertVersion, consultationID, v.DraftID, v.FromDraftID, v.Reason, v.Final, v.ProposedBy, v.ProposedAt)
	if Constraint(err) == "draft_versions_open" {
		return 0, fault.New(fault.Conflict, "version.error.under_way")
	}
	return id, err
}

const sqlLockVersion = sqlVersion + ` FOR UPDATE`

// LockVersion gives a version and keeps everybody else from moving it. Errors: NotFound.
func (t *Tx) LockVersion(ctx context.Context, consultationID, id int64) (v consult.Version, err error) {
	defer fault.Wrap(&err, "repo.LockVersion(%d, %d)", consultationID, id)
	return v, t.get(ctx, &v, sqlLockVersion, consultationID, id)
}

const (
	sqlReviewVersion = `UPDATE draft_versions SET state = 'in_approval', reviewed_by = $3, reviewed_at = $4
WHERE consultation_id = $1 AND id = $2 AND state = 'in_review'`
	sqlSendVersionBack = `UPDATE draft_versions SET state = 'sent_back', sent_back_by = $3, sent_back_at = $4, back_reason = $5
WHERE consultation_id = $1 AND id = $2 AND state IN ('in_review', 'in_approval')`
	sqlPublishVersion = `UPDATE draft_versions SET state = 'published', approved_by = $3, published_at = $4
WHERE consultation_id = $1 AND id = $2 AND state = 'in_approval'`
)

// MoveVersion takes one step with a version that LockVersion holds.
func (t *Tx) MoveVersion(ctx context.Context, consultationID, id int64, to consult.VersionState, by int64, reason string, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.MoveVersion(%d, %d, %s)", consultationID, id, to)
	switch to {
	case consult.VersionInApproval:
		return t.changeOne(ctx, sqlReviewVersion, consultationID, id, by, now)
	case consult.VersionPublished:
		return t.changeOne(ctx, sqlPublishVersion, consultationID, id, by, now)
	}
	return t.changeOne(ctx, sqlSendVersionBack, consultationID, id, by, now, reason)
}
