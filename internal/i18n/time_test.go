package i18n_test

import (
	"context"
	"testing"
	"time"

	"nayan/internal/i18n"
)

// closing is the first instant refused after 2026-12-20, seen from another zone.
var closing = time.Date(2026, 12, 20, 16, 0, 0, 0, time.UTC)

func TestTimesAreWrittenInTheCountysZone(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	last := closing.Add(-time.Second)
	for got, want := range map[string]string{
		i18n.Date(ctx, last):                   "2026年12月20日",
		i18n.Minute(ctx, last):                 "2026年12月20日 23:59",
		i18n.Second(ctx, last):                 "2026年12月20日 23:59:59",
		i18n.Clock(closing):                    "00:00",
		i18n.Weekday(ctx, last):                "星期日",
		i18n.Weekday(ctx, closing):             "星期一",
		i18n.T(ctx, "comment.scheduled", last): "征集尚未开始，2026年12月20日 23:59:59 起接收意见。",
	} {
		if got != want {
			t.Errorf("wrote %q, want %q", got, want)
		}
	}
}

func TestAMissingKeyShowsItself(t *testing.T) {
	t.Parallel()
	if got := i18n.T(t.Context(), "no.such.key", 1); got != "no.such.key" {
		t.Errorf("T gives %q", got)
	}
	if i18n.Has("no.such.key") || !i18n.Has("nav.home") {
		t.Error("Has is wrong about a key")
	}
}

func TestAnUnknownLanguageIsIgnored(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"xx", "", i18n.Default} {
		if got := i18n.Lang(i18n.With(context.Background(), lang)); got != i18n.Default {
			t.Errorf("With(%q) speaks %q", lang, got)
		}
	}
}
