package app

import (
	"context"
	"slices"

	"nayan/internal/similar"
	"nayan/repo"
)

// placing finds, for a batch of points, what each joins, as one [similar.Index] of
// all points of the consultation would.
type placing struct {
	texts  []similar.Sketched // of the points, numbered by their place in the batch
	known  map[similar.Hash]similar.Match
	index  *similar.Index // the leaders that a point of the batch may resemble, and its own
	groups int            // so far
}

// maxInMemory is up to how many groups a run of several batches has all of them in
// memory, about 2 KB each; beyond that it asks batch by batch for what it needs.
const maxInMemory = 150_000

// place stores what points join, after groups that there are, and gives how many
// there are then.
func (run *groupRun) place(ctx context.Context, tx *repo.Tx, points []repo.PointText, groups int) (int, error) {
	p, err := run.placing(ctx, tx, points, groups)
	if err != nil {
		return groups, err
	}
	matches, joined := p.matches()
	if err := tx.LockGroups(ctx, run.consultationID, joined); err != nil {
		return groups, err
	}
	sizes, err := tx.GroupSizes(ctx, run.consultationID, joined)
	if err != nil {
		return groups, err
	}
	return p.groups, tx.InsertGrouped(ctx, run.consultationID, p.grouped(points, matches, sizes))
}

// placing gives what is needed for a batch: all there is if more batches may come
// and it fits, else what has something in common with the batch.
func (run *groupRun) placing(ctx context.Context, tx *repo.Tx, points []repo.PointText, groups int) (*placing, error) {
	if run.all != nil && groups <= maxInMemory {
		run.all.texts = sketched(points)
		return run.all, nil
	}
	run.all = nil
	p := &placing{texts: sketched(points), known: map[similar.Hash]similar.Match{}, index: similar.NewIndex(), groups: groups}
	if len(points) == groupBatch && groups <= maxInMemory {
		run.all = p
		return p, p.findAll(ctx, tx, run.consultationID)
	}
	if err := p.findTexts(ctx, tx, run.consultationID); err != nil {
		return nil, err
	}
	return p, p.findLeaders(ctx, tx, run.consultationID)
}

// findAll finds every text and leader that there is.
func (p *placing) findAll(ctx context.Context, tx *repo.Tx, consultationID int64) error {
	texts, err := tx.AllTexts(ctx, consultationID)
	if err != nil {
		return err
	}
	p.know(texts)
	leaders, err := tx.AllLeaders(ctx, consultationID)
	for s := range similar.SketchAll(textsOf(leaders)) {
		p.index.Restore(s.ID, s.Sketch, s.Sketch.Keys)
	}
	return err
}

func (p *placing) know(texts []repo.KnownText) {
	for _, k := range texts {
		p.known[similar.Hash(k.Hash)] = similar.Match{Leader: k.GroupID, How: similar.Exact, Likeness: k.Likeness}
	}
}

func sketched(points []repo.PointText) []similar.Sketched {
	return slices.Collect(similar.SketchAll(func(yield func(similar.Text) bool) {
		for i, p := range points {
			if !yield(similar.Text{ID: int64(i), Text: p.Body}) {
				return
			}
		}
	}))
}

// findTexts finds the texts that there were before the batch.
func (p *placing) findTexts(ctx context.Context, tx *repo.Tx, consultationID int64) error {
	var hashes [][]byte
	for _, t := range p.texts {
		if !t.Sketch.Empty() {
			hashes = append(hashes, t.Sketch.Hash[:])
		}
	}
	list, err := tx.KnownTexts(ctx, consultationID, hashes)
	p.know(list)
	return err
}

// findLeaders restores the leaders that share a key with a text of the batch.
func (p *placing) findLeaders(ctx context.Context, tx *repo.Tx, consultationID int64) error {
	var keys []int64
	for _, t := range p.texts {
		if _, known := p.known[t.Sketch.Hash]; !known {
			keys = append(keys, t.Sketch.Keys...)
		}
	}
	slices.Sort(keys)
	found, err := tx.LeaderKeys(ctx, consultationID, slices.Compact(keys), similar.MaxLeaders)
	if err != nil || len(found) == 0 {
		return err
	}
	var ids []int64
	by := map[int64][]int64{}
	for _, f := range found {
		if by[f.GroupID] == nil {
			ids = append(ids, f.GroupID)
		}
		by[f.GroupID] = append(by[f.GroupID], f.Key)
	}
	texts, err := tx.LeaderTexts(ctx, consultationID, ids)
	if err != nil {
		return err
	}
	for s := range similar.SketchAll(textsOf(texts)) {
		p.index.Restore(s.ID, s.Sketch, by[s.ID])
	}
	return nil
}

// textsOf gives the texts of leaders, each by its group.
func textsOf(list []repo.GroupText) func(func(similar.Text) bool) {
	return func(yield func(similar.Text) bool) {
		for _, t := range list {
			if !yield(similar.Text{ID: t.ID, Text: t.Body}) {
				return
			}
		}
	}
}

// matches gives what each point joins, Leader being a group, and which of the groups
// that there were before these are. A point without letters joins none.
func (p *placing) matches() (matches []similar.Match, joined []int64) {
	before, seen := int64(p.groups), map[int64]bool{}
	for _, t := range p.texts {
		m, known := p.known[t.Sketch.Hash]
		switch {
		case t.Sketch.Empty():
			m = similar.Match{}
		case !known:
			m = p.index.Add(int64(p.groups+1), t.Sketch)
		}
		if m.How == similar.None && m.Leader != 0 {
			p.groups++
		}
		if 0 < m.Leader && m.Leader <= before && !seen[m.Leader] {
			seen[m.Leader], joined = true, append(joined, m.Leader)
		}
		matches = append(matches, m)
	}
	return matches, joined
}

// grouped is what is stored of the batch. sizes counts the points that groups have,
// and those that come on the way.
func (p *placing) grouped(points []repo.PointText, matches []similar.Match, sizes map[int64]int) *repo.Grouped {
	g := new(repo.Grouped)
	for i, m := range matches {
		point, s, how := points[i].PointKey, p.texts[i].Sketch, string(m.How)
		if m.Leader == 0 {
			g.Place(point, 0, 0, "", 1)
			continue
		}
		if m.How == similar.None {
			how = "leader"
			g.Lead(point, m.Leader, s.Keys)
		}
		if m.How != similar.Exact { // the first of these words
			g.Text(s.Hash[:], m.Leader, m.Likeness)
		}
		sizes[m.Leader]++
		g.Place(point, m.Leader, sizes[m.Leader], how, m.Likeness)
	}
	return g
}
