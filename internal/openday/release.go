package openday

import (
	"time"

	"nayan/internal/fault"
)

// States lists every state in the order of the walk; the migration repeats them
// as a CHECK.
var States = []State{Drafting, Released}

// CheckEdit says whether the actor may still change the open day: its author,
// while it is being drafted. Errors: Conflict, Forbidden.
func CheckEdit(d OpenDay, actor int64) error {
	switch {
	case d.State != Drafting:
		return fault.New(fault.Conflict, "openday.error.released_already")
	case actor != d.AuthorID:
		return fault.New(fault.Forbidden, "openday.error.not_author")
	}
	return nil
}

// CheckRelease says whether the actor may release the open day with its
// sessions at now: somebody other than its author, and only when at least one
// session can still be booked. Errors: Conflict, Forbidden.
func CheckRelease(d OpenDay, actor int64, now time.Time) error {
	switch {
	case d.State != Drafting:
		return fault.New(fault.Conflict, "openday.error.released_already")
	case actor == d.AuthorID:
		return fault.New(fault.Forbidden, "openday.error.same_person")
	case len(d.Sessions) == 0:
		return fault.New(fault.Conflict, "openday.error.no_sessions")
	}
	for _, s := range d.Sessions {
		if now.Before(s.BookingClosesAt) {
			return nil
		}
	}
	return fault.New(fault.Conflict, "openday.error.windows_over")
}
