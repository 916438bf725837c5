package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"nayan/handlers"
)

// measured is a site whose answers are counted.
func measured(t *testing.T) (*site, *prometheus.Registry) {
	t.Helper()
	registry := prometheus.NewRegistry()
	return newCounty(t, func(e *handlers.Env) { e.Metrics = handlers.NewMetrics(registry) }), registry
}

func TestAnswersAreCountedByRouteAndStatus(t *testing.T) {
	t.Parallel()
	s, registry := measured(t)
	v := s.visitor()
	v.get("/consultations/2026-0001").want(http.StatusOK)
	v.get("/consultations/2026-0002").want(http.StatusOK)
	v.get("/consultations/1999-0001").want(http.StatusNotFound)
	v.get("/desk").want(http.StatusSeeOther)
	v.get("/nowhere/" + marker).want(http.StatusNotFound)
	want := `
# HELP nayan_http_answers_total Answers by method, route and status.
# TYPE nayan_http_answers_total counter
nayan_http_answers_total{method="GET",route="/consultations/:no",status="200"} 2
nayan_http_answers_total{method="GET",route="/consultations/:no",status="404"} 1
nayan_http_answers_total{method="GET",route="/desk",status="303"} 1
nayan_http_answers_total{method="GET",route="none",status="404"} 1
`
	if err := testutil.GatherAndCompare(registry, strings.NewReader(want), "nayan_http_answers_total"); err != nil {
		t.Error(err)
	}
}
