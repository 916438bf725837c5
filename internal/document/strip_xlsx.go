package document

import (
	"bytes"
	"encoding/xml"
	"path"
	"regexp"
	"strings"

	"nayan/internal/ooxml"
)

// xlsx is what a workbook tells about people and their machines: properties,
// authors of notes, threads of comments, the record of shared editing, views by
// user, paths of files and printers (ECMA-376 part 1, 18; [MS-XLSX] 2.1). Notes
// stay, without names; links to other files keep the bare name of the file.
var xlsx = traces{
	parts: func(name string) bool {
		for _, dir := range []string{"docprops/", "customxml/", "xl/printersettings/", "xl/revisions/", "xl/threadedcomments/", "xl/persons/"} {
			if strings.HasPrefix(name, dir) {
				return true
			}
		}
		return false
	},
	dropped:   words("absPath revisionPtr customWorkbookViews customSheetViews"),
	unwrapped: map[string]bool{},
	attrs:     regexp.MustCompile(`\s(?:\w+:)?(?:userName|refreshedBy|refreshedDate|uid|lastGuid|odcFile|sourceFile)\s*=\s*(?:"[^"]*"|'[^']*')`),
	rewrite: func(name string, part []byte) ([]byte, error) {
		dir, file := path.Split(name)
		switch {
		case strings.HasPrefix(file, "comments"):
			return withoutAuthors(part)
		case dir == "xl/externallinks/_rels/":
			return target.ReplaceAllFunc(part, bareName), nil
		case strings.HasPrefix(dir, "xl/worksheets/"), strings.HasPrefix(dir, "xl/chartsheets/"):
			return pageSetup.ReplaceAllFunc(part, func(tag []byte) []byte { return printer.ReplaceAll(tag, nil) }), nil
		case name == "xl/workbook.xml":
			return userNames.ReplaceAll(part, nil), nil
		}
		return part, nil
	},
}

var (
	target    = regexp.MustCompile(`\sTarget\s*=\s*(?:"[^"]*"|'[^']*')`)
	pageSetup = regexp.MustCompile(`<(?:\w+:)?pageSetup\b[^>]*>`)
	printer   = regexp.MustCompile(`\s\w+:id\s*=\s*(?:"[^"]*"|'[^']*')`)
	// userNames are the names that a user's own view of a shared workbook leaves.
	userNames = regexp.MustCompile(`<(?:\w+:)?definedName\b[^>]*\sname\s*=\s*"Z_[0-9A-F_]+_\.wvu\.[^>]*>[^<]*</(?:\w+:)?definedName>`)
)

// bareName cuts the folders off the file that a link names, and nothing off an
// address of the web.
func bareName(attr []byte) []byte {
	at := bytes.IndexAny(attr, `"'`)
	link := attr[at+1 : len(attr)-1]
	if bytes.HasPrefix(link, []byte("http:")) || bytes.HasPrefix(link, []byte("https:")) {
		return attr
	}
	if cut := max(bytes.LastIndexAny(link, `/\`), bytes.LastIndex(link, []byte("%5C"))+2); cut > 1 || bytes.HasPrefix(link, []byte("/")) {
		link = link[cut+1:]
	}
	return bytes.Join([][]byte{attr[:at+1], link, attr[len(attr)-1:]}, nil)
}

// withoutAuthors empties the names of the authors of notes, and takes them from
// the first line of each note, where Excel writes them.
func withoutAuthors(part []byte) ([]byte, error) {
	names, err := authors(part)
	if err != nil {
		return nil, err
	}
	x := ooxml.NewReader(part)
	out := make([]byte, 0, len(part))
	inside := false
	for from := int64(0); x.Next(); from = x.Offset() {
		token := part[from:x.Offset()]
		switch {
		case x.Name() == "author":
			inside = x.Starts()
		case x.Data() != "" && inside:
			continue
		case x.Data() != "":
			token = withoutName(token, x.Data(), names)
		}
		out = append(out, token...)
	}
	return out, x.Err()
}

func authors(part []byte) (names []string, err error) {
	x := ooxml.NewReader(part)
	for x.Next() {
		if x.Starts() && x.Name() == "author" {
			if name := strings.TrimSpace(x.Text()); name != "" {
				names = append(names, name)
			}
		}
	}
	return names, x.Err()
}

// withoutName leaves a run of text as it is unless it begins with a name and a colon.
func withoutName(token []byte, text string, names []string) []byte {
	for _, name := range names {
		rest, ok := strings.CutPrefix(strings.TrimLeft(text, " \n"), name)
		if !ok {
			continue
		}
		for _, colon := range []string{":", "："} {
			if rest, ok := strings.CutPrefix(rest, colon); ok {
				var b bytes.Buffer
				_ = xml.EscapeText(&b, []byte(rest)) // a buffer takes everything
				return b.Bytes()
			}
		}
	}
	return token
}
