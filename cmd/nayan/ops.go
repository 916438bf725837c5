package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"nayan/handlers"
)

// startOps serves /metrics on the operators' address, apart from the public one.
// Without an address nothing is measured. stop is never nil.
func startOps(ctx context.Context, addr string, e *handlers.Env) (stop func() error, err error) {
	if addr == "" {
		return func() error { return nil }, nil
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewDBStatsCollector(e.Repo.DB().DB, "nayan"))
	e.Metrics = handlers.NewMetrics(registry)
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return func() error { return nil }, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			e.Log.Error("the operators' address is gone", "error", err)
		}
	}()
	return server.Close, nil
}
