package ooxml

import "strconv"

// ContentTypes is the part that says what each of the others is.
func ContentTypes(overrides string) string {
	return `<Types xmlns="` + NSPackage + `content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` + overrides + `</Types>`
}

// RootRelation is the part that names the document of the package.
func RootRelation(target string) string { return Relations(Relation(1, "officeDocument", target)) }

// Relations is a part of relations.
func Relations(list string) string {
	return `<Relationships xmlns="` + NSPackage + `relationships">` + list + `</Relationships>`
}

// Relation is one relation, known as rId<n>, to a part of a kind.
func Relation(n int, kind, target string) string {
	return `<Relationship Id="rId` + strconv.Itoa(n) + `" Type="` + NSRelations + `/` + kind + `" Target="` + target + `"/>`
}
