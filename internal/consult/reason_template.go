package consult

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/internal/text"
)

// ReasonTemplates are what the reasons of each outcome can begin with; 【】 is a
// blank to fill in.
type ReasonTemplates map[Outcome][]string

// The bounds of the templates of one outcome.
const (
	MaxTemplates     = 10
	MaxTemplateRunes = 500
)

// CleanTemplates gives templates as they are stored: those that were emptied go.
func CleanTemplates(list []string) (out []string) {
	for _, t := range list {
		if t = text.Line(t); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// CheckTemplates checks the templates of an outcome, the cleaned ones. Error:
// fault.Invalid, with the fields text-1, text-2 and so on.
func CheckTemplates(o Outcome, list []string) error {
	var f fault.Fields
	f.Check(o.Valid(), "outcome", "decide.error.outcome")
	f.Check(len(list) <= MaxTemplates, "text-1", "reason.error.too_many", MaxTemplates)
	for i, t := range list {
		name := "text-" + strconv.Itoa(i+1)
		f.Check(utf8.RuneCountInString(t) <= MaxTemplateRunes, name, "reason.error.template_long", MaxTemplateRunes)
		f.Check(!slices.Contains(list[:i], t), name, "reason.error.template_twice")
	}
	return f.Err()
}
