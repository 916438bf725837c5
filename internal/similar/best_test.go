package similar_test

import (
	"slices"
	"testing"

	"nayan/internal/similar"
)

// rows stands for tables in a database: texts by hash, leaders by key.
type rows struct {
	texts  []similar.Text
	joined map[similar.Hash]int64
	leads  map[int64][]int64
}

func (r rows) add(id int64, s similar.Sketch) (leader int64) {
	if leader, copied := r.joined[s.Hash]; copied {
		return leader
	}
	var ids []int64
	for _, key := range s.Keys {
		ids = append(ids, r.leads[key][:min(len(r.leads[key]), similar.MaxLeaders)]...)
	}
	slices.Sort(ids)
	var candidates []similar.Candidate
	for _, l := range slices.Compact(ids) {
		candidates = append(candidates, similar.Candidate{ID: l, Text: r.texts[l].Text})
	}
	leader = id
	if m, ok := similar.Best(s, candidates); ok {
		leader = m.Leader
	} else {
		for _, key := range s.Keys {
			r.leads[key] = append(r.leads[key], id)
		}
	}
	r.joined[s.Hash] = leader
	return leader
}

func TestADatabaseFindsWhatTheIndexFinds(t *testing.T) {
	t.Parallel()
	r := rows{corpus(3_000, 5), map[similar.Hash]int64{}, map[int64][]int64{}}
	for i, m := range added(slices.Values(r.texts)) {
		if leader := r.add(int64(i), similar.NewSketch(r.texts[i].Text)); leader != m.Leader {
			t.Errorf("%q joins %d in the database, %d in memory", r.texts[i].Text, leader, m.Leader)
		}
	}
}
