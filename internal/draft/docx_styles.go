package draft

import (
	"strconv"
	"strings"

	"nayan/internal/ooxml"
)

// paraStyle is what a style says about its paragraphs, as far as it tells
// headings, lists and hidden text.
type paraStyle struct {
	basedOn string
	name    string
	jc      string
	level   int // outline level + 1; 0 unsaid, -1 body text
	num     numRef
	vanish  bool
}

// numRef is a w:numPr. numID "" means unsaid, "0" means none (ECMA-376, 17.9.18).
type numRef struct {
	numID string
	level int // -1 unsaid
}

type styleSheet struct {
	byID        map[string]paraStyle
	resolved    map[string]paraStyle // byID with everything inherited, filled as asked for
	defaultPara string
}

// maxBasedOn bounds the chain of inheritance, which a damaged file may close
// into a ring.
const maxBasedOn = 16

func readStyles(data []byte) (styleSheet, error) {
	sheet := styleSheet{byID: map[string]paraStyle{}, resolved: map[string]paraStyle{}}
	x := ooxml.NewReader(data)
	for x.Next() {
		if !x.Starts() || x.Name() != "style" {
			continue
		}
		id := x.Attr("styleId")
		if x.Attr("type") == "paragraph" && x.Attr("default") == "1" {
			sheet.defaultPara = id
		}
		sheet.byID[id] = readStyle(x)
	}
	return sheet, x.Err()
}

func readStyle(x *ooxml.Reader) paraStyle {
	s := paraStyle{num: numRef{level: -1}}
	x.Each(func(name string) {
		switch name {
		case "basedOn":
			s.basedOn = x.Attr("val")
		case "name":
			s.name = strings.ToLower(x.Attr("val"))
		case "pPr":
			var p paraProps
			p.num.level = -1
			x.Each(func(name string) { p.read(x, name) })
			s.jc, s.level, s.num = p.jc, p.level, p.num
		case "rPr":
			s.vanish = readVanish(x)
		}
	})
	return s
}

// readVanish reads run properties for hidden text.
func readVanish(x *ooxml.Reader) bool {
	hidden := false
	x.Each(func(name string) {
		if name == "vanish" {
			hidden = x.On()
		}
	})
	return hidden
}

// resolve gives what holds for a style, its ancestors included.
func (s styleSheet) resolve(id string) paraStyle {
	if id == "" {
		id = s.defaultPara
	}
	if style, ok := s.resolved[id]; ok {
		return style
	}
	out := paraStyle{num: numRef{level: -1}}
	for at, n := id, 0; n < maxBasedOn; n++ {
		style, ok := s.byID[at]
		if !ok {
			break
		}
		out.inherit(style)
		at = style.basedOn
	}
	s.resolved[id] = out
	return out
}

func (s *paraStyle) inherit(from paraStyle) {
	if s.name == "" || from.isTitle() || from.isTOC() {
		s.name = from.name
	}
	if s.jc == "" {
		s.jc = from.jc
	}
	if s.level == 0 {
		s.level = from.level
	}
	if s.num.numID == "" {
		s.num.numID = from.num.numID
	}
	if s.num.level < 0 {
		s.num.level = from.num.level
	}
	s.vanish = s.vanish || from.vanish
}

// The built-in styles keep their English names in the file in every language
// of Word (ECMA-376, 17.7.4.9).
func (s paraStyle) isTitle() bool { return s.name == "title" }
func (s paraStyle) isTOC() bool {
	return strings.HasPrefix(s.name, "toc ") && s.name != "toc heading"
}

// stylePreambleName is a style of our own downloads: text before the first clause.
const stylePreambleName = "nayan front"

// paraProps is a w:pPr.
type paraProps struct {
	style   string
	jc      string
	level   int
	num     numRef
	deleted bool // the paragraph mark is deleted: the next paragraph joins this one
}

func (p *paraProps) read(x *ooxml.Reader, name string) {
	switch name {
	case "pStyle":
		p.style = x.Attr("val")
	case "jc":
		p.jc = x.Attr("val")
	case "outlineLvl":
		p.level = outlineLevel(x.Attr("val"))
	case "numPr":
		x.Each(func(name string) {
			switch name {
			case "ilvl":
				p.num.level = small(x.Attr("val"), maxLevels-1)
			case "numId":
				p.num.numID = x.Attr("val")
			}
		})
	case "rPr":
		x.Each(func(name string) {
			p.deleted = p.deleted || name == "del" || name == "moveFrom"
		})
	}
}

// outlineLevel turns w:outlineLvl (0…8, 9 body text) into 1…9 or -1.
func outlineLevel(val string) int {
	n, err := strconv.Atoi(val)
	if err != nil || n < 0 || n > 8 {
		return -1
	}
	return n + 1
}

// small reads a number between 0 and limit; anything else gives 0.
func small(val string, limit int) int {
	n, err := strconv.Atoi(val)
	if err != nil || n < 0 || n > limit {
		return 0
	}
	return n
}
