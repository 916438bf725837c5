package draft

import "strings"

// family is a way of numbering. Families are ordered as they nest in practice.
type family int

const (
	none        family = iota
	famAppendix        // 附件一：
	famPart            // 第一编
	famSubpart         // 第一分编
	famChapter         // 第一章
	famSection         // 第一节
	famArticle         // 第一条
	famDun             // 一、
	famParenCn         // （一）
	famDigit           // 1.
	famMulti           // 1.1
	famParen           // （1） 1)
	famCircled         // ①
	famLetter          // a.
	famBullet          // •
)

// isList reports whether the family's level depends on what it stands in.
func (f family) isList() bool { return f >= famDun }

// isStructure reports whether the family opens 编, 章 or 节.
func (f family) isStructure() bool { return f >= famPart && f <= famSection }

// marker is what the beginning of a line announces.
type marker struct {
	family family
	number string // without any space inside
	rest   string // the line after the number
	ord    int    // its ordinal; 0 where order means nothing
	sub    int    // of 第十七条之二: 2
	end    int    // of 第五条至第八条: 8; otherwise ord
	weak   bool   // might be the beginning of a sentence: counts only where it is expected
}

// classify is a pure function from a line's text to its marker.
func classify(text string) marker {
	for _, rule := range [...]func(string) (marker, bool){
		classifyDi, classifyAppendix, classifyDun, classifyParen, classifyDigit, classifySymbol, classifyLetter,
	} {
		if m, ok := rule(text); ok {
			if m.end == 0 {
				m.end = m.ord
			}
			return m
		}
	}
	return marker{}
}

// mark makes a marker of what the cursor has passed.
func (c *cursor) mark(f family, ord int) marker {
	return marker{family: f, number: squeeze(c.s[:c.i]), rest: trimSpace(c.s[c.i:]), ord: ord}
}

// classifyDi reads 第…编、分编、章、节、条.
func classifyDi(text string) (marker, bool) {
	c := cursor{s: text}
	if !c.lit("第") {
		return marker{}, false
	}
	n, ok := c.numeral()
	if !ok {
		return marker{}, false
	}
	for _, u := range [...]struct {
		word   string
		family family
	}{
		{"条", famArticle}, {"分编", famSubpart}, {"部分", famPart}, {"编", famPart},
		{"篇", famPart}, {"章", famChapter}, {"节", famSection},
	} {
		if !c.lit(u.word) {
			continue
		}
		if u.family == famArticle {
			return articleMarker(&c, n)
		}
		return structureMarker(&c, u.family, n)
	}
	return marker{}, false
}

// structureMarker refuses sentences that merely begin with 第二章规定…
func structureMarker(c *cursor, f family, n int) (marker, bool) {
	apart := c.atEnd() || isBlank(c.peek())
	if !apart && strings.ContainsRune("：:、．.", c.peek()) {
		save := *c
		c.next()
		if apart = !c.lit("第"); !apart { // 第二章、第三章
			*c = save
		}
	}
	m := c.mark(f, n)
	if refersOn(m.rest) && !apart || m.rest != "" && !headingLike(m.rest) {
		return marker{}, false
	}
	return m, true
}

// articleMarker reads what may follow 第三条: 之一, 至第五条, ：, 【heading】.
func articleMarker(c *cursor, n int) (marker, bool) {
	sub, end := 0, n
	if save := *c; c.lit("之") {
		if v, ok := c.numeral(); ok {
			sub = v
		} else {
			*c = save
		}
	}
	if save := *c; c.lit("至第") {
		if v, ok := c.numeral(); ok && c.lit("条") {
			end = v
		} else {
			*c = save
		}
	}
	c.provision()
	apart := c.atEnd() || isBlank(c.peek()) || strings.ContainsRune("【（(〔［[：:", c.peek())
	switch r := c.peek(); r {
	case '：', ':':
		c.next()
	case '、', '．', '.': // 第一条、为了…, but not 第三条、第四条
		if save := *c; !apart {
			c.next()
			if c.lit("第") {
				*c = save
			}
		}
	}
	m := c.mark(famArticle, n)
	m.sub, m.end, m.weak = sub, end, !apart
	if refersOn(m.rest) && !apart || isProvisionRef(m.rest) {
		return marker{}, false
	}
	return m, true
}

// automatic makes sure of a marker that Word's own numbering gives: it is no
// beginning of a sentence, and one unlike any here (甲、) still numbers an entry.
func (m marker) automatic(label, text string) marker {
	if m.family == none {
		return marker{family: famLetter, number: squeeze(label), rest: trimSpace(strings.TrimPrefix(text, label))}
	}
	m.weak = false
	return m
}

// provision takes 第一款 and 第（二）项 where a colon behind them makes the line a
// quoted provision: 第二十二条第一款：…
func (c *cursor) provision() {
	save := *c
	for c.lit("第") {
		c.oneOf("（(")
		c.numeral()
		c.oneOf("）)")
		if _, ok := c.oneOf("款项目"); !ok {
			break
		}
	}
	if r := c.peek(); c.i == save.i || r != '：' && r != ':' {
		*c = save
	}
}

// refersOn reports whether the text after 第三条 or （一） makes it a reference.
func refersOn(rest string) bool {
	for _, word := range [...]string{
		"第", "、", "，", ",", "。", "；", "和", "与", "及", "至", "或", "规定", "所", "的", "中", "以", "之",
		"修改", "改", "删", "后", "前", "列", "款", "项", "目", "情形", "增加", "内容", "已", "不", "有关", "同时",
	} {
		if strings.HasPrefix(rest, word) {
			return true
		}
	}
	return false
}

// isProvisionRef recognises 第一款…, （二）项…, which continue a reference.
func isProvisionRef(rest string) bool {
	c := cursor{s: rest}
	if c.lit("第") {
		c.oneOf("（(")
		if _, ok := c.numeral(); !ok {
			return false
		}
		c.oneOf("）)")
		_, ok := c.oneOf("款项目")
		return ok
	}
	return false
}
