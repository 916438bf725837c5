package email

import (
	"context"
	"time"

	"nayan/internal/i18n"
	"nayan/internal/message"
	"nayan/views/layout"
)

// Followed names what somebody follows: one consultation, those of a unit or of a
// kind, or all of the county.
func Followed(ctx context.Context, county string, v message.Values) string {
	switch {
	case v.Title != "":
		return i18n.T(ctx, "follow.subject.consultation", v.Title)
	case v.Unit != "":
		return i18n.T(ctx, "follow.subject.unit", v.Unit)
	case v.Kind != "":
		return i18n.T(ctx, "follow.subject.kind", i18n.T(ctx, "kind."+v.Kind))
	}
	return i18n.T(ctx, "follow.subject.all", county)
}

// news says what happened to a consultation, and what can be done.
func news(ctx context.Context, t message.Template, v message.Values) []string {
	closes := i18n.Second(ctx, v.ClosesAt.Add(-time.Second)) // the last that counts
	switch t {
	case message.FollowReleased:
		return []string{i18n.T(ctx, key(t, "text"), v.Unit, v.Title), i18n.T(ctx, "message.follow.until", closes)}
	case message.FollowReminder, message.FollowExtended:
		return []string{i18n.T(ctx, key(t, "text"), v.Title), i18n.T(ctx, "message.follow.until", closes)}
	case message.FollowMilestone:
		return []string{i18n.T(ctx, key(t, "text"), v.Title, i18n.T(ctx, "milestone.happened."+v.Progress))}
	}
	return []string{i18n.T(ctx, key(t, "text"), v.Title)}
}

// asked are the words about a request to follow something.
func asked(ctx context.Context, site layout.Site, t message.Template, v message.Values) []string {
	lines := []string{i18n.T(ctx, key(t, "text"), site.Name, Followed(ctx, site.County, v))}
	if t == message.FollowConfirm {
		return append(lines, i18n.T(ctx, "message.follow_confirm.next"))
	}
	return lines
}
