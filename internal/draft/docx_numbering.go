package draft

import "nayan/internal/ooxml"

const maxLevels = 9 // ECMA-376, 17.9.6

// listLevel is one w:lvl.
type listLevel struct {
	defined  bool
	start    int
	format   string
	template string // lvlText, as 第%1条 or （%2）
	legal    bool   // isLgl: every number in it is Arabic
	restart  int    // lvlRestart: level (1-based) after which it begins anew; -1 default, 0 never
	style    string // pStyle: the paragraph style that carries this level
}

type abstractList struct {
	levels    [maxLevels]listLevel
	styleLink string // numStyleLink: defined by the list with this styleLink
}

// list is one w:num.
type list struct {
	abstract string
	starts   [maxLevels]int // startOverride; -1 unsaid
	levels   map[int]listLevel
}

// numbering is numbering.xml with the counters as the document is read.
type numbering struct {
	abstracts map[string]*abstractList
	lists     map[string]*list
	byStyle   map[string]numRef
	counters  map[string]*[maxLevels]int // by abstract list: lists that share one count on
	started   map[string]bool            // lists whose startOverride has been applied
}

func readNumbering(data []byte) (*numbering, error) {
	n := &numbering{
		abstracts: map[string]*abstractList{}, lists: map[string]*list{}, byStyle: map[string]numRef{},
		counters: map[string]*[maxLevels]int{}, started: map[string]bool{},
	}
	links := map[string]*abstractList{}
	x := ooxml.NewReader(data)
	for x.Next() {
		if !x.Starts() {
			continue
		}
		switch x.Name() {
		case "abstractNum":
			id := x.Attr("abstractNumId")
			a, link := readAbstract(x)
			n.abstracts[id] = a
			if link != "" {
				links[link] = a
			}
		case "num":
			id := x.Attr("numId")
			n.lists[id] = readList(x)
		}
	}
	n.link(links)
	return n, x.Err()
}

// link resolves numStyleLink and remembers which style carries which level.
func (n *numbering) link(links map[string]*abstractList) {
	for _, a := range n.abstracts {
		if target := links[a.styleLink]; target != nil && a.styleLink != "" {
			a.levels = target.levels
		}
	}
	for id, l := range n.lists {
		a := n.abstracts[l.abstract]
		if a == nil {
			continue
		}
		for level, def := range a.levels {
			// Several lists may name a style; the smallest id makes the choice stable.
			if old, taken := n.byStyle[def.style]; def.style != "" && (!taken || id < old.numID) {
				n.byStyle[def.style] = numRef{numID: id, level: level}
			}
		}
	}
}

func readAbstract(x *ooxml.Reader) (*abstractList, string) {
	a, link := &abstractList{}, ""
	x.Each(func(name string) {
		switch name {
		case "lvl":
			at := small(x.Attr("ilvl"), maxLevels-1)
			a.levels[at] = readLevel(x)
		case "numStyleLink":
			a.styleLink = x.Attr("val")
		case "styleLink":
			link = x.Attr("val")
		}
	})
	return a, link
}

func readLevel(x *ooxml.Reader) listLevel {
	l := listLevel{defined: true, start: 0, format: "decimal", restart: -1}
	x.Each(func(name string) {
		val := x.Attr("val")
		switch name {
		case "start":
			l.start = small(val, maxOrdinal)
		case "numFmt":
			l.format = val
		case "AlternateContent": // custom formats: the fallback names a plain one
			x.Each(func(string) {
				x.Each(func(name string) {
					if name == "numFmt" {
						l.format = x.Attr("val")
					}
				})
			})
		case "lvlText":
			l.template = val
		case "isLgl":
			l.legal = x.On()
		case "lvlRestart":
			l.restart = small(val, maxLevels)
		case "pStyle":
			l.style = val
		}
	})
	return l
}

func readList(x *ooxml.Reader) *list {
	l := &list{levels: map[int]listLevel{}}
	for i := range l.starts {
		l.starts[i] = -1
	}
	x.Each(func(name string) {
		switch name {
		case "abstractNumId":
			l.abstract = x.Attr("val")
		case "lvlOverride":
			at := small(x.Attr("ilvl"), maxLevels-1)
			x.Each(func(name string) {
				switch name {
				case "startOverride":
					l.starts[at] = small(x.Attr("val"), maxOrdinal)
				case "lvl":
					l.levels[at] = readLevel(x)
				}
			})
		}
	})
	return l
}
