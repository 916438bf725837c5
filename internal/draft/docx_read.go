package draft

import (
	"fmt"
	"path"

	"nayan/internal/fault"
	"nayan/internal/ooxml"
)

// footnoteHeading opens the appendix under which footnotes and endnotes are kept.
const footnoteHeading = "脚注"

// docxReader walks WordprocessingML (ECMA-376 part 1, 17) and collects what a
// reader of the printed page sees.
type docxReader struct {
	x      *ooxml.Reader
	src    *source
	styles styleSheet
	nums   *numbering
	fields []field
	inTOC  int // depth of content controls that hold a table of contents
	seen   int // visible characters so far: tells whether an alternative had any
	gap    bool
	carry  string            // text of a paragraph whose mark is deleted
	notes  map[string]string // footnote and endnote texts by f<id>, e<id>
	cited  []string          // their texts in the order of reference

	inserted, deleted, comments, images int
}

// field is a complex field (17.16.18): its instruction is not visible.
type field struct{ result, toc bool }

// readDocx reads a .docx package.
func readDocx(data []byte) (source, error) {
	a, err := ooxml.Open(data)
	if err != nil {
		return source{}, err
	}
	root, err := a.Relations("")
	if err != nil {
		return source{}, err
	}
	main := root["officeDocument"]
	if !a.Has(main) {
		main = "word/document.xml"
	}
	body, err := a.Part(main)
	if err != nil {
		return source{}, err
	}
	if body == nil || path.Dir(main) == "xl" || path.Dir(main) == "ppt" {
		return source{}, fault.New(fault.Invalid, keyNotWord)
	}
	r := &docxReader{x: ooxml.NewReader(body), src: &source{}}
	if err := r.prepare(a, main); err != nil {
		return source{}, err
	}
	return r.document()
}

// prepare reads styles, numbering and notes.
func (r *docxReader) prepare(a *ooxml.Package, main string) error {
	rels, err := a.Relations(main)
	if err != nil {
		return err
	}
	open := func(kind string) []byte {
		target := rels[kind]
		if target == "" {
			target = path.Join(path.Dir(main), kind+".xml")
		}
		data, partErr := a.Part(target)
		if err == nil {
			err = partErr
		}
		return data
	}
	styles, numbers, foot, end := open("styles"), open("numbering"), open("footnotes"), open("endnotes")
	if err != nil {
		return err
	}
	if r.styles, err = readStyles(styles); err != nil {
		return err
	}
	if r.nums, err = readNumbering(numbers); err != nil {
		return err
	}
	r.notes = map[string]string{}
	if err = r.readNotes(foot, "footnote", "f"); err != nil {
		return err
	}
	return r.readNotes(end, "endnote", "e")
}

// readNotes reads the texts of footnotes or endnotes.
func (r *docxReader) readNotes(data []byte, element, prefix string) error {
	sub := &docxReader{x: ooxml.NewReader(data), styles: r.styles, nums: r.nums}
	for sub.x.Next() {
		if !sub.x.Starts() || sub.x.Name() != element {
			continue
		}
		id, kind := sub.x.Attr("id"), sub.x.Attr("type")
		sub.src, sub.fields = &source{}, nil
		sub.blocks()
		if kind == "" || kind == "normal" { // the others draw the separator line
			r.notes[prefix+id] = sub.src.flat()
		}
	}
	return sub.x.Err()
}

// document reads the main part.
func (r *docxReader) document() (source, error) {
	for r.x.Next() {
		if r.x.Starts() && r.x.Name() == "body" {
			r.blocks()
		}
	}
	if err := r.x.Err(); err != nil {
		return source{}, err
	}
	if r.carry != "" {
		r.src.add(block{text: r.carry})
	}
	r.addNotes()
	r.report()
	return *r.src, nil
}

// addNotes keeps the cited footnotes behind the text.
func (r *docxReader) addNotes() {
	if len(r.cited) == 0 {
		return
	}
	r.src.add(block{text: footnoteHeading})
	for i, text := range r.cited {
		r.src.add(block{text: noteMark(i+1) + text})
	}
	r.src.warnAll(fmt.Sprintf("文稿有%d处脚注或尾注，已移到文末“%s”，正文中以［1］等标出。", len(r.cited), footnoteHeading))
}

func noteMark(n int) string { return fmt.Sprintf("［%d］", n) }

// report warns about what a printed page would not show.
func (r *docxReader) report() {
	if r.inserted+r.deleted > 0 {
		r.src.warnAll(fmt.Sprintf("文稿含有修订痕迹（插入%d处、删除%d处），已按接受全部修订后的文字导入。", r.inserted, r.deleted))
	}
	if r.comments > 0 {
		r.src.warnAll(fmt.Sprintf("文稿有%d处批注，批注没有导入。", r.comments))
	}
	if r.src.altChunks > 0 {
		r.src.warnAll(fmt.Sprintf("文稿嵌入了%d个外部文档（altChunk），其中的文字没有导入，请在Word中打开并重新保存后再导入。", r.src.altChunks))
	}
}

// blocks reads the block-level children of the current element.
func (r *docxReader) blocks() {
	r.x.Each(func(name string) {
		switch name {
		case "p":
			r.paragraph()
		case "tbl":
			r.table()
		case "sdt":
			r.contentControl(r.blocks)
		case "del", "moveFrom":
			r.deleted++
		case "ins", "moveTo":
			r.inserted++
			r.blocks()
		case "altChunk":
			r.src.altChunks++
		case "AlternateContent":
			r.alternate(r.blocks)
		case "sectPr", "tblPr", "tblGrid", "tcPr":
		default:
			r.blocks()
		}
	})
}

// contentControl reads a w:sdt, which may be Word's own table of contents.
func (r *docxReader) contentControl(content func()) {
	toc := 0
	r.x.Each(func(name string) {
		switch name {
		case "sdtPr":
			r.x.Each(func(string) {
				r.x.Each(func(name string) {
					if name == "docPartGallery" && r.x.Attr("val") == "Table of Contents" {
						toc = 1
					}
				})
			})
		case "sdtContent":
			r.inTOC += toc
			content()
			r.inTOC -= toc
		}
	})
}

// alternate reads mc:AlternateContent (ECMA-376 part 3): the same thing drawn
// in a new and an old way, of which the text counts once.
func (r *docxReader) alternate(content func()) {
	before := r.seen + r.images
	r.x.Each(func(name string) {
		if name == "Choice" || name == "Fallback" && r.seen+r.images == before {
			content()
		}
	})
}
