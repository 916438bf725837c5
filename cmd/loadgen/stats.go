package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// latencies gives how long the answers with a status took, sorted.
func latencies(samples []sample, status int) []time.Duration {
	var list []time.Duration
	for _, s := range samples {
		if s.status == status {
			list = append(list, s.took)
		}
	}
	slices.Sort(list)
	return list
}

// percentile gives the smallest value that p percent of a sorted list do not exceed.
func percentile(sorted []time.Duration, p int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, (len(sorted)*p+99)/100-1)]
}

// spread writes p50, p95 and p99.
func spread(sorted []time.Duration) string {
	return fmt.Sprintf("%s / %s / %s", ms(percentile(sorted, 50)), ms(percentile(sorted, 95)), ms(percentile(sorted, 99)))
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond)) }

// median gives the middle of a list that need not be sorted.
func median[T cmp.Ordered](list []T) (middle T) {
	if len(list) == 0 {
		return middle
	}
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}

// statuses counts the answers by status, as "201: 40, 409: 2".
func statuses(samples []sample) string {
	counts := map[int]int{}
	for _, s := range samples {
		counts[s.status]++
	}
	var words []string
	for _, status := range slices.Sorted(maps.Keys(counts)) {
		name := fmt.Sprint(status)
		if status == 0 {
			name = "no answer"
		}
		words = append(words, fmt.Sprintf("%s: %d", name, counts[status]))
	}
	return strings.Join(words, ", ")
}

// with gives the samples with a status.
func with(samples []sample, status int) []sample {
	var list []sample
	for _, s := range samples {
		if s.status == status {
			list = append(list, s)
		}
	}
	return list
}

func perSecond(n int, d time.Duration) float64 { return float64(n) / d.Seconds() }
