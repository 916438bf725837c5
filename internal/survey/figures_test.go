package survey_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"nayan/internal/survey"
)

// asked is a survey of one question.
func asked(q survey.Question) survey.Survey { return survey.Survey{Questions: []survey.Question{q}} }

func choiceOf(k survey.Kind, options int) survey.Question {
	q := survey.Question{Kind: k, Title: "?"}
	if k == survey.Scale {
		q.Low, q.High = 1, options
		return q
	}
	for i := range options {
		q.Options = append(q.Options, fmt.Sprint(i))
	}
	return q
}

// counted are the figures of one question that base people answered.
func counted(base int, cells ...int) []int64 {
	out := []int64{int64(base), int64(base)}
	for _, n := range cells {
		out = append(out, int64(n))
	}
	return out
}

func sum(cells []int) (n int) {
	for _, c := range cells {
		n += c
	}
	return n
}

// worlds calls fn with every way in which n answers fall into so many cells.
func worlds(cells, n int, fn func([]int)) {
	counts := make([]int, cells)
	var fill func(i, left int)
	fill = func(i, left int) {
		if i == cells-1 {
			counts[i] = left
			fn(counts)
			return
		}
		for c := 0; c <= left; c++ {
			counts[i] = c
			fill(i+1, left-c)
		}
	}
	fill(0, n)
}

// What is published fits at least two worlds that differ in each hidden cell, for
// whoever knows the rule, too: every world that would be published alike is looked at.
func TestNoHiddenCountFollowsFromWhatIsShown(t *testing.T) {
	t.Parallel()
	for _, kind := range []survey.Kind{survey.Single, survey.Scale} {
		for cells := 2; cells <= 5; cells++ {
			for n := survey.MinAnswers; n <= 30-2*cells; n++ {
				seen := map[string][]map[int]bool{} // by what is shown: what each cell can be
				worlds(cells, n, func(counts []int) {
					shown := fmt.Sprint(asked(choiceOf(kind, cells)).PublicFigures(counted(n, counts...)))
					if seen[shown] == nil {
						seen[shown] = make([]map[int]bool, cells)
					}
					for i, c := range counts {
						if seen[shown][i] == nil {
							seen[shown][i] = map[int]bool{}
						}
						seen[shown][i][c] = true
					}
				})
				worlds(cells, n, func(counts []int) {
					f := asked(choiceOf(kind, cells)).PublicFigures(counted(n, counts...))
					for i, c := range f.Questions[0].Cells {
						if can := seen[fmt.Sprint(f)][i]; !c.Shown && len(can) < 2 {
							t.Fatalf("%s %v: cell %d must be %v", kind, counts, i, can)
						}
					}
				})
			}
		}
	}
}

// With several choices an answer is in several cells, so that no sum binds them
// but where exactly so many are to be chosen: the sum is then known.
func TestNoHiddenCountFollowsWhereSoManyAreToBeChosen(t *testing.T) {
	t.Parallel()
	const cells, people, each = 4, 10, 2
	q := choiceOf(survey.Multiple, cells)
	q.Least, q.Most = each, each
	seen := map[string][]map[int]bool{}
	possible := func(counts []int) bool { return slices.Max(counts) <= people }
	note := func(counts []int) {
		if !possible(counts) {
			return
		}
		shown := fmt.Sprint(asked(q).PublicFigures(counted(people, counts...)))
		if seen[shown] == nil {
			seen[shown] = []map[int]bool{{}, {}, {}, {}}
		}
		for i, c := range counts {
			seen[shown][i][c] = true
		}
	}
	worlds(cells, people*each, note)
	worlds(cells, people*each, func(counts []int) {
		if !possible(counts) {
			return
		}
		f := asked(q).PublicFigures(counted(people, counts...))
		for i, c := range f.Questions[0].Cells {
			if can := seen[fmt.Sprint(f)][i]; !c.Shown && len(can) < 2 {
				t.Fatalf("%v: cell %d must be %v", counts, i, can)
			}
		}
	})
}

// In large questions too: small counts are hidden, never alone, and what is shown
// with what is left over is all there is.
func TestWhatIsPublishedFootsAndShowsNoSmallCount(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		counts := make([]int, 2+r.IntN(12))
		for i := range counts {
			counts[i] = r.IntN(1 + r.IntN(1+r.IntN(200)))
		}
		n := sum(counts)
		if n < survey.MinAnswers {
			continue
		}
		f := asked(choiceOf(survey.Scale, len(counts))).PublicFigures(counted(n, counts...)).Questions[0]
		shown, hidden := 0, 0
		for i, c := range f.Cells {
			if !c.Shown {
				hidden++
				if c.Count != 0 {
					t.Fatalf("%v: a hidden cell carries its count", counts)
				}
				continue
			}
			shown += c.Count
			if c.Count != counts[i] || c.Count > 0 && c.Count < survey.SmallCell {
				t.Fatalf("%v: cell %d shows %d", counts, i, c.Count)
			}
		}
		if shown+f.Rest != f.Base || f.Base != n || hidden == 1 || hidden > 0 && f.Rest < survey.MinAnswers && hidden < len(counts) {
			t.Fatalf("%v: %d shown, %d over, base %d, %d hidden", counts, shown, f.Rest, f.Base, hidden)
		}
		if f.HasMean != (hidden == 0) {
			t.Fatalf("%v: a mean beside hidden cells would give one away", counts)
		}
	}
}

func TestFewAnswersAreNotDetailed(t *testing.T) {
	t.Parallel()
	q := choiceOf(survey.Single, 2)
	if f := asked(q).PublicFigures(counted(9, 9, 0)); !f.Few || f.Answers != 0 || len(f.Questions) != 0 {
		t.Errorf("nine answers give %+v", f)
	}
	counts := counted(9, 9, 0)
	counts[0] = 40 // of whom nine answered this question
	if f := asked(q).PublicFigures(counts); f.Few || f.Answers != 40 || !f.Questions[0].Few || f.Questions[0].Base != 0 {
		t.Errorf("nine answers to a question give %+v", f)
	}
	if f := asked(q).PublicFigures(counted(10, 10, 0)); f.Few || f.Questions[0].Few || !f.Questions[0].Cells[1].Shown {
		t.Errorf("ten answers to one option give %+v", f)
	}
	if f := asked(q).PublicFigures(nil); !f.Few {
		t.Errorf("no answers give %+v", f)
	}
}

func TestStaffSeeEveryFigure(t *testing.T) {
	t.Parallel()
	f := asked(choiceOf(survey.Scale, 3)).Figures(counted(4, 1, 0, 3)).Questions[0]
	if f.Base != 4 || f.Cells[0].Count != 1 || !f.Cells[1].Shown || !f.HasMean || f.Mean != 2.5 {
		t.Errorf("the figures are %+v", f)
	}
}
