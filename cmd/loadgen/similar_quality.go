package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"nayan/internal/similar"
)

// similarQualityCmd judges the groups of a file by its labels.
type similarQualityCmd struct {
	File     string `arg:"" help:"Lines of JSON, {\"id\",\"text\",\"label\"} each; texts with one label belong together, those without to nobody."`
	Show     int    `help:"Print so many of the proposed pairs, to be judged by eye."`
	Markdown bool   `help:"Print rows of a Markdown table."`
}

type labelled struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Label string `json:"label,omitempty"`
}

// Run groups and reports.
func (cmd similarQualityCmd) Run() error {
	list, err := readLabelled(cmd.File)
	if err != nil {
		return err
	}
	strong := similar.Groups(numbered(list))
	rows := []report{judged("exact and near", list, memberLists(strong)), judged("with weak", list, withWeak(list, strong))}
	writeAll(os.Stdout, rows, cmd.Markdown)
	cmd.show("near", list, memberLists(strong))
	cmd.show("weak", list, withWeak(list, strong))
	return nil
}

func readLabelled(file string) (list []labelled, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := json.NewDecoder(bufio.NewReader(f))
	for {
		var l labelled
		if err := in.Decode(&l); errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, fmt.Errorf("text %d: %w", len(list)+1, err)
		}
		list = append(list, l)
	}
}

func numbered(list []labelled) func(yield func(similar.Text) bool) {
	return func(yield func(similar.Text) bool) {
		for i, l := range list {
			if !yield(similar.Text{ID: int64(i), Text: l.Text}) {
				return
			}
		}
	}
}

func memberLists(groups []similar.Group) (lists [][]int64) {
	for _, g := range groups {
		lists = append(lists, g.Members)
	}
	return lists
}

// withWeak joins groups as the weak proposals say.
func withWeak(list []labelled, strong []similar.Group) [][]int64 {
	members := map[int64][]int64{}
	var leaders []similar.Text
	for _, g := range strong {
		members[g.Leader] = g.Members
		leaders = append(leaders, similar.Text{ID: g.Leader, Text: list[g.Leader].Text})
	}
	var lists [][]int64
	for _, t := range similar.Weak(leaders) {
		var all []int64
		for _, m := range t.Members {
			all = append(all, members[m.ID]...)
			delete(members, m.ID)
		}
		lists = append(lists, all)
	}
	for _, alone := range members {
		lists = append(lists, alone)
	}
	return lists
}

// judged counts pairs. A pair without any label cannot be judged by them.
func judged(name string, list []labelled, groups [][]int64) (out report) {
	proposed, touched, right := 0, 0, 0
	eachPair(groups, func(a, b int64) {
		x, y := list[a].Label, list[b].Label
		proposed++
		if x != "" || y != "" {
			touched++
		}
		if x != "" && x == y {
			right++
		}
	})
	wanted := 0
	sizes := map[string]int{}
	for _, l := range list {
		if l.Label != "" {
			wanted += sizes[l.Label]
			sizes[l.Label]++
		}
	}
	out.add("groups", "%s", name)
	out.add("texts", "%d", len(list))
	out.add("labelled", "%d in %d", total(sizes), len(sizes))
	out.add("pairs proposed", "%d", proposed)
	out.add("of these with a label", "%d", touched)
	out.add("right", "%d", right)
	out.add("precision", "%s", percent(right, touched))
	out.add("recall", "%s", percent(right, wanted))
	return out
}

func total(sizes map[string]int) (n int) {
	for _, size := range sizes {
		n += size
	}
	return n
}

func percent(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole))
}

func eachPair(groups [][]int64, f func(a, b int64)) {
	for _, g := range groups {
		for i := range g {
			for _, b := range g[i+1:] {
				f(g[i], b)
			}
		}
	}
}

// show prints a sample of pairs, the same one every time; copies are no question.
func (cmd similarQualityCmd) show(name string, list []labelled, groups [][]int64) {
	var pairs [][2]int64
	eachPair(groups, func(a, b int64) {
		if similar.Fold(list[a].Text) != similar.Fold(list[b].Text) {
			pairs = append(pairs, [2]int64{min(a, b), max(a, b)})
		}
	})
	slices.SortFunc(pairs, func(x, y [2]int64) int { return slices.Compare(x[:], y[:]) })
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	for _, p := range pairs[:min(cmd.Show, len(pairs))] {
		a, b := list[p[0]], list[p[1]]
		fmt.Printf("\n%s, likeness %.2f\n  %s %s\n  %s %s\n", name, similar.Likeness(a.Text, b.Text),
			a.ID, strings.Join(strings.Fields(a.Text), " "), b.ID, strings.Join(strings.Fields(b.Text), " "))
	}
}
