package draft

import "strings"

// level gives the definition of one level of a list.
func (n *numbering) level(l *list, at int) listLevel {
	if def, ok := l.levels[at]; ok {
		return def
	}
	return n.abstracts[l.abstract].levels[at]
}

// label counts one numbered paragraph and gives its number, or "" where the list
// says nothing.
func (n *numbering) label(ref numRef) string {
	l := n.lists[ref.numID]
	if l == nil || n.abstracts[l.abstract] == nil {
		return ""
	}
	at := max(ref.level, 0)
	def := n.level(l, at)
	if !def.defined {
		return ""
	}
	counts := n.count(ref.numID, l, at)
	if def.format == "none" && !strings.Contains(def.template, "%") {
		return ""
	}
	if def.format == "bullet" {
		return bullet // the glyph itself is a private-use character of a symbol font
	}
	return n.fill(l, def, counts)
}

// count advances the counter of a level and resets the deeper ones.
func (n *numbering) count(id string, l *list, at int) *[maxLevels]int {
	counts := n.counters[l.abstract]
	if counts == nil {
		counts = new([maxLevels]int)
		for i := range counts {
			counts[i] = n.level(l, i).start - 1
		}
		n.counters[l.abstract] = counts
	}
	if !n.started[id] {
		n.started[id] = true
		for i, start := range l.starts {
			if start >= 0 {
				counts[i] = start - 1
			}
		}
	}
	for i := range at { // a level never used shows its start value
		counts[i] = max(counts[i], n.level(l, i).start)
	}
	counts[at]++
	for i := at + 1; i < maxLevels; i++ {
		if def := n.level(l, i); def.restart < 0 || at < def.restart {
			counts[i] = n.startOf(l, i) - 1
		}
	}
	return counts
}

func (n *numbering) startOf(l *list, at int) int {
	if l.starts[at] >= 0 {
		return l.starts[at]
	}
	return n.level(l, at).start
}

// fill puts the counters into lvlText: %1 … %9.
func (n *numbering) fill(l *list, def listLevel, counts *[maxLevels]int) string {
	var b strings.Builder
	for i := 0; i < len(def.template); i++ {
		c := def.template[i]
		if c != '%' || i+1 == len(def.template) || def.template[i+1] < '1' || def.template[i+1] > '9' {
			b.WriteByte(c)
			continue
		}
		i++
		at := int(def.template[i] - '1')
		format := n.level(l, at).format
		if def.legal {
			format = "decimal"
		}
		b.WriteString(formatNumber(format, counts[at]))
	}
	return b.String()
}
