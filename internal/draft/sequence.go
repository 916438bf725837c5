package draft

import "fmt"

// checkNumbers warns about gaps, repetitions and jumps in the numbering.
func (w *warnings) checkNumbers(t Tree) {
	var articles sequence
	lists := map[string]*sequence{} // by the parent's path and the way of numbering
	latest := map[family]marker{}   // numbers may go on from parent to parent: 第二编第十二章
	for node := range t.Walk() {
		c := node.Clause
		switch c.Kind {
		case Appendix:
			articles = sequence{}
			fallthrough
		case Part, Chapter, Section, Item, Subitem:
			if c.Number == "" {
				if c.Kind != Item && c.Kind != Subitem {
					articles = sequence{} // an attached act numbers anew
				}
				break
			}
			m := classify(c.Number)
			key := fmt.Sprint(node.Path[:len(node.Path)-1], m.family)
			if lists[key] == nil {
				lists[key] = &sequence{}
				if last := latest[m.family]; last.ord > 0 && m.ord == last.ord+1 {
					lists[key].last = last
				}
			}
			lists[key].next(c.Number, node.Label, w)
			latest[m.family] = m
		case Article:
			articles.next(c.Number, node.Label, w)
		}
	}
}

// sequence follows one run of numbers.
type sequence struct {
	last  marker
	shown string
}

// next checks a number against the one before it.
func (s *sequence) next(number, place string, w *warnings) {
	m := classify(number)
	last, shown := s.last, s.shown
	if m.ord == 0 {
		return
	}
	s.last, s.shown = m, number
	switch {
	case last.family != m.family:
		if m.ord > 1 {
			w.add(place, fmt.Sprintf("编号从“%s”开始，前面没有更小的编号，请核对。", number))
		}
	case m.ord == last.end+1 && m.sub <= 1, m.ord == last.ord && m.sub == last.sub+1:
	case m.ord == last.ord && m.sub == last.sub:
		w.add(place, fmt.Sprintf("编号“%s”重复出现，请核对。", number))
	case m.ord == 1 && m.sub == 0:
		w.add(place, fmt.Sprintf("编号在“%s”之后又从“%s”重新开始，请核对。", shown, number))
	case m.ord > last.ord:
		w.add(place, fmt.Sprintf("编号由“%s”跳到“%s”，中间缺号，请核对。", shown, number))
	default:
		w.add(place, fmt.Sprintf("编号“%s”排在“%s”之后，次序不对，请核对。", number, shown))
	}
}
