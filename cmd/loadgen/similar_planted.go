package main

import (
	"math/rand/v2"
	"os"

	"nayan/internal/similar"
	"nayan/internal/similar/similartest"
)

// similarPlantedCmd plants edits.
type similarPlantedCmd struct {
	File     string `arg:"" help:"Lines of JSON, {\"id\",\"text\"} each."`
	Least    int    `default:"20" help:"Letters that a text must have to be edited."`
	Most     int    `default:"2000" help:"Texts that are edited."`
	Markdown bool   `help:"Print rows of a Markdown table."`
}

// planted is an edited copy of the text with number of.
type planted struct {
	of   int64
	text string
}

// Run adds one kind of edit at a time to the texts of the file, in random order and
// after them all, and reports which copies came into the group of their originals.
func (cmd similarPlantedCmd) Run() error {
	list, err := readLabelled(cmd.File)
	if err != nil {
		return err
	}
	var rows []report
	for _, p := range similartest.Plants {
		rows = append(rows, found(p.Name, list, cmd.plant(list, p)))
	}
	writeAll(os.Stdout, rows, cmd.Markdown)
	return nil
}

func (cmd similarPlantedCmd) plant(list []labelled, p similartest.Plant) (plants []planted) {
	r := rand.New(rand.NewPCG(7, 7))
	for i, l := range list {
		if len(plants) == cmd.Most || len([]rune(similar.Fold(l.Text))) < cmd.Least {
			continue
		}
		if text := p.Make(r, l.Text); text != l.Text {
			plants = append(plants, planted{int64(i), text})
		}
	}
	r.Shuffle(len(plants), func(i, j int) { plants[i], plants[j] = plants[j], plants[i] })
	return plants
}

// found reports recall, and as precision how many of the plants that came into any
// group of the file's came into their own.
func found(edit string, list []labelled, plants []planted) (out report) {
	x := similar.NewIndex()
	joined := make([]int64, len(list))
	for i, l := range list {
		joined[i] = x.Add(int64(i), similar.NewSketch(l.Text)).Leader
	}
	right, wrong := 0, 0
	for i, p := range plants {
		m := x.Add(int64(len(list)+i), similar.NewSketch(p.text))
		switch {
		case m.Leader == joined[p.of]:
			right++
		case m.How != similar.None:
			wrong++
		}
	}
	out.add("edit", "%s", edit)
	out.add("planted", "%d", len(plants))
	out.add("found", "%d", right)
	out.add("recall", "%s", percent(right, len(plants)))
	out.add("in another group", "%d", wrong)
	out.add("precision", "%s", percent(right, right+wrong))
	return out
}
