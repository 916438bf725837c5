package document

import (
	"path"
	"regexp"
	"strings"
)

// docx is what a Word file tells about the people who wrote it: properties,
// comments, the tracked changes (read as accepted) with their authors and times,
// revision ids (ECMA-376 part 1, 15.2.12; part 2, 11; [MS-DOCX] 2.5).
var docx = traces{
	parts: func(name string) bool {
		dir, file := path.Split(name)
		return strings.HasPrefix(name, "docprops/") || strings.HasPrefix(name, "customxml/") ||
			dir == "word/" && (strings.HasPrefix(file, "comments") || file == "people.xml")
	},
	dropped: words(`del moveFrom rsids docVars attachedTemplate trackRevisions commentRangeStart commentRangeEnd commentReference
		moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd rPrChange pPrChange sectPrChange tblPrChange
		tblPrExChange trPrChange tcPrChange tblGridChange numberingChange cellIns cellDel cellMerge`),
	unwrapped: words("ins moveTo"),
	attrs:     regexp.MustCompile(`\s(?:\w+:)?(?:rsid\w*|author|initials|paraId|textId)\s*=\s*(?:"[^"]*"|'[^']*')`),
}
