package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const (
	behindSuggestions = `SELECT ` + voices + ` FROM suggestion_points o JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
WHERE o.consultation_id = $1 AND o.suggestion_id = ANY ($2) AND ` + notSuperseded
	sqlVoicesTogether = behindSuggestions
)

// VoicesTogether counts who is behind suggestions, each once.
func (r *Repo) VoicesTogether(ctx context.Context, consultationID int64, ids []int64) (v consult.Voices, err error) {
	defer fault.Wrap(&err, "repo.VoicesTogether(%d, %d suggestions)", consultationID, len(ids))
	return v, r.get(ctx, &v, sqlVoicesTogether, consultationID, pq.Array(ids))
}
