//go:build unix

package local

import (
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// imitate serves Redis from this process.
func (r *Redis) imitate() error {
	m := miniredis.NewMiniRedis()
	m.RequireAuth(r.password)
	if err := m.Start(); err != nil {
		return err
	}
	done, running := make(chan struct{}), sync.WaitGroup{}
	running.Go(func() { passTime(m, done) })
	r.addr = m.Addr()
	r.stop = sync.OnceValue(func() error {
		close(done)
		running.Wait()
		m.Close()
		return nil
	})
	return nil
}

// passTime lets keys expire: in miniredis time stands still until told.
func passTime(m *miniredis.Miniredis, done <-chan struct{}) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			m.FastForward(time.Second)
		}
	}
}
