package similar_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"nayan/internal/similar"
	"nayan/internal/similar/similartest"
)

func indexed(texts []similar.Text) *similar.Index {
	x := similar.NewIndex()
	for t := range similar.SketchAll(slices.Values(texts)) {
		x.Add(t.ID, t.Sketch)
	}
	return x
}

func BenchmarkGrouping(b *testing.B) {
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		texts := corpus(n, 1)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				b.ReportMetric(float64(indexed(texts).Leaders()), "groups")
			}
			b.ReportMetric(peakMemory(), "peak-MB")
		})
	}
}

// BenchmarkYardstick folds and hashes the texts of BenchmarkGrouping on one core.
func BenchmarkYardstick(b *testing.B) {
	texts := corpus(100_000, 1)
	for b.Loop() {
		for _, t := range texts {
			sha256.Sum256([]byte(similar.Fold(t.Text)))
		}
	}
}

func BenchmarkOneMore(b *testing.B) {
	x := indexed(corpus(100_000, 1))
	more := similartest.Corpus(120_000, 2)[20_000:]
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		x.Add(int64(1_000_000+len(took)), similar.NewSketch(more[len(took)%len(more)].Text))
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

// peakMemory is the most that the process held so far, in megabytes.
func peakMemory() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	var kilobytes float64
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			fmt.Sscan(rest, &kilobytes)
		}
	}
	return kilobytes / 1024
}
