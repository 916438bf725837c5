package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"nayan/internal/similar"
	"nayan/internal/similar/similartest"
)

// measure groups n texts several times, and folds and hashes them in between.
func (cmd similarSpeedCmd) measure(ctx context.Context, program, dir string, n int) (out report, err error) {
	file := filepath.Join(dir, strconv.Itoa(n)+".jsonl")
	texts, err := writeTexts(file, n)
	if err != nil {
		return out, err
	}
	args := []string{"similar", file}
	if cmd.Weak {
		args = append(args, "--weak")
	}
	var took, cpu, yardsticks []time.Duration
	peak, groups := 0, 0
	for range cmd.Rounds {
		yardsticks = append(yardsticks, foldAndHash(texts))
		run, err := runPeak(ctx, program, args...)
		if err != nil {
			return out, err
		}
		took, cpu = append(took, run.took), append(cpu, run.cpu)
		peak, groups = max(peak, run.peakKiB), bytes.Count(run.stdout, []byte("\n"))
	}
	if groups == 0 {
		return out, errNothingGrouped
	}
	out.add("texts", "%d", n)
	out.add("nayan similar (median)", "%s", ms(median(took)))
	out.add("fastest", "%s", ms(slices.Min(took)))
	out.add("processor time (median)", "%s", ms(median(cpu)))
	out.add("rounds", "%d", cmd.Rounds)
	out.add("fold and hash alone, one core", "%s", ms(median(yardsticks)))
	out.add("processor time in yardsticks", "%.1f", float64(median(cpu))/float64(median(yardsticks)))
	out.add("peak memory", "%d MB", peak/1024)
	out.add("groups of two or more", "%d", groups)
	return out, nil
}

func writeTexts(file string, n int) (texts []string, err error) {
	f, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	buffered := bufio.NewWriter(f)
	out := json.NewEncoder(buffered)
	for i, t := range similartest.Corpus(n, 1) {
		if err := out.Encode(labelled{ID: strconv.Itoa(i), Text: t.Text}); err != nil {
			return nil, err
		}
		texts = append(texts, t.Text)
	}
	return texts, buffered.Flush()
}

func foldAndHash(texts []string) time.Duration {
	began := time.Now()
	for _, t := range texts {
		sha256.Sum256([]byte(similar.Fold(t)))
	}
	return time.Since(began)
}

// peakRun is one run of a program to its end.
type peakRun struct {
	stdout  []byte
	took    time.Duration
	cpu     time.Duration // of both cores
	peakKiB int
}

// runPeak runs a program and watches its peak. What the kernel reports after the end
// would hold our own memory too, which a child shares until it is another program.
func runPeak(ctx context.Context, program string, args ...string) (run peakRun, err error) {
	cmd := exec.CommandContext(ctx, program, args...)
	var stdout bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, os.Stderr
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return run, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			run.took, run.cpu = time.Since(began), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
			run.stdout = stdout.Bytes()
			if err != nil {
				return run, fmt.Errorf("%s: %w", args[0], err)
			}
			return run, nil
		case <-tick.C:
			if kib, err := memoryKiB(cmd.Process.Pid, vmHWM); err == nil {
				run.peakKiB = max(run.peakKiB, kib)
			}
		}
	}
}
