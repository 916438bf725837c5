package main

import (
	"strings"
	"testing"
	"time"
)

func TestPercentilesAreValuesOfTheList(t *testing.T) {
	t.Parallel()
	var list []time.Duration
	for i := range 200 {
		list = append(list, time.Duration(i+1)*time.Millisecond)
	}
	for p, want := range map[int]int{50: 100, 95: 190, 99: 198, 100: 200, 0: 1} {
		if got := percentile(list, p); got != time.Duration(want)*time.Millisecond {
			t.Errorf("p%d is %v, want %v ms", p, got, want)
		}
	}
	if percentile(nil, 50) != 0 || percentile(list[:1], 99) != time.Millisecond {
		t.Error("a list of none or one has no right percentile")
	}
}

func TestTheMedianLeavesItsListAlone(t *testing.T) {
	t.Parallel()
	list := []float64{3, 1, 2}
	if median(list) != 2 || list[0] != 3 || median([]int(nil)) != 0 {
		t.Errorf("the median is %v of %v", median(list), list)
	}
}

func TestAnswersAreCountedByStatus(t *testing.T) {
	t.Parallel()
	samples := []sample{{status: 201, took: 2}, {status: 409}, {}, {status: 201, took: 1}}
	if got := statuses(samples); got != "no answer: 1, 201: 2, 409: 1" {
		t.Errorf("got %q", got)
	}
	if got := latencies(samples, 201); len(got) != 2 || got[0] != 1 {
		t.Errorf("latencies of 201: %v", got)
	}
}

func TestTheCheckSeesALostADoubleAndASharedReceipt(t *testing.T) {
	t.Parallel()
	acknowledged := []sample{{id: "a"}, {id: "b"}}
	if err := eachOnce(acknowledged, []string{"b", "a", "unacknowledged"}); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]struct {
		acknowledged []sample
		stored       []string
	}{
		"lost":   {acknowledged, []string{"a"}},
		"double": {acknowledged, []string{"a", "b", "b"}},
		"shared": {[]sample{{id: "a"}, {id: "a"}}, []string{"a"}},
		"empty":  {[]sample{{}}, []string{"a"}},
	} {
		if eachOnce(c.acknowledged, c.stored) == nil {
			t.Errorf("%s: not seen", name)
		}
	}
}

func TestThePgbenchRateIsRead(t *testing.T) {
	t.Parallel()
	const out = "latency average = 2.9 ms\ninitial connection time = 20.1 ms\ntps = 5432.123456 (without initial connection time)\n"
	if rate, err := transactionRate(out); err != nil || rate != 5432.123456 {
		t.Errorf("read %v, %v", rate, err)
	}
	if _, err := transactionRate("pgbench: error: connection failed"); err == nil {
		t.Error("a failed run has a rate")
	}
}

func TestReportsAreLinesOrOneTable(t *testing.T) {
	t.Parallel()
	var one, two report
	one.add("page", "list")
	one.add("pages/s", "%.0f", 1234.4)
	two.add("page", "draft")
	two.add("pages/s", "%d", 7)
	var table, lines strings.Builder
	writeAll(&table, []report{one, two}, true)
	writeAll(&lines, []report{one, two}, false)
	if want := "| page | pages/s |\n| --- | --- |\n| list | 1234 |\n| draft | 7 |\n"; table.String() != want {
		t.Errorf("the table is\n%s", table.String())
	}
	if n := strings.Count(lines.String(), "\n"); n != 5 || !strings.Contains(lines.String(), "1234") {
		t.Errorf("the lines are\n%s", lines.String())
	}
}
