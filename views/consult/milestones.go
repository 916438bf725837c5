package consultview

import (
	"context"
	"net/url"

	"nayan/internal/consult"
)

// MilestoneDay writes the day of a milestone.
func MilestoneDay(ctx context.Context, m consult.Milestone) string { return day(ctx, m.On) }

// hostOf says to which site a link leads.
func hostOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
