package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const (
	themePage   = `SELECT t.hub_id, t.total, t.live FROM (` + themes + `) t WHERE `
	largestOnes = ` ORDER BY t.live DESC, t.hub_id LIMIT $2 OFFSET $3`
	// Of a very large one the groups behind which most are.
	themesOf = `) t
CROSS JOIN LATERAL (SELECT h.group_id, h.score, h.terms FROM similar_hints h JOIN similar_groups g ON g.consultation_id = $1 AND g.id = h.group_id
    WHERE h.consultation_id = $1 AND h.hub_id = t.hub_id ORDER BY h.group_id = h.hub_id DESC, g.live DESC, g.id LIMIT $4) h
JOIN similar_groups s ON s.consultation_id = $1 AND s.id = h.group_id
` + groupTables + `
ORDER BY t.live DESC, t.hub_id, h.group_id = t.hub_id DESC, s.live DESC, s.id`
	themeColumns    = `SELECT t.hub_id, t.total, t.live AS theme_live, h.score, h.terms, ` + groupColumns + ` FROM (`
	sqlOpenThemes   = themeColumns + themePage + `t.open` + largestOnes + themesOf
	sqlUnlikeThemes = themeColumns + themePage + `NOT t.open AND t.refused` + largestOnes + themesOf
)

// Themes gives a page of the weaker proposals, those open or those that staff
// refused, the largest first, each with most of its groups, the hub first.
func (r *Repo) Themes(ctx context.Context, consultationID int64, refused bool, number, perPage, groups int) (list []consult.Theme, err error) {
	defer fault.Wrap(&err, "repo.Themes(%d, page %d)", consultationID, number)
	p, query := page{number: number, size: perPage}, sqlOpenThemes
	if refused {
		query = sqlUnlikeThemes
	}
	var rows []struct {
		consult.Group
		Hub       int64          `db:"hub_id"`
		Total     int            `db:"total"`
		ThemeLive int            `db:"theme_live"`
		Score     float64        `db:"score"`
		Terms     pq.StringArray `db:"terms"`
	}
	err = r.list(ctx, &rows, query, consultationID, p.limit(), p.before()*p.limit(), groups)
	for _, row := range rows {
		if len(list) == 0 || list[len(list)-1].Hub != row.Hub {
			list = append(list, consult.Theme{Hub: row.Hub, Terms: row.Terms, Live: row.ThemeLive, Total: row.Total})
		}
		last := &list[len(list)-1]
		last.Groups = append(last.Groups, consult.ThemeGroup{Group: row.Group, Score: row.Score, Terms: row.Terms})
	}
	return list, err
}
