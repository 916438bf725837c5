package desk

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"nayan/internal/audit"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// AuditPage is the record of what staff did, newest first.
type AuditPage struct {
	Page
	Form  AuditForm
	Staff []ui.Option
	Names AuditNames
	Scope string // the units whose entries are shown; empty for all
	Lines []AuditLine
	First bool   // nothing is newer
	Older string // where the next page begins; empty on the last
}

// AuditForm is the filter as it was typed. Staff is an id or [AuditProgram].
type AuditForm struct {
	Staff, Action, Kind, ID, From, To string
	Errors                            ui.Errors
}

// AuditProgram stands in the filter for what no member of staff did.
const AuditProgram = "program"

// AuditLine is one entry.
type AuditLine struct {
	ID       int64
	At       time.Time
	StaffID  int64 // 0: the program itself
	Action   string
	Kind     string
	ObjectID string
	Subject  string // title of what it is about
	Changes  []audit.Change
}

// AuditNames are what ids stand for.
type AuditNames struct{ Staff, Units map[int64]string }

func (f AuditForm) query() url.Values {
	q := url.Values{}
	for _, field := range []struct{ name, value string }{
		{"staff", f.Staff}, {"action", f.Action}, {"kind", f.Kind}, {"id", f.ID}, {"from", f.From}, {"to", f.To},
	} {
		if field.value != "" {
			q.Set(field.name, field.value)
		}
	}
	return q
}

func (p AuditPage) olderURL() string {
	q := p.Form.query()
	q.Set("after", p.Older)
	return withQuery("/desk/audit", q)
}

func (p AuditPage) field(ctx context.Context, name, value, kind string) ui.Field {
	return ui.Field{ID: name, Name: name, Label: i18n.T(ctx, "audit.filter."+name), Value: value, Type: kind, Later: true,
		Error: p.Form.Errors.Message(ctx, name), Autocomplete: "off"}
}

// wordOptions are the choices of a filter: all, and each word of a list.
func wordOptions(ctx context.Context, prefix string, words []string) []ui.Option {
	options := []ui.Option{{Label: i18n.T(ctx, "desk.filter.all")}}
	for _, w := range words {
		options = append(options, ui.Option{Value: w, Label: i18n.T(ctx, prefix+w)})
	}
	return options
}

// who names who did it.
func (n AuditNames) who(ctx context.Context, id int64) string {
	if id == 0 {
		return i18n.T(ctx, "audit.program")
	}
	return named(n.Staff, id)
}

// named gives a name, or the number of what has none.
func named(names map[int64]string, id int64) string {
	if name := names[id]; name != "" {
		return name
	}
	return id64(id)
}

// word gives the words for a name of the program; the name itself where the
// catalogue has none.
func word(ctx context.Context, prefix, name string) string {
	if i18n.Has(prefix + name) {
		return i18n.T(ctx, prefix+name)
	}
	return name
}

// object says what an entry is about. A part of something, as a comment, is a
// number and nothing more.
func (l AuditLine) object(ctx context.Context, n AuditNames) string {
	kind := word(ctx, "audit.kind.", l.Kind)
	switch id, err := strconv.ParseInt(l.ObjectID, 10, 64); {
	case err == nil && l.Kind == "staff" && n.Staff[id] != "":
		return kind + " " + n.Staff[id]
	case err == nil && l.Kind == "unit" && n.Units[id] != "":
		return kind + " " + n.Units[id]
	case l.Kind == "kind_rule":
		return kind + " " + word(ctx, "kind.", l.ObjectID)
	}
	return strings.TrimSpace(kind + " " + l.ObjectID)
}

// href leads to the page of the object; empty where an auditor has none.
func (l AuditLine) href() string {
	owner, part, _ := strings.Cut(l.ObjectID, "/")
	id, err := strconv.ParseInt(owner, 10, 64)
	if err != nil {
		return ""
	}
	switch l.Kind {
	case "consultation":
		return consultationURL(id, "")
	case "comment":
		return consultationURL(id, "comments")
	case "suggestion":
		return consultationURL(id, "suggestions?state="+All+"#suggestion-"+part)
	case "open_day", "booking":
		return openDayURL(id, "")
	case "enterprise":
		return enterpriseURL(id, "")
	}
	return ""
}
