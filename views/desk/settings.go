package desk

import (
	"context"
	"strconv"
	"time"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/internal/workday"
	"nayan/views/ui"
)

// SettingsTab names one of the administrator's pages of settings. Its words are
// the keys "desk.settings." and the tab.
type SettingsTab string

// The tabs, each the end of its address.
const (
	TabKinds    SettingsTab = "kinds"
	TabHolidays SettingsTab = "holidays"
	TabWording  SettingsTab = "wording"
	TabReasons  SettingsTab = "reasons"
)

func settingsTabs(ctx context.Context, current SettingsTab) (tabs []ui.Tab) {
	for _, t := range []SettingsTab{TabKinds, TabHolidays, TabWording, TabReasons} {
		tabs = append(tabs, ui.Tab{Href: settingsURL(string(t)), Text: i18n.T(ctx, "desk.settings."+string(t)), Current: t == current})
	}
	return tabs
}

func settingsURL(page string) string { return "/desk/settings/" + page }

// KindsPage lists what is set for each kind. County: whoever looks administers
// every unit, and may change it.
type KindsPage struct {
	Page
	Rules  []consult.KindRule
	County bool
}

// KindForm is a rule as it was typed.
type KindForm struct {
	Enabled, LegalityReview bool
	Minimum, MinimumIn      string
	Source, ResultsDays     string
	Errors                  ui.Errors
}

// KindPage changes what is set for a kind.
type KindPage struct {
	Page
	Kind consult.Kind
	Form KindForm
}

// field begins a field of this form: its words are the keys "desk.kind." and its name.
func (p KindPage) field(ctx context.Context, name, value string) ui.Field {
	f := ui.Field{ID: name, Name: name, Label: i18n.T(ctx, "desk.kind."+name), Value: value, Error: p.Form.Errors.Message(ctx, name)}
	if hint := "desk.kind." + name + ".hint"; i18n.Has(hint) {
		f.Hint = i18n.T(ctx, hint)
	}
	return f
}

func (p KindPage) number(ctx context.Context, name, value string) ui.Field {
	f := p.field(ctx, name, value)
	f.InputMode, f.Required = "numeric", true
	return f
}

func (p KindPage) unit(ctx context.Context) ui.Field {
	f := p.field(ctx, "minimum_in", p.Form.MinimumIn)
	f.Required = true
	return f
}

func (p KindPage) source(ctx context.Context) ui.Field {
	f := p.field(ctx, "source", p.Form.Source)
	f.MaxLength, f.Later = consult.MaxSource, true
	return f
}

func (p KindPage) tick(ctx context.Context, name string, on bool) ui.Field {
	f := p.field(ctx, name, "")
	f.Later = true
	if on {
		f.Value = "1"
	}
	return f
}

func unitOptions(ctx context.Context) (options []ui.Option) {
	for _, u := range workday.Units {
		options = append(options, ui.Option{Value: string(u), Label: i18n.T(ctx, "desk.kind.unit."+string(u))})
	}
	return options
}

// HolidayYear is one line of the list of years.
type HolidayYear struct {
	workday.Year
	Embedded   bool // came with the program
	ImportedAt time.Time
	ImportedBy string
}

// HolidaysPage lists the years whose days off are known, the latest first, and
// imports more.
type HolidaysPage struct {
	Page
	Years  []HolidayYear
	County bool
	Next   int // the first year that is missing
	Errors ui.Errors
}

// origin says where a year comes from.
func (y HolidayYear) origin(ctx context.Context) string {
	switch {
	case y.ImportedAt.IsZero():
		return i18n.T(ctx, "desk.holidays.embedded")
	case y.Embedded:
		return i18n.T(ctx, "desk.holidays.replaced", y.ImportedBy, i18n.Minute(ctx, y.ImportedAt))
	}
	return i18n.T(ctx, "desk.holidays.imported", y.ImportedBy, i18n.Minute(ctx, y.ImportedAt))
}

// days counts the days off and the days worked instead.
func (y HolidayYear) days() (off, makeUp string) {
	a, b := y.Off()
	return strconv.Itoa(a), strconv.Itoa(b)
}

// linked reports whether the name of a source may be a link: it comes from a file.
func linked(paper string) bool {
	const secure, plain = "https://www.gov.cn/", "http://www.gov.cn/"
	return len(paper) > len(secure) && (paper[:len(secure)] == secure || paper[:len(plain)] == plain)
}
