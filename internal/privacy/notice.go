package privacy

import (
	"embed"
	"path"
	"slices"
	"strings"
)

// NoticeVersion is the 个人信息处理说明 in force, by year and month. A change of
// its words, or of a period in Rules, is a new version: people agreed to the old one.
const NoticeVersion = "2026-12"

//go:embed notice/*.md
var notices embed.FS

// NoticeVersions lists every version ever in force, newest first.
func NoticeVersions() []string {
	entries, err := notices.ReadDir("notice")
	if err != nil {
		panic(err) // embedded
	}
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimSuffix(e.Name(), ".md"))
	}
	slices.Reverse(out)
	return out
}

// KnownNotice gives the version back when there is one of that name, else "":
// what a form claims that somebody agreed to must exist.
func KnownNotice(version string) string {
	if slices.Contains(NoticeVersions(), version) {
		return version
	}
	return ""
}

// Blanks are what a notice leaves to the county. Retention is the list of
// periods in words.
type Blanks struct{ Site, County, Organiser, Operator, Phone, Retention string }

// Notice gives a version of the notice as Markdown with its blanks filled in; ""
// for a version that never was.
func Notice(version string, b Blanks) string {
	if KnownNotice(version) == "" {
		return ""
	}
	text, err := notices.ReadFile(path.Join("notice", version+".md"))
	if err != nil {
		panic(err) // embedded
	}
	return strings.NewReplacer("{{site}}", b.Site, "{{county}}", b.County, "{{organiser}}", b.Organiser,
		"{{operator}}", b.Operator, "{{phone}}", b.Phone, "{{retention}}", b.Retention).Replace(string(text))
}
