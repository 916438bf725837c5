package handlers

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/privacy"
	privacyview "nayan/views/privacy"
)

// notices shows what becomes of personal data (个人信息保护法 art. 17).
type notices struct{ *Env }

func (h notices) current(c *fiber.Ctx) error { return h.render(c, privacy.NoticeVersion) }

func (h notices) version(c *fiber.Ctx) error {
	version := privacy.KnownNotice(c.Params("version"))
	if version == "" {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return h.render(c, version)
}

func (h notices) render(c *fiber.Ctx, version string) error {
	text := privacy.Notice(version, h.blanks(c.UserContext()))
	return render(c, fiber.StatusOK, privacyview.Notice(privacyview.NoticePage{Page: h.page("", ""), Version: version,
		Current: privacy.NoticeVersion, HTML: app.RenderMarkdown(text),
		Others: slices.DeleteFunc(privacy.NoticeVersions(), func(v string) bool { return v == version })}))
}

// blanks says who is responsible here and how long what is kept. A county that
// leaves a name out is named itself.
func (h notices) blanks(ctx context.Context) privacy.Blanks {
	government := i18n.T(ctx, "privacy.government", h.Site.County)
	organiser := cmp.Or(h.Site.Organiser, government)
	return privacy.Blanks{Site: h.Site.Name, County: h.Site.County, Organiser: organiser, Operator: cmp.Or(h.Site.Operator, organiser),
		Phone: cmp.Or(h.Site.Phone, i18n.T(ctx, "privacy.phone_elsewhere")), Retention: retentionList(ctx)}
}

// retentionList writes the table of periods as a list in Markdown.
func retentionList(ctx context.Context) string {
	var lines []string
	for _, r := range privacy.Rules {
		lines = append(lines, i18n.T(ctx, "retention.line", i18n.T(ctx, "retention.kind."+string(r.Kind)), periodText(ctx, r),
			i18n.T(ctx, "retention.fate."+string(r.Kind))))
	}
	return strings.Join(lines, "\n")
}

// lasting are the kinds that are kept as long as something goes on, which their
// words name.
var lasting = map[privacy.Kind]bool{privacy.Enterprises: true, privacy.Follows: true}

// periodText says how long a kind is kept, from when: 活动结束后90天.
func periodText(ctx context.Context, r privacy.Rule) string {
	since := i18n.T(ctx, "retention.since."+string(r.Kind))
	switch {
	case r.Kept && !lasting[r.Kind]:
		return i18n.T(ctx, "retention.period.kept")
	case r.Years > 0:
		return i18n.T(ctx, "retention.period.years", since, r.Years)
	case r.Days > 0:
		return i18n.T(ctx, "retention.period.days", since, r.Days)
	}
	return since
}
