package report

import (
	"errors"
	"iter"

	"nayan/internal/consult"
)

// ErrFooting says that figures do not add up, or not to the lines beside them:
// there must be no such document.
var ErrFooting = errors.New("report: the figures do not foot")

// Words gives the words for a key of the catalogue, with its values filled in.
type Words func(key string, args ...any) string

// Results are the results of one consultation as they are public: names masked,
// what is withheld left out. Days are written as people read them: 2026年11月22日.
type Results struct {
	Title      string // of the draft, without 《》
	No         string
	Unit       string   // 征集单位
	Period     string   // 2026年10月1日至2026年10月31日
	Channels   []string // by which opinions came: 网站、信函; may be empty
	ReleasedOn string
	Lead       string // the sentence that the results page opens with
	Totals     consult.Totals

	// Lines are the suggestions that are answered. The tables want all of them, the
	// statement may do with those that matter. Each writer goes through them once.
	Lines iter.Seq2[Line, error]
	// Refusals are the reasons of what was not adopted, for the statement; nil where
	// there are none.
	Refusals    iter.Seq2[Refusal, error]
	Corrections []Correction
}

// Line is one suggestion with its answer.
type Line struct {
	Position    int    // 序号
	Name        string // masked; empty: anonymous
	Clause      string // 第三条、第五条; empty: the whole draft
	Body        string // empty: withheld
	Comments    int    // 件
	Persons     int    // 人
	Enterprises int    // 家
	Outcome     consult.Outcome
	Reason      string
	Final       string // 采纳后条款: what became of the clause; empty where nothing did
	Released    string // the day, and the batch where there are several
}

// Refusal is one reason with all suggestions it was given for.
type Refusal struct {
	Positions []int // their numbers, or the first of them
	Count     int   // how many they are
	Clauses   string
	Reason    string
}

// Correction is one answer that was corrected after its release.
type Correction struct {
	Position  int
	On        string
	Was, Now  consult.Outcome
	WasReason string
	NowReason string
	Because   string // why it was corrected
}

// empty reports whether nobody said anything.
func (r Results) empty() bool { return r.Totals.Suggestions == 0 }

// counted passes lines on and reports ErrFooting behind the last of them, unless
// there are as many of each outcome as the totals say.
func (r Results) counted() iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		seen := map[consult.Outcome]int{}
		for l, err := range each(r.Lines) {
			if seen[l.Outcome]++; !yield(l, err) || err != nil {
				return
			}
		}
		for _, o := range consult.Outcomes {
			if seen[o] != r.Totals.Of(o) {
				yield(Line{}, ErrFooting)
				return
			}
		}
	}
}

// each goes through what may be nil.
func each[T any](list iter.Seq2[T, error]) iter.Seq2[T, error] {
	if list == nil {
		return func(func(T, error) bool) {}
	}
	return list
}
