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
		if !groups[id].with(groups[suggestionID]) {
			return id, err
		}
	}
	return 0, err
}

// firstText is what a suggestion s says by the first of its points.
const firstText = `(SELECT CASE WHEN o.starts IS NULL THEN p.body ELSE substr(p.body, o.starts + 1, o.ends - o.starts) END
    FROM suggestion_points o JOIN points p ON p.consultation_id = o.consultation_id AND p.comment_id = o.comment_id AND p.position = o.position
    WHERE o.consultation_id = s.consultation_id AND o.suggestion_id = s.id AND ` + notSuperseded + ` ORDER BY o.comment_id, o.position LIMIT 1)`

// firstGroup is the group of similar points that the first of its points is in; NULL:
// none, or not yet.
const firstGroup = `(SELECT k.group_id FROM suggestion_points o LEFT JOIN point_groups k
    ON k.consultation_id = o.consultation_id AND k.comment_id = o.comment_id AND k.position = o.position
    WHERE o.consultation_id = s.consultation_id AND o.suggestion_id = s.id AND ` + notSuperseded + ` ORDER BY o.comment_id, o.position LIMIT 1)`

const sqlGroups = `SELECT s.id, coalesce(` + firstText + `, '') AS body, coalesce(` + firstGroup + `, 0) AS group_id
FROM suggestions s WHERE s.consultation_id = $1 AND s.id = ANY ($2)`

// groupKey tells which suggestions are one group: those that say the same, word for
// word when folded, or whose points were found to be alike.
type groupKey struct {
	text  string
	group int64 // 0: none
}

func (k groupKey) with(other groupKey) bool {
	return k.text == other.text || k.group != 0 && k.group == other.group
}

// groups reads the keys of suggestions.
func (t *Tx) groups(ctx context.Context, consultationID int64, suggestions []int64) (map[int64]groupKey, error) {
	var rows []struct {
		ID    int64  `db:"id"`
		Body  string `db:"body"`
		Group int64  `db:"group_id"`
	}
	err := t.list(ctx, &rows, sqlGroups, consultationID, pq.Array(suggestions))
	keys := map[int64]groupKey{}
	for _, row := range rows {
		keys[row.ID] = groupKey{fold.Text(row.Body), row.Group}
	}
	return keys, err
}
