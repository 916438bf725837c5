package handlers

import (
	"fmt"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/internal/openday"
	"nayan/views/desk"
)

// sessionField names a field of one row of sessions, as the rules' faults do.
func sessionField(row int, name string) string { return fmt.Sprintf("sessions.%d.%s", row, name) }

func readSessionForm(c *fiber.Ctx, row int) desk.SessionForm {
	value := func(name string) string { return c.FormValue(sessionField(row, name)) }
	return desk.SessionForm{Day: value("day"), Starts: value("starts_at"), Ends: value("ends_at"), Capacity: value("capacity"),
		Opens: value("booking_opens_at"), Closes: value("booking_closes_at")}
}

// readSession reads one row: a session begins and ends on one day.
func readSession(bad *fault.Fields, row int, s desk.SessionForm) openday.SessionFields {
	name := func(field string) string { return sessionField(row, field) }
	day := readTime(bad, name("day"), "desk.error.date", dayShape, s.Day)
	bad.Check(s.Day != "", name("day"), "desk.error.date")
	capacity, err := strconv.Atoi(s.Capacity)
	bad.Check(err == nil, name("capacity"), "desk.error.number")
	return openday.SessionFields{
		StartsAt:        onDay(day, readClock(bad, name("starts_at"), s.Starts)),
		EndsAt:          onDay(day, readClock(bad, name("ends_at"), s.Ends)),
		Capacity:        capacity,
		BookingOpensAt:  readTime(bad, name("booking_opens_at"), "desk.error.datetime", momentShape, s.Opens),
		BookingClosesAt: readTime(bad, name("booking_closes_at"), "desk.error.datetime", momentShape, s.Closes),
	}
}

// onDay puts an hour on a day; either missing leaves the time missing, which
// the rules refuse.
func onDay(day, clock time.Time) time.Time {
	if day.IsZero() || clock.IsZero() {
		return time.Time{}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), clock.Hour(), clock.Minute(), 0, 0, day.Location())
}
