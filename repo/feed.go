package repo

import (
	"context"

	"nayan/internal/fault"
	"nayan/internal/follow"
)

// Feed lists what the public can read of, the latest first: the page of the
// filter, without its search. Reminders are for followers alone.
func (r *Repo) Feed(ctx context.Context, f Filter) (list []News, err error) {
	defer fault.Wrap(&err, "repo.Feed")
	f.Query = ""
	w := f.where()
	w.and("e.event <> ?", string(follow.Reminder))
	if f.Phase != "" {
		w.and(phaseSQL+" = ?", string(f.Phase))
	}
	query := `SELECT ` + newsColumns + ` FROM ` + listTables + ` JOIN follow_events e ON e.consultation_id = c.id AND e.at <= now.instant
JOIN units u ON u.id = c.unit_id` + w.sql() + ` ORDER BY e.at DESC, e.consultation_id DESC, e.event LIMIT ` + w.arg(f.PerPage)
	return list, r.list(ctx, &list, query, w.args...)
}
