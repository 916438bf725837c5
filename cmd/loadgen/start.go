package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// startCmd measures starting and idling.
type startCmd struct {
	Rounds   int           `default:"5" help:"Starts; the medians are reported."`
	Idle     time.Duration `default:"2s" help:"How long after the first answer memory is read."`
	Markdown bool          `help:"Print a row of a Markdown table."`
}

// Run measures and reports.
func (cmd startCmd) Run(ctx context.Context) error {
	s, err := newStand(ctx)
	if err != nil {
		return err
	}
	return errors.Join(cmd.onStand(ctx, s), s.close())
}

func (cmd startCmd) onStand(ctx context.Context, s *stand) error {
	var starts []time.Duration
	var memory []int
	for range cmd.Rounds {
		began := time.Now()
		v, err := s.serve(ctx)
		if err != nil {
			return err
		}
		starts = append(starts, time.Since(began))
		time.Sleep(cmd.Idle)
		kib, err := memoryKiB(v.cmd.Process.Pid, vmRSS)
		v.stop()
		if err != nil {
			return err
		}
		memory = append(memory, kib)
	}
	var out report
	out.add("start to first answer", "%s", ms(median(starts)))
	out.add("fastest / slowest", "%s / %s", ms(slices.Min(starts)), ms(slices.Max(starts)))
	out.add("resident when idle", "%.1f MiB", float64(median(memory))/1024)
	out.write(os.Stdout, cmd.Markdown)
	return nil
}

var (
	vmRSS = regexp.MustCompile(`VmRSS:\s+(\d+) kB`) // resident now
	vmHWM = regexp.MustCompile(`VmHWM:\s+(\d+) kB`) // the most that was resident
)

// memoryKiB reads a figure about the memory of a process from /proc (Linux only).
func memoryKiB(pid int, which *regexp.Regexp) (int, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	match := which.FindSubmatch(text)
	if match == nil {
		return 0, fmt.Errorf("the process tells no %v", which)
	}
	return strconv.Atoi(string(match[1]))
}
