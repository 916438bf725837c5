package draft

import "nayan/internal/ooxml"

// partStyles are the styles of every draft.
const partStyles = ooxml.WordDefaults +
	`<w:style w:type="paragraph" w:styleId="` + styleNote + `"><w:name w:val="Nayan Note"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="` + styleHeading1 + `"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="` + styleBody + `"/><w:pPr><w:keepNext/><w:spacing w:before="280" w:after="280"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr>` + ooxml.FontHeading + `</w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="` + styleHeading2 + `"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="` + styleBody + `"/><w:pPr><w:keepNext/><w:jc w:val="center"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr>` + ooxml.FontHeading + `</w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="` + styleHeading3 + `"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/><w:next w:val="` + styleBody + `"/><w:pPr><w:keepNext/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="2"/></w:pPr><w:rPr>` + ooxml.FontHeading + `</w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="` + styleBody + `"><w:name w:val="Nayan Body"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="` + stylePreamble + `"><w:name w:val="` + stylePreambleName + `"/><w:basedOn w:val="` + styleBody + `"/></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="` + styleSignature + `"><w:name w:val="Nayan Signature"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="NayanCell"><w:name w:val="Nayan Cell"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:line="400" w:lineRule="exact"/><w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr></w:style>` +
	`</w:styles>`
