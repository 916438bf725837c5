package handlers

import (
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"
)

// Metrics counts answers and how long they took, by route and never by address:
// what people type or are called stands in no label.
type Metrics struct {
	answers *prometheus.CounterVec
	seconds *prometheus.HistogramVec
}

// NewMetrics registers the collectors.
func NewMetrics(r prometheus.Registerer) *Metrics {
	m := &Metrics{
		answers: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "nayan_http_answers_total",
			Help: "Answers by method, route and status."}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "nayan_http_answer_seconds",
			Help: "Time to an answer by route.", Buckets: prometheus.ExponentialBuckets(0.001, 2.5, 10)}, []string{"route"}),
	}
	r.MustRegister(m.answers, m.seconds)
	return m
}

// unrouted stands for every address that no route has: they are typed by people.
const unrouted = "none"

// measure counts each answer, the error pages included.
func (e *Env) measure(c *fiber.Ctx) error {
	began := e.Now()
	err := c.Next()
	if err != nil {
		err = e.handleError(c, err)
	}
	e.Metrics.count(c, e.Now().Sub(began))
	return err
}

func (m *Metrics) count(c *fiber.Ctx, took time.Duration) {
	route := unrouted
	if c.Response().StatusCode() != fiber.StatusNotFound || c.Route().Path != "/" {
		route = c.Route().Path
	}
	m.answers.WithLabelValues(c.Method(), route, strconv.Itoa(c.Response().StatusCode())).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}
