package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"os"
	"slices"

	"nayan/internal/app"
	"nayan/internal/similar"
)

// similarCmd groups texts that say the same.
type similarCmd struct {
	File         string `arg:"" optional:"" help:"Texts as lines of JSON, {\"id\",\"text\"} each; - reads standard input."`
	Weak         bool   `help:"Also propose texts on one matter in words of their own, by the rare phrases they share."`
	Consultation string `placeholder:"NO" help:"Instead of a file: group the points of this consultation in the database anew, from the first; what staff chose stays."`
}

// Help says what comes out; docs/similar.md says more.
func (similarCmd) Help() string {
	return `Prints one group of two or more texts a line:

  {"group":["a","b"],"why":{"kind":"exact","likeness":1}}
  {"group":["c","d"],"why":{"kind":"near","likeness":0.72}}
  {"group":["c","d","e"],"why":{"kind":"weak","score":0.41,"terms":["伊河路","占道"]}}

exact: the same but for width, case, punctuation, white space and traditional characters.
near: like the first of the group; likeness is the lowest of the group to it.
weak (with --weak): proposals about texts and groups above; terms are the phrases shared.`
}

// grouped is one line of the output.
type grouped struct {
	Group []json.RawMessage `json:"group"`
	Why   why               `json:"why"`
}

type why struct {
	Kind     string   `json:"kind"`
	Likeness float64  `json:"likeness,omitempty"`
	Score    float64  `json:"score,omitempty"`
	Terms    []string `json:"terms,omitempty"`
}

// Run prints the groups of a file, and nothing when a line of it cannot be read; or
// groups a consultation anew and prints how many proposals that made.
func (cmd similarCmd) Run(ctx context.Context) error {
	if (cmd.File == "") == (cmd.Consultation == "") {
		return errors.New("give a file, or --consultation and a number")
	}
	if cmd.Consultation != "" {
		return cmd.regroup(ctx)
	}
	return cmd.group()
}

// regroup makes the groups of a consultation anew.
func (cmd similarCmd) regroup(ctx context.Context) error {
	return withApp(func(a *app.App) error {
		con, err := a.Repo.ConsultationByNo(ctx, cmd.Consultation)
		if err != nil {
			return err
		}
		if err := a.RegroupPoints(ctx, con.ID); err != nil {
			return err
		}
		n, err := a.Repo.GroupCounts(ctx, con.ID)
		if err == nil {
			fmt.Fprintf(os.Stdout, "%s: %d groups to look at, %d adopted, %d dismissed, %d weaker proposals\n", con.No, n.Open, n.Adopted, n.Dismissed, n.Themes)
		}
		return err
	})
}

func (cmd similarCmd) group() error {
	in, err := opened(cmd.File)
	if err != nil {
		return err
	}
	defer in.Close()
	texts := &textLines{keep: cmd.Weak}
	groups := similar.Groups(texts.all(in))
	if texts.err != nil {
		return fmt.Errorf("%s: %w", cmd.File, texts.err)
	}
	lines := strongGroups(texts, groups)
	if cmd.Weak {
		lines = slices.Concat(lines, weakGroups(texts, groups))
	}
	return printLines(os.Stdout, lines)
}

func opened(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(os.Stdin), nil
	}
	return os.Open(file)
}

func strongGroups(texts *textLines, groups []similar.Group) (lines []grouped) {
	for _, g := range groups {
		if len(g.Members) > 1 {
			lines = append(lines, grouped{texts.named(g.Members), why{Kind: string(g.How), Likeness: rounded(g.Likeness)}})
		}
	}
	return lines
}

// weakGroups proposes groups of groups: every text that a leader stands for is named.
func weakGroups(texts *textLines, groups []similar.Group) (lines []grouped) {
	members := make(map[int64][]int64, len(groups))
	for _, g := range groups {
		members[g.Leader] = g.Members
	}
	for _, t := range similar.Weak(slices.Collect(texts.leaders(groups))) {
		var all []int64
		for _, m := range t.Members {
			all = append(all, members[m.ID]...)
		}
		slices.Sort(all)
		lines = append(lines, grouped{texts.named(all), why{Kind: "weak", Score: rounded(t.Score), Terms: t.Terms}})
	}
	return lines
}

// leaders gives one text for each group.
func (l *textLines) leaders(groups []similar.Group) iter.Seq[similar.Text] {
	return func(yield func(similar.Text) bool) {
		for _, g := range groups {
			if !yield(similar.Text{ID: g.Leader, Text: l.texts[g.Leader]}) {
				return
			}
		}
	}
}

func rounded(x float64) float64 { return math.Round(x*1000) / 1000 }
