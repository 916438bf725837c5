package draft

// The parts of a package that are the same for every draft.
const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	nsWord  = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	nsRel   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

	partContentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`</Types>`
	partRootRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + nsRel + `/officeDocument" Target="word/document.xml"/></Relationships>`
	partDocumentRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + nsRel + `/styles" Target="styles.xml"/></Relationships>`
)

// Fonts by their usual names on Chinese computers; sizes in half points, lengths
// in twentieths of a point. 32 is 三号 (16 pt), 44 is 二号 (22 pt).
const (
	fontBody    = `<w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋" w:cs="Times New Roman"/>`
	fontHeading = `<w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体" w:cs="Times New Roman"/>`
	fontTitle   = `<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="方正小标宋简体" w:cs="Times New Roman"/>`
	lineExact   = `<w:spacing w:line="560" w:lineRule="exact"/>`

	partStyles = xmlHead + `<w:styles xmlns:w="` + nsWord + `">` +
		`<w:docDefaults><w:rPrDefault><w:rPr>` + fontBody + `<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr>` + lineExact + `<w:jc w:val="both"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="` + styleTitle + `"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="240" w:after="240" w:line="640" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr><w:rPr>` + fontTitle + `<w:sz w:val="44"/><w:szCs w:val="44"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="` + styleNote + `"><w:name w:val="Nayan Note"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="` + styleHeading1 + `"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="` + styleBody + `"/><w:pPr><w:keepNext/><w:spacing w:before="280" w:after="280"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr>` + fontHeading + `</w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="` + styleHeading2 + `"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="` + styleBody + `"/><w:pPr><w:keepNext/><w:jc w:val="center"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr>` + fontHeading + `</w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="` + styleHeading3 + `"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/><w:next w:val="` + styleBody + `"/><w:pPr><w:keepNext/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="2"/></w:pPr><w:rPr>` + fontHeading + `</w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:customStyle="1" w:styleId="` + styleBody + `"><w:name w:val="Nayan Body"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:customStyle="1" w:styleId="` + stylePreamble + `"><w:name w:val="` + stylePreambleName + `"/><w:basedOn w:val="` + styleBody + `"/></w:style>` +
		`<w:style w:type="paragraph" w:customStyle="1" w:styleId="` + styleSignature + `"><w:name w:val="Nayan Signature"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:customStyle="1" w:styleId="NayanCell"><w:name w:val="Nayan Cell"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:line="400" w:lineRule="exact"/><w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr></w:style>` +
		`</w:styles>`
)
