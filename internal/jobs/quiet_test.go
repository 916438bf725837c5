package jobs_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"nayan/internal/jobs"
)

func TestTheQueueSaysWhatIsWrongOnceAndNothingElse(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := jobs.Important(slog.NewTextHandler(&out, nil))
	log.Info("all is well")
	for range 3 {
		log.With("a", 1).Error("Postgres is away")
	}
	log.Warn("a job failed")
	if lines := strings.Split(strings.TrimSpace(out.String()), "\n"); len(lines) != 2 || !strings.Contains(lines[0], "a=1") {
		t.Errorf("it says\n%s", &out)
	}
}
