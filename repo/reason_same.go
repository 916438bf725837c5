package repo

import (
	"context"
	"crypto/sha256"
	"strings"
	"unicode"

	"github.com/lib/pq"

	"nayan/internal/fault"
	"nayan/internal/fold"
)

// reasonHash is by what the same reason is found: width, case, blanks, simplified
// or traditional and punctuation make no difference. An empty reason has none.
func reasonHash(reason string) []byte {
	said := strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || unicode.IsSymbol(r) {
			return -1
		}
		return r
	}, fold.Text(reason))
	if reason == "" {
		return nil
	}
	sum := sha256.Sum256([]byte(said))
	return sum[:]
}

// Decisions from before reasons had a hash are found by their very text. What was
// merged into another suggestion is answered there.
const (
	sqlSameReason = `SELECT d.suggestion_id FROM decisions d
JOIN suggestions s ON s.consultation_id = d.consultation_id AND s.id = d.suggestion_id AND s.merged_into IS NULL
WHERE d.consultation_id = $1 AND d.suggestion_id <> $2 AND d.reason_hash = $3 LIMIT $4`
	sqlSameText = `SELECT d.suggestion_id FROM decisions d
JOIN suggestions s ON s.consultation_id = d.consultation_id AND s.id = d.suggestion_id AND s.merged_into IS NULL
WHERE d.consultation_id = $1 AND d.suggestion_id <> $2 AND d.reason_hash IS NULL AND d.reason <> '' AND md5(d.reason) = md5($3) LIMIT $4`
)

// sameLooked bounds how many suggestions with the same reason one is held against:
// each of these was held against others in its turn.
const sameLooked = 20

// SameReason finds another suggestion of the consultation that has the same reason
// and is not of one group with this one; 0 when there is none.
func (t *Tx) SameReason(ctx context.Context, consultationID, suggestionID int64, reason string) (other int64, err error) {
	defer fault.Wrap(&err, "repo.SameReason(%d, %d)", consultationID, suggestionID)
	var same, unhashed []int64
	if err := t.list(ctx, &same, sqlSameReason, consultationID, suggestionID, reasonHash(reason), sameLooked); err != nil {
		return 0, err
	}
	if err := t.list(ctx, &unhashed, sqlSameText, consultationID, suggestionID, reason, sameLooked); err != nil {
		return 0, err
	}
	same = append(same, unhashed...)
	if len(same) == 0 {
		return 0, nil
	}
	groups, err := t.groups(ctx, consultationID, append(same, suggestionID))
	for _, id := range same {
		if groups[id] != groups[suggestionID] {
			return id, err
		}
	}
	return 0, err
}

// firstText is what a suggestion s says by the first of its points.
const firstText = `(SELECT CASE WHEN o.starts IS NULL THEN p.body ELSE substr(p.body, o.starts + 1, o.ends - o.starts) END
    FROM suggestion_points o JOIN points p ON p.consultation_id = o.consultation_id AND p.comment_id = o.comment_id AND p.position = o.position
    WHERE o.consultation_id = s.consultation_id AND o.suggestion_id = s.id AND ` + notSuperseded + ` ORDER BY o.comment_id, o.position LIMIT 1)`

const sqlGroups = `SELECT s.id, coalesce(` + firstText + `, '') AS body FROM suggestions s WHERE s.consultation_id = $1 AND s.id = ANY ($2)`

// groups says which suggestions are one group: those with one key. One group are
// those that say the same, word for word when folded.
func (t *Tx) groups(ctx context.Context, consultationID int64, suggestions []int64) (map[int64]string, error) {
	var rows []struct {
		ID   int64  `db:"id"`
		Body string `db:"body"`
	}
	err := t.list(ctx, &rows, sqlGroups, consultationID, pq.Array(suggestions))
	keys := map[int64]string{}
	for _, row := range rows {
		keys[row.ID] = fold.Text(row.Body)
	}
	return keys, err
}
