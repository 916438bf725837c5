package main

import (
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestAPlanMakesEveryRequestOnce(t *testing.T) {
	t.Parallel()
	var made sync.Map
	samples, _ := plan{concurrency: 7, requests: 100}.run(t.Context(), func(n int) sample {
		if _, twice := made.LoadOrStore(n, true); twice {
			t.Errorf("request %d was made twice", n)
		}
		return sample{status: 200}
	})
	if len(samples) != 100 {
		t.Errorf("%d requests were made", len(samples))
	}
	if _, last := made.Load(99); !last {
		t.Error("requests are not numbered from 0")
	}
}

func TestAPlanWithADurationEndsAndKeepsEveryAnswer(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	samples, took := plan{concurrency: 2, duration: 50 * time.Millisecond}.run(t.Context(), func(int) sample {
		n.Add(1)
		time.Sleep(time.Millisecond)
		return sample{status: 200}
	})
	if int64(len(samples)) != n.Load() || len(samples) == 0 || took < 50*time.Millisecond {
		t.Errorf("%d samples of %d requests in %v", len(samples), n.Load(), took)
	}
}

// A request that got no answer may have been stored: repeating it without being
// asked would hide a loss.
func TestTheClientRepeatsNothingByItself(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	var calls atomic.Int64
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			calls.Add(1)
			buffer := make([]byte, 1024)
			_, _ = conn.Read(buffer)
			_ = conn.Close()
		}
	}()
	c, err := newClient("http://"+listener.Addr().String(), 1)
	if err != nil {
		t.Fatal(err)
	}
	err = c.post("/", "key", struct{}{}, func(int, []byte) { t.Error("there was no answer") })
	if err == nil || calls.Load() != 1 {
		t.Errorf("%d calls, %v", calls.Load(), err)
	}
}

func TestAddressesAreManyAndValid(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		address := randomAddress()
		if a, err := netip.ParseAddr(address); err != nil || a.IsUnspecified() {
			t.Fatalf("%s: %v", address, err)
		}
		seen[address] = true
	}
	if len(seen) < 990 {
		t.Errorf("only %d of 1000 addresses differ", len(seen))
	}
}

func TestAnAddressWithoutAHostIsRefused(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"", "localhost:8080", "/path", "http://"} {
		if _, err := newClient(base, 1); err == nil {
			t.Errorf("%q was taken", base)
		}
	}
}
