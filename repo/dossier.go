package repo

import (
	"context"
	"database/sql"
	"time"

	"github.com/lib/pq"

	"nayan/internal/compare"
	"nayan/internal/consult"
	"nayan/internal/fault"
)

// Consultation gives one in any state. Errors: NotFound.
func (s *Snapshot) Consultation(ctx context.Context, id int64) (c DeskConsultation, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.Consultation(%d)", id)
	return c, s.get(ctx, &c, sqlConsultationByID, id)
}

// ReviewSteps gives the review's history, oldest first.
func (s *Snapshot) ReviewSteps(ctx context.Context, id int64) (steps []consult.ReviewStep, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.ReviewSteps(%d)", id)
	return steps, s.list(ctx, &steps, sqlReviewSteps, id)
}

const sqlStaffNames = `SELECT id, name_sealed FROM staff`

// StaffName is the name of a member of staff, under seal.
type StaffName struct {
	ID     int64  `db:"id"`
	Sealed []byte `db:"name_sealed"`
}

// StaffNames lists the names of all members of staff.
func (s *Snapshot) StaffNames(ctx context.Context) (list []StaffName, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.StaffNames")
	return list, s.list(ctx, &list, sqlStaffNames)
}

// Versions gives the further versions of a draft in any state, the newest first.
func (s *Snapshot) Versions(ctx context.Context, id int64) (list []consult.Version, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.Versions(%d)", id)
	return list, s.list(ctx, &list, sqlVersions, id)
}

// FiledDraft is one version of a draft for the record.
type FiledDraft struct {
	ID          int64      `db:"id"`
	Version     int        `db:"version"`
	Title       string     `db:"title"`
	CreatedAt   time.Time  `db:"created_at"`
	PublishedAt *time.Time `db:"published_at"`
	Reason      string     `db:"reason"`
	Final       bool       `db:"final"`
}

const sqlFiledDrafts = `SELECT d.id, d.version, d.title, d.created_at, d.published_at, coalesce(v.reason, '') AS reason, coalesce(v.final, false) AS final
FROM drafts d LEFT JOIN draft_versions v ON v.consultation_id = d.consultation_id AND v.draft_id = d.id
WHERE d.consultation_id = $1 ORDER BY d.id`

// Drafts lists every version of a draft, the first first.
func (s *Snapshot) Drafts(ctx context.Context, id int64) (list []FiledDraft, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.Drafts(%d)", id)
	return list, s.list(ctx, &list, sqlFiledDrafts, id)
}

// Clauses gives the clauses of one version, in document order.
func (s *Snapshot) Clauses(ctx context.Context, id, draftID int64) (list []consult.Clause, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.Clauses(%d, %d)", id, draftID)
	return list, s.list(ctx, &list, sqlClauses, id, draftID)
}

// Comparison gives what changed between two versions; nil where it was not stored.
func (s *Snapshot) Comparison(ctx context.Context, id, from, to int64) (list []compare.Change, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.Comparison(%d, %d, %d)", id, from, to)
	var c changes
	if err = s.get(ctx, &c, sqlComparison, id, from, to); fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return c, err
}

// FiledAttachment is a file beside a notice for the record.
type FiledAttachment struct {
	Attachment
	CreatedAt time.Time `db:"created_at"`
}

const sqlFiledAttachments = `SELECT consultation_id, id, name, media_type, size, sha256, created_at FROM attachments WHERE consultation_id = $1 ORDER BY id`

// Attachments lists the files beside a notice.
func (s *Snapshot) Attachments(ctx context.Context, id int64) (list []FiledAttachment, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.Attachments(%d)", id)
	return list, s.list(ctx, &list, sqlFiledAttachments, id)
}

// FiledLegality is what is on record of a legality review, and who recorded it.
type FiledLegality struct {
	consult.Legality
	RecordedBy int64     `db:"recorded_by"`
	RecordedAt time.Time `db:"recorded_at"`
}

const sqlFiledLegality = `SELECT office, opinion_no, reviewed_on, opinion, recorded_by, recorded_at FROM legality_reviews WHERE consultation_id = $1`

// Legality gives the record of the legality review; nil for none.
func (s *Snapshot) Legality(ctx context.Context, id int64) (l *FiledLegality, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.Legality(%d)", id)
	var list []FiledLegality
	err = s.list(ctx, &list, sqlFiledLegality, id)
	return first(list), err
}

// FiledFinding is what a check found and why it stands.
type FiledFinding struct {
	Scope    string         `db:"scope"`
	Check    string         `db:"check"`
	Source   string         `db:"source"`
	Place    string         `db:"place"`
	Kind     string         `db:"kind"`
	Excerpt  string         `db:"excerpt"`
	FoundAt  time.Time      `db:"found_at"`
	Reason   sql.NullString `db:"reason"`
	WaivedBy sql.NullInt64  `db:"waived_by"`
	WaivedAt *time.Time     `db:"waived_at"`
}

const sqlFiledFindings = `SELECT f.scope, f."check", f.source, f.place, f.kind, f.excerpt, f.found_at, w.reason, w.waived_by, w.waived_at
FROM findings f LEFT JOIN finding_waivers w ON w.consultation_id = f.consultation_id AND w.mac = f.mac
WHERE f.consultation_id = $1 ORDER BY f.id`

// Findings lists what the checks found, masked.
func (s *Snapshot) Findings(ctx context.Context, id int64) (list []FiledFinding, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.Findings(%d)", id)
	return list, s.list(ctx, &list, sqlFiledFindings, id)
}

// Invitations count the enterprises that a consultation asked, and those of them
// that spoke.
type Invitations struct {
	Invited int `db:"invited"`
	Spoke   int `db:"spoke"`
}

const sqlFiledInvitations = `SELECT count(*) AS invited, count(v.enterprise_id) AS spoke
FROM consultation_invitations i LEFT JOIN enterprise_voices v ON v.consultation_id = i.consultation_id AND v.enterprise_id = i.enterprise_id
WHERE i.consultation_id = $1`

// Invitations counts them.
func (s *Snapshot) Invitations(ctx context.Context, id int64) (n Invitations, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.Invitations(%d)", id)
	return n, s.get(ctx, &n, sqlFiledInvitations, id)
}

// Survey gives the questionnaire of a consultation; nil for none.
func (s *Snapshot) Survey(ctx context.Context, id int64) (*Survey, error) {
	var list []Survey
	err := s.list(ctx, &list, sqlSurveyByID, id)
	return first(list), err
}

// SurveyCounts gives the figures of all answers.
func (s *Snapshot) SurveyCounts(ctx context.Context, id int64) (counts []int64, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.SurveyCounts(%d)", id)
	var slots []pq.Int64Array
	err = s.list(ctx, &slots, sqlSurveyCounts, id)
	return summed(slots), err
}

// FiledBatch is one release of results.
type FiledBatch struct {
	Batch      int       `db:"batch"`
	ReleasedAt time.Time `db:"released_at"`
	ReleasedBy int64     `db:"released_by"`
	LeftOpen   int       `db:"left_open"`
	consult.Totals
}

const sqlFiledBatches = `SELECT t.batch, t.released_at, t.released_by, t.left_open, ` + totalsColumns + ` FROM results t WHERE t.consultation_id = $1 ORDER BY t.batch`

// Batches lists the releases of a consultation's results.
func (s *Snapshot) Batches(ctx context.Context, id int64) (list []FiledBatch, err error) {
	defer fault.Wrap(&err, "repo.Snapshot.Batches(%d)", id)
	return list, s.list(ctx, &list, sqlFiledBatches, id)
}

const sqlReleasedTotals = `SELECT ` + totalsColumns + ` FROM results_now t WHERE t.consultation_id = $1`

// Released gives the figures of all batches together; nil before the first.
func (s *Snapshot) Released(ctx context.Context, id int64) (*consult.Totals, error) {
	var list []consult.Totals
	err := s.list(ctx, &list, sqlReleasedTotals, id)
	return first(list), err
}
