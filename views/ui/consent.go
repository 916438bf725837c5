package ui

import (
	"context"
	"strconv"
	"strings"

	"nayan/internal/i18n"
)

// Edition names a version of the privacy notice: 2026-11 is 2026年11月版.
func Edition(ctx context.Context, version string) string {
	year, month, _ := strings.Cut(version, "-")
	m, err := strconv.Atoi(month)
	if err != nil {
		return version
	}
	return i18n.T(ctx, "privacy.edition", year, m)
}
