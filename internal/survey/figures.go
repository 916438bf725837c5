package survey

// Small numbers. Somebody who knows that a colleague answered must not read from
// the figures what they said.
const (
	// MinAnswers is how many answers there must be, to the survey and to a
	// question, before anything but their number is public.
	MinAnswers = 10
	// SmallCell is the least count that is public by itself.
	SmallCell = 5
)

// Cell is how many chose one choice. A hidden one has no count.
type Cell struct {
	Count int
	Shown bool
}

// Figure is what came in to one question.
type Figure struct {
	Base  int    // answers to this question: what shares are of
	Few   bool   // too few to be public: neither Base nor Cells say anything
	Cells []Cell // by choice; none for a text
	// Rest is the sum of the hidden cells where each answer is in one cell, so
	// that what is shown foots; 0 where answers can be in several.
	Rest int
	// Mean of a scale; only where every cell is shown, as it would give one away.
	Mean    float64
	HasMean bool
}

// Hides reports whether a cell is hidden.
func (f Figure) Hides() bool {
	for _, c := range f.Cells {
		if !c.Shown {
			return true
		}
	}
	return false
}

// Figures are those of a whole survey.
type Figures struct {
	Answers int
	Few     bool // too few answers for any detail
	// Questions are by question; none where there are too few answers.
	Questions []Figure
}

// Cells is how many figures are counted: the answers, and for each question those
// who answered it and each choice.
func (s Survey) Cells() int {
	n := 1
	for _, q := range s.Questions {
		n += 1 + q.Choices()
	}
	return n
}

// Tally gives what one answer adds to the figures.
func (s Survey) Tally(a Answers) []int64 {
	counts := make([]int64, s.Cells())
	counts[0] = 1
	at := 1
	for i, q := range s.Questions {
		if q.Given(a[i]) {
			counts[at] = 1
		}
		for _, choice := range a[i].Choices {
			counts[at+choice] = 1
		}
		at += 1 + q.Choices()
	}
	return counts
}

// Figures reads the counts of all answers, for staff: nothing is hidden.
func (s Survey) Figures(counts []int64) Figures {
	out := Figures{}
	if len(counts) != s.Cells() { // nobody has answered yet
		counts = make([]int64, s.Cells())
	}
	out.Answers = int(counts[0])
	at := 1
	for _, q := range s.Questions {
		f := Figure{Base: int(counts[at])}
		for _, n := range counts[at+1 : at+1+q.Choices()] {
			f.Cells = append(f.Cells, Cell{Count: int(n), Shown: true})
		}
		f.Mean, f.HasMean = q.mean(f)
		out.Questions = append(out.Questions, f)
		at += 1 + q.Choices()
	}
	return out
}

func (q Question) mean(f Figure) (mean float64, ok bool) {
	if q.Kind != Scale || f.Base == 0 {
		return 0, false
	}
	sum := 0
	for i, c := range f.Cells {
		sum += (q.Low + i) * c.Count
	}
	return float64(sum) / float64(f.Base), true
}

// PublicFigures reads the counts of all answers as everybody may see them.
func (s Survey) PublicFigures(counts []int64) Figures {
	out := s.Figures(counts)
	if out.Answers < MinAnswers {
		return Figures{Few: true}
	}
	for i, q := range s.Questions {
		out.Questions[i] = q.public(out.Questions[i])
	}
	return out
}

func (q Question) public(f Figure) Figure {
	if f.Base < MinAnswers {
		return Figure{Few: true}
	}
	counts := make([]int, len(f.Cells))
	for i, c := range f.Cells {
		counts[i] = c.Count
	}
	for i, hidden := range hide(counts) {
		if hidden {
			if q.Kind != Multiple {
				f.Rest += f.Cells[i].Count
			}
			f.Cells[i] = Cell{}
		}
	}
	if f.Hides() {
		f.Mean, f.HasMean = 0, false
	}
	return f
}

// hide says which cells of a question are not public. Where a count lies between
// 1 and 4, all cells below 5 are hidden, the empty ones too, and then the next
// smallest, equal ones together, until two that differ are hidden and all hidden
// ones hold ten answers or more. They look alike: whoever knows this rule, the
// number of answers and every cell that is shown can still exchange two of them.
// So no hidden count follows from what is shown.
func hide(counts []int) []bool {
	hidden := make([]bool, len(counts))
	level := 0 // counts up to here are hidden
	for _, n := range counts {
		if n > 0 && n < SmallCell {
			level = SmallCell - 1
		}
	}
	for level > 0 {
		sum, next, least, most := 0, 0, level, 0
		for i, n := range counts {
			if hidden[i] = n <= level; hidden[i] {
				sum, least, most = sum+n, min(least, n), max(most, n)
			} else if next == 0 || n < next {
				next = n
			}
		}
		if next == 0 || least < most && sum >= MinAnswers {
			return hidden
		}
		level = next
	}
	return hidden
}
