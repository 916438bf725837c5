package draft

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// paragraph state while its runs are read.
type docxPara struct {
	text   strings.Builder
	props  paraProps
	style  paraStyle
	hidden int // characters of hidden text left out
	toc    bool
}

// paragraph reads a w:p. Text boxes inside it become blocks of their own, in
// front of it.
func (r *docxReader) paragraph() {
	p := &docxPara{props: paraProps{num: numRef{level: -1}}}
	p.style = r.styles.resolve("")
	r.inlines(p)
	if p.hidden > 0 {
		r.src.warn(fmt.Sprintf("有%d个字的隐藏文字，没有导入。", p.hidden))
	}
	label := trimSpace(r.nums.label(r.numberOf(p)))
	text := r.carry + p.text.String()
	r.carry = ""
	if p.props.deleted {
		r.carry = text
		return
	}
	if trimSpace(text) == "" {
		if label != "" {
			r.src.warn("有一个只有自动编号“" + label + "”、没有文字的段落，没有导入。")
		}
		r.gap = true
		return
	}
	b := r.block(p, strings.TrimLeftFunc(text, isBlank))
	if label == bullet && classify(trimSpace(text)).family != none {
		label = "" // （一）… behind a bullet has a number already
	}
	if label != "" { // set apart, so that 第三条 and 规定… do not read as a reference
		b.auto, b.text = label, label+" "+b.text
	}
	r.src.add(b)
	r.gap = false
}

func (r *docxReader) block(p *docxPara, text string) block {
	level, jc := p.props.level, p.props.jc
	if level == 0 {
		level = p.style.level
	}
	if jc == "" {
		jc = p.style.jc
	}
	return block{
		text: text, level: max(level, 0), title: p.style.isTitle(), gap: r.gap, front: p.style.name == stylePreambleName,
		toc: p.toc || p.style.isTOC(), centred: jc == "center", right: jc == "right" || jc == "end",
	}
}

// numberOf finds the list of a paragraph: its own numPr before its style's; the
// level may come from the list that names the style.
func (r *docxReader) numberOf(p *docxPara) numRef {
	ref := p.props.num
	if ref.numID == "" {
		ref.numID = p.style.num.numID
	}
	if ref.level < 0 {
		ref.level = p.style.num.level
	}
	id := p.props.style
	if id == "" {
		id = r.styles.defaultPara
	}
	if by, ok := r.nums.byStyle[id]; ok && p.props.num.numID == "" && ref.numID != "" && ref.level < 0 {
		ref.level = by.level
	}
	return ref
}

// inlines reads paragraph content. Elements it does not know are wrappers:
// hyperlinks, smart tags, bidirectional runs, equations.
func (r *docxReader) inlines(p *docxPara) {
	r.x.Each(func(name string) {
		switch name {
		case "pPr":
			r.x.Each(func(name string) { p.props.read(r.x, name) })
			p.style = r.styles.resolve(p.props.style)
		case "r":
			r.run(p)
		case "del", "moveFrom":
			r.deleted++
		case "ins", "moveTo":
			r.inserted++
			r.inlines(p)
		case "sdt":
			r.contentControl(func() { r.inlines(p) })
		case "AlternateContent":
			r.alternate(func() { r.inlines(p) })
		case "rPr", "sdtPr", "hyperlinkPr", "rt", "instrText":
		case "t":
			r.emit(p, r.x.Text())
		default:
			r.inlines(p)
		}
	})
}

// run reads a w:r.
func (r *docxReader) run(p *docxPara) {
	hidden := p.style.vanish
	r.x.Each(func(name string) {
		if name == "rPr" {
			hidden = r.runHidden(hidden)
			return
		}
		if hidden && (name == "t" || name == "sym") {
			p.hidden += utf8.RuneCountInString(squeeze(r.x.Text()))
			return
		}
		r.runContent(p, name)
	})
}

// runHidden reads run properties; w:vanish may come from the character style.
func (r *docxReader) runHidden(hidden bool) bool {
	r.x.Each(func(name string) {
		switch name {
		case "rStyle":
			hidden = hidden || r.styles.resolve(r.x.Attr("val")).vanish
		case "vanish":
			hidden = r.x.On()
		}
	})
	return hidden
}

func (r *docxReader) runContent(p *docxPara, name string) {
	switch name {
	case "t":
		r.emit(p, r.x.Text())
	case "tab", "ptab":
		r.emit(p, "\t")
	case "br", "cr":
		r.emit(p, "\n")
	case "noBreakHyphen":
		r.emit(p, "-")
	case "sym":
		if code, err := strconv.ParseUint(r.x.Attr("char"), 16, 16); err == nil {
			r.emit(p, string(rune(code)))
		}
	case "fldChar":
		r.fieldChar(r.x.Attr("fldCharType"))
	case "instrText":
		r.instruction(r.x.Text())
	case "drawing", "pict", "object":
		r.drawing()
	case "AlternateContent":
		r.alternate(func() { r.run(p) })
	case "footnoteReference":
		r.cite(p, "f"+r.x.Attr("id"))
	case "endnoteReference":
		r.cite(p, "e"+r.x.Attr("id"))
	case "commentReference":
		r.comments++
	case "ruby":
		r.x.Each(func(name string) {
			if name == "rubyBase" {
				r.inlines(p)
			}
		})
	}
}

// emit adds visible text; a line break of the XML file itself is a space.
func (r *docxReader) emit(p *docxPara, text string) {
	for _, f := range r.fields {
		if !f.result {
			return
		}
		p.toc = p.toc || f.toc
	}
	p.toc = p.toc || r.inTOC > 0
	if len(text) > 1 {
		text = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(text)
	}
	r.seen += len(text)
	p.text.WriteString(text)
}

func (r *docxReader) fieldChar(kind string) {
	last := len(r.fields) - 1
	switch {
	case kind == "begin":
		r.fields = append(r.fields, field{})
	case kind == "separate" && last >= 0:
		r.fields[last].result = true
	case kind == "end" && last >= 0:
		r.fields = r.fields[:last]
	}
}

func (r *docxReader) instruction(text string) {
	if last := len(r.fields) - 1; last >= 0 {
		word, _, _ := strings.Cut(trimSpace(text), " ")
		r.fields[last].toc = r.fields[last].toc || word == "TOC"
	}
}

// drawing reads the text boxes of a drawing and notes its pictures.
func (r *docxReader) drawing() {
	r.x.Each(func(name string) {
		switch name {
		case "txbxContent":
			fields := r.fields
			r.fields = nil
			r.blocks()
			r.fields = fields
		case "blip", "imagedata":
			r.images++
			r.src.warn("有一幅图片，没有导入。")
		case "AlternateContent":
			r.alternate(r.drawing)
		default:
			r.drawing()
		}
	})
}

// cite marks a footnote in the text.
func (r *docxReader) cite(p *docxPara, id string) {
	if text := r.notes[id]; text != "" {
		r.cited = append(r.cited, text)
		r.emit(p, noteMark(len(r.cited)))
	}
}
