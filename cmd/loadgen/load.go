package main

import (
	"cmp"
	"context"
	"sync"
	"time"
)

// sample is one request and its answer. ID is what a 201 acknowledged: a receipt
// number or a ticket code.
type sample struct {
	status int // 0: no answer
	began  time.Duration
	took   time.Duration
	id     string
	size   int // party of a booking, in visitors
}

// plan says how much load to make: so many requests, or as many as fit.
type plan struct {
	concurrency int
	requests    int           // 0: until the duration is over
	duration    time.Duration // ignored when requests is set
	every       time.Duration // between two requests; 0: as fast as the answers come
}

// pace ticks when the next request is due; for a plan without a pace, rarely.
func (p plan) pace() *time.Ticker { return time.NewTicker(cmp.Or(p.every, time.Hour)) }

// run lets the workers call do with the number of the request, from 0, until the
// plan is fulfilled. It gives every sample and how long it all took.
func (p plan) run(ctx context.Context, do func(n int) sample) ([]sample, time.Duration) {
	began := time.Now()
	if p.requests == 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, p.duration)
		defer cancel()
	}
	tickets := make(chan int)
	go func() {
		defer close(tickets)
		pace := p.pace()
		defer pace.Stop()
		for n := 0; p.requests == 0 || n < p.requests; n++ {
			if p.every > 0 {
				<-pace.C
			}
			select {
			case tickets <- n:
			case <-ctx.Done():
				return
			}
		}
	}()
	parts := make([][]sample, p.concurrency)
	var all sync.WaitGroup
	for i := range parts {
		all.Go(func() {
			for n := range tickets {
				start := time.Now()
				s := do(n)
				s.began = start.Sub(began)
				if s.took == 0 { // it timed nothing by itself
					s.took = time.Since(start)
				}
				parts[i] = append(parts[i], s)
			}
		})
	}
	all.Wait()
	took := time.Since(began)
	var samples []sample
	for _, part := range parts {
		samples = append(samples, part...)
	}
	return samples, took
}
