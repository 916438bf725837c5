package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const findingColumns = `f.id, f."check", f.source, f.source_id, f.place, f.kind, f.excerpt, f.mac, coalesce(w.reason, '') AS waiver_reason,
coalesce(w.waived_by, 0) AS waived_by, w.waived_at`

const findingTables = `findings f LEFT JOIN finding_waivers w ON w.consultation_id = f.consultation_id AND w.mac = f.mac`

// What stands in the way comes first, hints last.
const sqlFindings = `SELECT ` + findingColumns + `, count(*) OVER () AS total FROM ` + findingTables + `
WHERE f.consultation_id = $1 AND f.scope = $2
ORDER BY f."check" = 'wording', w.waived_at IS NOT NULL, f.id LIMIT $3`

// Findings gives at most limit findings of a scope, what stands in the way first,
// and how many there are.
func (r *Repo) Findings(ctx context.Context, consultationID int64, scope consult.Scope, limit int) (list []consult.Finding, total int, err error) {
	defer fault.Wrap(&err, "repo.Findings(%d, %s)", consultationID, scope)
	var rows []struct {
		consult.Finding
		Total int `db:"total"`
	}
	if err := r.list(ctx, &rows, sqlFindings, consultationID, scope, limit); err != nil {
		return nil, 0, err
	}
	for _, row := range rows {
		list, total = append(list, row.Finding), row.Total
	}
	return list, total, nil
}

const sqlOpenFindings = `SELECT count(*) FROM ` + findingTables + `
WHERE f.consultation_id = $1 AND f.scope = $2 AND f."check" <> 'wording' AND w.mac IS NULL`

// OpenFindings counts what stands in the way.
func (t *Tx) OpenFindings(ctx context.Context, consultationID int64, scope consult.Scope) (n int, err error) {
	defer fault.Wrap(&err, "repo.OpenFindings(%d, %s)", consultationID, scope)
	return n, t.get(ctx, &n, sqlOpenFindings, consultationID, scope)
}

const sqlForgetFindings = `DELETE FROM findings WHERE consultation_id = $1 AND scope = $2`

const sqlInsertFindings = `INSERT INTO findings (consultation_id, scope, "check", source, source_id, place, kind, excerpt, mac, found_at)
SELECT $1, $2, x."check", x.source, x.source_id, x.place, x.kind, x.excerpt, x.mac, $3
FROM unnest($4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::bytea[])
    WITH ORDINALITY AS x ("check", source, source_id, place, kind, excerpt, mac, n) ORDER BY x.n`

// ReplaceFindings keeps what a scan found now in the place of what the last one found.
func (t *Tx) ReplaceFindings(ctx context.Context, consultationID int64, scope consult.Scope, list []consult.Finding, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.ReplaceFindings(%d, %s)", consultationID, scope)
	if _, err := t.exec(ctx, sqlForgetFindings, consultationID, scope); err != nil || len(list) == 0 {
		return err
	}
	var checks, sources, places, kinds, excerpts pq.StringArray
	var ids pq.Int64Array
	var macs pq.ByteaArray
	for _, f := range list {
		checks, sources, ids = append(checks, string(f.Check)), append(sources, string(f.Source)), append(ids, f.SourceID)
		places, kinds = append(places, f.Place), append(kinds, f.Kind)
		excerpts, macs = append(excerpts, f.Excerpt), append(macs, f.MAC)
	}
	_, err = t.exec(ctx, sqlInsertFindings, consultationID, scope, now, checks, sources, ids, places, kinds, excerpts, macs)
	return err
}

const sqlWaiveFindings = `INSERT INTO finding_waivers (consultation_id, mac, kind, reason, waived_by, waived_at)
SELECT DISTINCT ON (f.mac) f.consultation_id, f.mac, f.kind, $3, $4::bigint, $5::timestamptz FROM findings f
WHERE f.consultation_id = $1 AND f.scope = $6 AND f.id = ANY ($2) AND f."check" <> 'wording'
ON CONFLICT DO NOTHING`

// WaiveFindings lets what the findings name stand, and gives how many it waived
// that were not before.
func (t *Tx) WaiveFindings(ctx context.Context, consultationID int64, scope consult.Scope, ids []int64, w consult.Waiver) (n int64, err error) {
	defer fault.Wrap(&err, "repo.WaiveFindings(%d)", consultationID)
	return t.changed(ctx, sqlWaiveFindings, consultationID, pq.Array(ids), w.Reason, w.WaivedBy, w.WaivedAt, scope)
}

const sqlWaivedMACs = `SELECT mac FROM finding_waivers WHERE consultation_id = $1`

// WaivedMACs gives what has been waived in a consultation.
func (t *Tx) WaivedMACs(ctx context.Context, consultationID int64) (macs [][]byte, err error) {
	defer fault.Wrap(&err, "repo.WaivedMACs(%d)", consultationID)
	return macs, t.list(ctx, &macs, sqlWaivedMACs, consultationID)
}

// FileText is what can be read of an attachment; Problem says why nothing can.
type FileText struct {
	ID      int64  `db:"id"`
	Name    string `db:"name"`
	Text    string `db:"text"`
	Problem string `db:"problem"`
	SHA256  []byte `db:"sha256"`
}

const sqlFileTexts = `SELECT id, name, text, problem, sha256 FROM attachments WHERE consultation_id = $1 ORDER BY id`

// FileTexts gives the texts of a consultation's attachments.
func (t *Tx) FileTexts(ctx context.Context, consultationID int64) (list []FileText, err error) {
	defer fault.Wrap(&err, "repo.FileTexts(%d)", consultationID)
	return list, t.list(ctx, &list, sqlFileTexts, consultationID)
}

const sqlDraftToScan = `SELECT d.id, d.version, d.title, d.file_name, d.warnings::text AS warnings, d.created_at
FROM drafts d WHERE d.consultation_id = $1 AND d.id = $2`

// DraftToScan gives a draft of a consultation with its clauses; the zero value for none.
func (t *Tx) DraftToScan(ctx context.Context, consultationID, draftID int64) (d Draft, err error) {
	defer fault.Wrap(&err, "repo.DraftToScan(%d, %d)", consultationID, draftID)
	if draftID == 0 {
		return Draft{}, nil
	}
	if err := t.get(ctx, &d, sqlDraftToScan, consultationID, draftID); err != nil {
		return Draft{}, err
	}
	return d, t.list(ctx, &d.Clauses, sqlClauses, consultationID, draftID)
}

// PublishedText is what results will show of one suggestion.
type PublishedText struct {
	SuggestionID int64  `db:"suggestion_id"`
	Body         string `db:"body"` // staff's summary and whatever is public of its points
	Reason       string `db:"reason"`
}

// Whatever is public of a suggestion can be read behind its line; what somebody
// said before they spoke again cannot.
const sqlTextsToRelease = `SELECT d.suggestion_id, d.reason, s.summary || E'\n' || coalesce((SELECT string_agg(p.body, E'\n' ORDER BY p.comment_id, p.position)
    FROM suggestion_points o
    JOIN public_points p ON p.consultation_id = o.consultation_id AND p.comment_id = o.comment_id AND p.position = o.position
    JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
    WHERE o.consultation_id = d.consultation_id AND o.suggestion_id = d.suggestion_id AND m.visibility = 'published' AND ` + notSuperseded + `), '') AS body
FROM decisions d JOIN suggestions s ON s.consultation_id = d.consultation_id AND s.id = d.suggestion_id
WHERE d.consultation_id = $1 AND d.suggestion_id > $2 AND ` + live + ` AND ` + ready + ` ORDER BY d.suggestion_id LIMIT $3`

// TextsToRelease gives, batch by batch after a suggestion, what a release of the
// results of a consultation will show.
func (t *Tx) TextsToRelease(ctx context.Context, consultationID, after int64, limit int) (list []PublishedText, err error) {
	defer fault.Wrap(&err, "repo.TextsToRelease(%d, %d)", consultationID, after)
	return list, t.list(ctx, &list, sqlTextsToRelease, consultationID, after, limit)
}
