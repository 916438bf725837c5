package report

import (
	"strconv"
	"strings"

	"nayan/internal/ooxml"
)

const nsSheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

// style is the place of a format in cellXfs below.
type style int

const (
	_ style = iota
	styleText
	styleNumber
	styleHeading
	styleTitle
	styleNote
	styleBoldText
	styleBoldNumber
)

func (s style) id() string { return styleIDs[s : s+1] }

const styleIDs = "01234567"

// Formats: 49 is text, which no program takes for a number or a formula; 1 is a whole
// number.
const partStyles = `<styleSheet xmlns="` + nsSheet + `">` +
	`<fonts count="3"><font><sz val="11"/><name val="宋体"/><charset val="134"/></font>` +
	`<font><b/><sz val="11"/><name val="宋体"/><charset val="134"/></font>` +
	`<font><b/><sz val="16"/><name val="宋体"/><charset val="134"/></font></fonts>` +
	`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/><bgColor indexed="64"/></patternFill></fill></fills>` +
	`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>` +
	`<border><left style="thin"><color rgb="FFB0B8C0"/></left><right style="thin"><color rgb="FFB0B8C0"/></right><top style="thin"><color rgb="FFB0B8C0"/></top><bottom style="thin"><color rgb="FFB0B8C0"/></bottom><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="8"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	xfHead + `49" fontId="0" fillId="0" borderId="1"` + xfTop +
	xfHead + `1" fontId="0" fillId="0" borderId="1"` + xfRight +
	xfHead + `49" fontId="1" fillId="2" borderId="1" xfId="0"` + xfApply + `<alignment horizontal="center" vertical="center" wrapText="1"/></xf>` +
	xfHead + `49" fontId="2" fillId="0" borderId="0" xfId="0"` + xfApply + `<alignment horizontal="center" vertical="center" wrapText="1"/></xf>` +
	xfHead + `49" fontId="0" fillId="0" borderId="0"` + xfTop +
	xfHead + `49" fontId="1" fillId="0" borderId="1"` + xfTop +
	xfHead + `1" fontId="1" fillId="0" borderId="1"` + xfRight +
	`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

const (
	xfHead  = `<xf numFmtId="`
	xfApply = ` applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">`
	xfRight = ` xfId="0"` + xfApply + `<alignment horizontal="right" vertical="top" indent="1"/></xf>`
	xfTop   = ` xfId="0"` + xfApply + `<alignment vertical="top" wrapText="1"/></xf>`
)

func (x *bookWriter) contentTypes() string {
	const kind = `ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.`
	var b strings.Builder
	for i := range x.sheets {
		b.WriteString(`<Override PartName="/xl/` + sheetPart(i) + `" ` + kind + `worksheet+xml"/>`)
	}
	return ooxml.ContentTypes(`<Override PartName="/xl/workbook.xml" ` + kind + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ` + kind + `styles+xml"/>` + b.String())
}

func (x *bookWriter) relations() string {
	var b strings.Builder
	for i := range x.sheets {
		b.WriteString(ooxml.Relation(i+1, "worksheet", sheetPart(i)))
	}
	return ooxml.Relations(b.String() + ooxml.Relation(len(x.sheets)+1, "styles", "styles.xml"))
}

// workbook lists the sheets, and the names by which programs know which rows are
// printed on every page and which filter.
func (x *bookWriter) workbook() string {
	var sheets, names strings.Builder
	for i, s := range x.sheets {
		n := strconv.Itoa(i + 1)
		sheets.WriteString(`<sheet name="` + ooxml.Escape(s.name) + `" sheetId="` + n + `" r:id="rId` + n + `"/>`)
		if s.filter != "" {
			where := ooxml.Escape("'"+strings.ReplaceAll(s.name, "'", "''")+"'") + "!"
			column, row := splitCell(s.filter)
			names.WriteString(`<definedName name="_xlnm._FilterDatabase" localSheetId="` + strconv.Itoa(i) + `" hidden="1">` + where + `$A$1:$` + column + `$` + row + `</definedName>` +
				`<definedName name="_xlnm.Print_Titles" localSheetId="` + strconv.Itoa(i) + `">` + where + `$1:$1</definedName>`)
		}
	}
	defined := ""
	if names.Len() > 0 {
		defined = `<definedNames>` + names.String() + `</definedNames>`
	}
	return `<workbook xmlns="` + nsSheet + `" xmlns:r="` + ooxml.NSRelations + `"><bookViews><workbookView/></bookViews><sheets>` + sheets.String() + `</sheets>` + defined + `</workbook>`
}

func splitCell(name string) (column, row string) {
	at := strings.IndexAny(name, "0123456789")
	return name[:at], name[at:]
}

// name is the name of this part of the sheet, in the form that programs take: at most
// 31 characters, none of those that stand for something in formulas.
func (p *sheetWriter) name() string {
	const most = 31
	suffix := ""
	if p.parts > 1 {
		suffix = "（" + strconv.Itoa(p.parts) + "）"
	}
	s := []rune(strings.Trim(forbidden.Replace(Clean(p.Name)), "'"))
	return string(s[:min(len(s), most-len([]rune(suffix)))]) + suffix
}

var forbidden = strings.NewReplacer("[", "（", "]", "）", ":", "：", "*", "＊", "?", "？", "/", "／", `\`, "＼", "\n", " ", "\t", " ")

// literal keeps a text from being read as anything but itself: spreadsheets read
// _x0041_ as A (ECMA-376, 22.4.2.4), so the underscore of such a one is written out.
func literal(s string) string {
	from := strings.Index(s, "_x")
	if from < 0 {
		return s
	}
	var b strings.Builder
	b.WriteString(s[:from])
	for i := from; i < len(s); i++ {
		if writtenOut(s[i:]) {
			b.WriteString("_x005F")
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// writtenOut reports whether s begins with a character written out as _x0041_.
func writtenOut(s string) bool {
	return len(s) >= 7 && s[:2] == "_x" && s[6] == '_' && strings.Trim(s[2:6], "0123456789abcdefABCDEF") == ""
}
