package jobs_test

import (
	"testing"

	"github.com/riverqueue/river"

	"nayan/internal/message"
)

func TestWhatHasBeenKeptLongEnoughGoesByTheClock(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.queue(message.Held)
	o.exec(`UPDATE messages SET state = 'sent' WHERE id = $1`, id) // and its address was not cleared
	o.start()
	if e := o.attempt("enforce_retention"); e.Kind != river.EventKindJobCompleted {
		t.Errorf("the job ended as %s\n%s", e.Kind, o.log)
	}
	if got := o.stored(id); got.Kept {
		t.Errorf("%+v", got)
	}
	var reports []string
	err := o.app.Repo.DB().SelectContext(t.Context(), &reports, `SELECT kind FROM retention_reports ORDER BY id`)
	if err != nil || len(reports) != 2 || reports[1] != "run" {
		t.Errorf("reported: %v, %v", reports, err)
	}
}
