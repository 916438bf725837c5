package consultview

import (
	"context"

	"nayan/internal/i18n"
)

// FileSize writes bytes as people read them, in steps of 1,024, rounded up.
func FileSize(ctx context.Context, bytes int64) string {
	const kilo, mega = 1 << 10, 1 << 20
	if bytes < mega {
		return i18n.T(ctx, "size.kb", max(1, (bytes+kilo-1)/kilo))
	}
	return i18n.T(ctx, "size.mb", float64(bytes)/mega)
}
