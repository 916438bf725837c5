package draft

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"path"
	"regexp"
	"strings"
)

// StripMetadata gives a .docx to publish as it is, an attachment say, without
// what it tells about the people who wrote it: document properties, comments,
// the tracked changes (read as accepted) with their authors and times, revision
// ids. Text and layout stay. It refuses what [Parse] refuses as no document.
func StripMetadata(data []byte) ([]byte, error) {
	a, err := openArchive(data)
	if err != nil {
		return nil, err
	}
	if _, err := readDocx(data); err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, f := range a.order {
		name := partName(f.Name)
		if strings.HasSuffix(name, "/") || isPersonal(name) {
			continue
		}
		part, err := a.part(name)
		if err != nil {
			return nil, err
		}
		if isXML(name) {
			if part, err = stripXML(part); err != nil {
				return nil, err
			}
		}
		w, err := z.Create(name) // without Modified, the time is empty
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(part); err != nil {
			return nil, err
		}
	}
	err = z.Close()
	return buf.Bytes(), err
}

// isPersonal names the parts that hold nothing but metadata (ECMA-376 part 1,
// 15.2.12; part 2, 11; [MS-DOCX] 2.5 for people and extended comments).
func isPersonal(name string) bool {
	name = strings.ToLower(strings.TrimPrefix(name, "/"))
	dir, file := path.Split(name)
	return strings.HasPrefix(name, "docprops/") || strings.HasPrefix(name, "customxml/") ||
		dir == "word/" && (strings.HasPrefix(file, "comments") || file == "people.xml")
}

func isXML(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".xml" || ext == ".rels"
}

// dropped elements go with all they hold; unwrapped ones leave what they hold.
var (
	dropped = map[string]bool{
		"del": true, "moveFrom": true, "rsids": true, "docVars": true, "attachedTemplate": true, "trackRevisions": true,
		"commentRangeStart": true, "commentRangeEnd": true, "commentReference": true,
		"moveFromRangeStart": true, "moveFromRangeEnd": true, "moveToRangeStart": true, "moveToRangeEnd": true,
		"rPrChange": true, "pPrChange": true, "sectPrChange": true, "tblPrChange": true, "tblPrExChange": true,
		"trPrChange": true, "tcPrChange": true, "tblGridChange": true, "numberingChange": true,
		"cellIns": true, "cellDel": true, "cellMerge": true,
	}
	unwrapped = map[string]bool{"ins": true, "moveTo": true}
	personal  = regexp.MustCompile(`\s(?:\w+:)?(?:rsid\w*|author|initials|paraId|textId)\s*=\s*(?:"[^"]*"|'[^']*')`)
)

// stripXML copies a part byte by byte but for what is dropped, so that
// namespaces and everything unknown stay as they are.
func stripXML(part []byte) ([]byte, error) {
	x := newXML(part)
	out := make([]byte, 0, len(part))
	for from := int64(0); x.next(); from = x.dec.InputOffset() {
		if from == x.dec.InputOffset() {
			continue // the end of <a/>, which has no bytes of its own
		}
		if x.starts() && x.isDropped() {
			x.skip()
			continue
		}
		if unwrapped[x.name()] {
			continue
		}
		token := part[from:x.dec.InputOffset()]
		if x.starts() {
			token = personal.ReplaceAll(token, nil)
		}
		out = append(out, token...)
	}
	return out, x.err()
}

// isDropped reports whether the element that opens here goes: metadata, or the
// entry that points to a part which is gone.
func (x *xmlReader) isDropped() bool {
	start, _ := x.tok.(xml.StartElement)
	switch start.Name.Local {
	case "Override":
		return isPersonal(x.attr("PartName"))
	case "Relationship":
		target := strings.TrimPrefix(x.attr("Target"), "../")
		kind := path.Base(x.attr("Type"))
		return isPersonal(target) || isPersonal("word/"+target) || kind == "attachedTemplate"
	}
	return dropped[start.Name.Local]
}
