package jobs_test

import (
	"testing"

	"nayan/repo/repotest"
)

func TestMain(m *testing.M) { repotest.Main(m) }
