package report

import "nayan/internal/ooxml"

// The paragraph styles, beside Title.
const (
	styleChapter    = "Heading1"        // 一、黑体
	styleItem       = "Heading2"        // （一）楷体
	styleBody       = "NayanBody"       // indented two characters
	styleSignature  = "NayanRight"      // office and day
	styleCell       = "NayanCell"       // in a table
	styleCellCentre = "NayanCellCentre" // numbers and outcomes
	styleCellHead   = "NayanCellHead"
	styleFooter     = "Footer"
)

// wordParts are the parts beside the document; page refers to the footers by their
// places here.
var wordParts = []ooxml.WordPart{
	{Name: "styles", Kind: "styles", XML: partWordStyles},
	{Name: "settings", Kind: "settings", XML: partSettings},
	{Name: "footer1", Kind: "footer", XML: footerHead + `<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>` + footerTail},
	{Name: "footer2", Kind: "footer", XML: footerHead + `<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>` + footerTail},
}

// Page numbers stand outside, one character from the edge: on the right of odd pages,
// on the left of even ones, between two dashes (GB/T 9704—2012, 7.5).
const (
	footerHead = `<w:ftr xmlns:w="` + ooxml.NSWord + `"><w:p><w:pPr><w:pStyle w:val="` + styleFooter + `"/>`
	footerTail = `</w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>` +
		`<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>`

	// Without the mode, Word opens the file as one of 2007.
	partSettings = `<w:settings xmlns:w="` + ooxml.NSWord + `"><w:evenAndOddHeaders/><w:compat>` +
		`<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`
)

const (
	fontItem = `<w:rFonts w:ascii="楷体" w:hAnsi="楷体" w:eastAsia="楷体" w:cs="Times New Roman"/>`
	fontPage = `<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="Times New Roman"/>`
	indented = `<w:ind w:firstLineChars="200" w:firstLine="640"/>`
	own      = `<w:style w:type="paragraph" w:customStyle="1" w:styleId="`
	builtIn  = `<w:style w:type="paragraph" w:styleId="`
	normal   = `<w:basedOn w:val="Normal"/>`
	next     = `<w:next w:val="` + styleBody + `"/>`
)

// 28 is 四号 (14 pt), 21 is 五号 (10.5 pt).
const partWordStyles = ooxml.WordDefaults +
	builtIn + styleChapter + `"><w:name w:val="heading 1"/>` + normal + next + `<w:pPr><w:keepNext/>` + indented + `<w:outlineLvl w:val="0"/></w:pPr><w:rPr>` + ooxml.FontHeading + `</w:rPr></w:style>` +
	builtIn + styleItem + `"><w:name w:val="heading 2"/>` + normal + next + `<w:pPr><w:keepNext/>` + indented + `<w:outlineLvl w:val="1"/></w:pPr><w:rPr>` + fontItem + `</w:rPr></w:style>` +
	builtIn + styleFooter + `"><w:name w:val="footer"/>` + normal + `<w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr><w:rPr>` + fontPage + `<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style>` +
	own + styleBody + `"><w:name w:val="Nayan Body"/>` + normal + `<w:pPr>` + indented + `</w:pPr></w:style>` +
	own + styleSignature + `"><w:name w:val="Nayan Signature"/>` + normal + `<w:pPr><w:keepNext/><w:jc w:val="right"/></w:pPr></w:style>` +
	own + styleCell + `"><w:name w:val="Nayan Cell"/>` + normal + `<w:pPr><w:spacing w:line="320" w:lineRule="atLeast"/><w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>` +
	own + styleCellCentre + `"><w:name w:val="Nayan Cell Centre"/><w:basedOn w:val="` + styleCell + `"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>` +
	own + styleCellHead + `"><w:name w:val="Nayan Cell Head"/><w:basedOn w:val="` + styleCellCentre + `"/><w:pPr><w:keepNext/></w:pPr><w:rPr>` + ooxml.FontHeading + `</w:rPr></w:style>` +
	`</w:styles>`
