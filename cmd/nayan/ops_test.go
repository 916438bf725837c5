package main

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

func TestMetricsAreOnTheOperatorsAddressOnly(t *testing.T) {
	s := newStand(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	_ = listener.Close()
	operated := *s.env // the stand serves already, unmeasured
	stop, err := startOps(t.Context(), addr, &operated)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stop() })
	if status, text := read(t, "http://"+addr+"/metrics"); status != http.StatusOK || !strings.Contains(text, "go_sql_open_connections") {
		t.Errorf("status %d: %.200s", status, text)
	}
	if status, _ := read(t, s.url+"/metrics"); status != http.StatusNotFound {
		t.Errorf("the public address answers %d", status)
	}
}

func read(t *testing.T, url string) (int, string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}
