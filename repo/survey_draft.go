package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
)

// SurveyDraft is what somebody has typed and not sent, sealed.
type SurveyDraft struct {
	ConsultationID int64     `db:"consultation_id"`
	ValuesSealed   []byte    `db:"values_sealed"`
	SavedAt        time.Time `db:"saved_at"`
}

const sqlSaveSurveyDraft = `INSERT INTO survey_drafts (consultation_id, owner, values_sealed, saved_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (consultation_id, owner) DO UPDATE SET values_sealed = EXCLUDED.values_sealed, saved_at = EXCLUDED.saved_at`

// SaveSurveyDraft keeps a draft in the place of its owner's last one.
func (t *Tx) SaveSurveyDraft(ctx context.Context, owner []byte, d SurveyDraft) (err error) {
	defer fault.Wrap(&err, "repo.SaveSurveyDraft(%d)", d.ConsultationID)
	_, err = t.exec(ctx, sqlSaveSurveyDraft, d.ConsultationID, owner, d.ValuesSealed, d.SavedAt)
	return err
}

const sqlSurveyDraft = `SELECT consultation_id, values_sealed, saved_at FROM survey_drafts
WHERE consultation_id = $1 AND owner = ANY ($2::bytea[]) ORDER BY saved_at DESC LIMIT 1`

// SurveyDraft gives the newest draft of any of the owners. Errors: NotFound.
func (r *Repo) SurveyDraft(ctx context.Context, consultationID int64, owners [][]byte) (d SurveyDraft, err error) {
	defer fault.Wrap(&err, "repo.SurveyDraft(%d)", consultationID)
	return d, r.get(ctx, &d, sqlSurveyDraft, consultationID, pq.ByteaArray(owners))
}

const sqlDropSurveyDrafts = `DELETE FROM survey_drafts WHERE consultation_id = $1 AND owner = ANY ($2::bytea[])`

// DropSurveyDrafts deletes the drafts of an answer that was sent.
func (t *Tx) DropSurveyDrafts(ctx context.Context, consultationID int64, owners [][]byte) (err error) {
	defer fault.Wrap(&err, "repo.DropSurveyDrafts(%d)", consultationID)
	_, err = t.exec(ctx, sqlDropSurveyDrafts, consultationID, pq.ByteaArray(owners))
	return err
}

const sqlForgetSurveyDrafts = `DELETE FROM survey_drafts WHERE owner = $1`

// ForgetSurveyDrafts deletes every draft of one owner.
func (t *Tx) ForgetSurveyDrafts(ctx context.Context, owner []byte) (err error) {
	defer fault.Wrap(&err, "repo.ForgetSurveyDrafts")
	_, err = t.exec(ctx, sqlForgetSurveyDrafts, owner)
	return err
}

// OwnSurveyDraft is a draft with the consultation whose survey it answers.
type OwnSurveyDraft struct {
	SurveyDraft
	No        string    `db:"no"`
	Title     string    `db:"title"`
	Questions Questions `db:"questions"`
}

const sqlSurveyDraftsOf = `SELECT d.consultation_id, d.values_sealed, d.saved_at, c.no, c.title, s.questions::text AS questions
FROM survey_drafts d JOIN surveys s USING (consultation_id) JOIN consultations c ON c.id = d.consultation_id
WHERE d.owner = $1 ORDER BY d.saved_at DESC`

// SurveyDraftsOf lists every draft of one owner, the latest first.
func (r *Repo) SurveyDraftsOf(ctx context.Context, owner []byte) (list []OwnSurveyDraft, err error) {
	defer fault.Wrap(&err, "repo.SurveyDraftsOf")
	return list, r.list(ctx, &list, sqlSurveyDraftsOf, owner)
}

const (
	sqlExpireSurveyDrafts = `DELETE FROM survey_drafts WHERE (consultation_id, id) IN (
    SELECT consultation_id, id FROM survey_drafts WHERE saved_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`
	// The results were released long ago: nobody answers any more, and nobody needs
	// to be told from anybody else.
	sqlExpireSurveyMarks = `UPDATE survey_answers SET mark = NULL, key_mac = NULL WHERE (consultation_id, id) IN (
    SELECT a.consultation_id, a.id FROM consultations c JOIN survey_answers a ON a.consultation_id = c.id
    WHERE c.results_at < $1 AND num_nonnulls(a.mark, a.key_mac) > 0 LIMIT $2 FOR UPDATE OF a SKIP LOCKED)`
)

// ExpireSurveyDrafts deletes drafts that nobody has come back to.
func (t *Tx) ExpireSurveyDrafts(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.expireEach(ctx, before, limit, sqlExpireSurveyDrafts)
}

// ExpireSurveyMarks clears what tells who has answered a survey.
func (t *Tx) ExpireSurveyMarks(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.expireEach(ctx, before, limit, sqlExpireSurveyMarks)
}
