package i18n

import (
	"context"
	"time"
	_ "time/tzdata" // a phone book of zones for machines without one
)

// Zone is the county's time zone; every date a person reads is in it.
var Zone = mustZone("Asia/Shanghai")

func mustZone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

// Date writes a day: 2026年11月22日.
func Date(ctx context.Context, t time.Time) string { return t.In(Zone).Format(T(ctx, "format.date")) }

// Minute writes a day and minute: 2026年11月22日 09:00.
func Minute(ctx context.Context, t time.Time) string {
	return t.In(Zone).Format(T(ctx, "format.minute"))
}

// Second writes a day and second: 2026年11月22日 23:59:59.
func Second(ctx context.Context, t time.Time) string {
	return t.In(Zone).Format(T(ctx, "format.second"))
}

// Clock writes the minute of a day: 09:00.
func Clock(t time.Time) string { return t.In(Zone).Format("15:04") }

// Weekday writes 星期日.
func Weekday(ctx context.Context, t time.Time) string {
	return T(ctx, "weekday."+t.In(Zone).Weekday().String())
}
