package document

import (
	"path"
	"strings"

	"nayan/internal/charset"
	"nayan/internal/ooxml"
)

// maxText bounds the text of one file, in bytes: a book of ten million characters.
const maxText = 32 << 20

// officeText reads a .docx or .xlsx.
func officeText(data []byte) (string, error) {
	lines, err := officeLines(data, 0)
	if err != nil {
		return "", err
	}
	text := strings.Join(lines, "\n")
	switch {
	case len(text) > maxText:
		return "", ErrTooLarge
	case strings.TrimSpace(text) == "":
		return "", ErrNoText
	}
	return text, nil
}

// officeLines reads an Office file and those embedded in it; depth says how
// many lie around this one.
func officeLines(data []byte, depth int) (lines []string, err error) {
	a, err := ooxml.Open(data)
	if err != nil {
		return nil, err
	}
	_, main, err := kindOf(a)
	switch {
	case err != nil:
		return nil, err
	case depth > maxNested:
		return nil, ErrTooLarge
	case path.Dir(main) == "xl":
		lines, err = sheetLines(a, main)
	default:
		lines, err = wordLines(a, main)
	}
	if err == nil {
		lines, err = withEmbedded(a, lines, depth)
	}
	if err == nil {
		lines, err = withLinks(a, lines)
	}
	return lines, err
}

// maxNested is how deep documents within documents are followed.
const maxNested = 2

// withEmbedded adds what stands in the documents and pages that an Office file
// holds as they are (altChunk, ECMA-376 part 1, 17.17.2.1; embedded objects).
func withEmbedded(a *ooxml.Package, lines []string, depth int) ([]string, error) {
	for _, name := range a.Parts() {
		switch strings.ToLower(path.Ext(name)) {
		case ".docx", ".xlsx":
			data, err := a.Part(name)
			if err != nil {
				return nil, err
			}
			more, err := officeLines(data, depth+1)
			if err != nil {
				return nil, err
			}
			lines = append(lines, more...)
		case ".htm", ".html", ".xhtml", ".mht", ".rtf", ".txt":
			data, err := a.Part(name)
			if err != nil {
				return nil, err
			}
			text, err := charset.Decode(data)
			if err != nil {
				return nil, err
			}
			lines = append(lines, text)
		}
	}
	return lines, nil
}

// withLinks adds the mail addresses and numbers that links lead to.
func withLinks(a *ooxml.Package, lines []string) ([]string, error) {
	for _, name := range a.Parts() {
		if path.Ext(name) != ".rels" {
			continue
		}
		data, err := a.Part(name)
		if err != nil {
			return nil, err
		}
		x := ooxml.NewReader(data)
		for x.Next() {
			if to := x.Attr("Target"); x.Starts() && (strings.HasPrefix(to, "mailto:") || strings.HasPrefix(to, "tel:")) {
				lines = append(lines, to)
			}
		}
		if x.Err() != nil {
			return nil, x.Err()
		}
	}
	return lines, nil
}

// wordLines reads every part of a Word file that shows text: the main part
// first, then headers, footers, notes, comments, charts, diagrams.
func wordLines(a *ooxml.Package, main string) ([]string, error) {
	names := []string{main}
	for _, name := range a.Parts() {
		dir, file := path.Split(strings.ToLower(name))
		if dir == "word/" && path.Ext(file) == ".xml" && !strings.EqualFold(name, main) || dir == "word/charts/" || dir == "word/diagrams/" && strings.HasPrefix(file, "data") {
			names = append(names, name)
		}
	}
	return drawnLines(a, names)
}

// drawnLines reads the paragraphs of WordprocessingML and DrawingML parts.
func drawnLines(a *ooxml.Package, names []string) ([]string, error) {
	var p paragraphs
	for _, name := range names {
		data, err := a.Part(name)
		if err != nil {
			return nil, err
		}
		p.x = ooxml.NewReader(data)
		for p.x.Next() {
			if p.x.Starts() {
				p.loose(func(line *strings.Builder) { p.inside(line) })
			}
		}
		if p.x.Err() != nil {
			return nil, p.x.Err()
		}
	}
	return p.lines, nil
}

// paragraphs collects text, a paragraph a line.
type paragraphs struct {
	x     *ooxml.Reader
	lines []string
}

// loose gives read a line of its own.
func (p *paragraphs) loose(read func(*strings.Builder)) {
	var line strings.Builder
	read(&line)
	if strings.TrimSpace(line.String()) != "" {
		p.lines = append(p.lines, line.String())
	}
}

// inside reads the children of the current element into a line. What breaks
// into a paragraph without belonging to its text, a text box, a deleted word,
// the code of a field, gets lines of its own, so that it parts no number.
func (p *paragraphs) inside(line *strings.Builder) {
	p.x.Each(func(name string) {
		switch name {
		case "p":
			p.loose(p.inside)
		case "t", "v": // v: the cached values of a chart
			line.WriteString(p.x.Text())
		case "delText", "instrText":
			p.loose(func(own *strings.Builder) { own.WriteString(p.x.Text()) })
		case "tab", "br", "cr", "ptab":
			line.WriteByte(' ')
		case "noBreakHyphen":
			line.WriteByte('-')
		case "pt", "tc": // a point of a chart, a cell
			p.loose(p.inside)
		case "AlternateContent":
			p.alternate(line)
		default:
			p.inside(line)
		}
	})
}

// alternate reads the same thing drawn in a new and an old way
// (ECMA-376 part 3), of which the text counts once.
func (p *paragraphs) alternate(line *strings.Builder) {
	before := len(p.lines) + line.Len()
	p.x.Each(func(name string) {
		if name == "Choice" || name == "Fallback" && len(p.lines)+line.Len() == before {
			p.inside(line)
		}
	})
}
