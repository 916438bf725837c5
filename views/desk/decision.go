package desk

import (
	"context"
	"strings"
	"time"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// DecisionForm is a decision, or the note that sends one back, as it was typed and
// refused.
type DecisionForm struct {
	SuggestionID              int64
	Outcome, Reason, Override string
	Back                      string
	Errors                    ui.Errors // named after the item, as in reason-7
}

// Deciding is what one suggestion is decided and looked at with, in the list and on
// a page of its own.
type Deciding struct {
	CSRF           string
	ConsultationID int64
	Suggestion     consult.Suggestion
	Filter         string // of the list that the browser comes back to, encoded
	After          string // the element there
	From           string // FromOne: the browser comes back to the page of one
	Save           string // key of the button
	MayDecide      bool   // who is signed in, now
	MayCheck       bool
	Staff          int64 // who is signed in
	Form           DecisionForm
}

func (d Deciding) url(page string) string {
	return consultationURL(d.ConsultationID, "suggestions/"+id64(d.Suggestion.ID)+page)
}

// typed reports whether the form that was refused is the one of this suggestion.
func (d Deciding) typed() bool { return d.Form.SuggestionID == d.Suggestion.ID }

// checkable reports whether who is signed in can be the second person.
func (d Deciding) checkable() bool {
	s := d.Suggestion
	return d.MayCheck && complete(s) && s.DecidedBy != d.Staff && s.BackNote == ""
}

func (d Deciding) field(ctx context.Context, name, value, typed string) ui.Field {
	f := ui.Field{ID: name + "-" + id64(d.Suggestion.ID), Name: name, Label: i18n.T(ctx, "desk.suggestions."+name), Value: value}
	if d.typed() {
		f.Value, f.Error = typed, messages(ctx, d.Form.Errors, f.ID)
	}
	return f
}

func (d Deciding) outcome(ctx context.Context) ui.Field {
	f := d.field(ctx, "outcome", string(d.Suggestion.Outcome), d.Form.Outcome)
	f.Required = true
	return f
}

func (d Deciding) reason(ctx context.Context) ui.Field {
	f := d.field(ctx, "reason", d.Suggestion.Reason, d.Form.Reason)
	f.Hint, f.Later, f.Rows, f.MaxLength = i18n.T(ctx, "desk.suggestions.reason.hint"), true, 4, consult.MaxReasonRunes
	return f
}

// override is the note that lets a weak reason stand.
func (d Deciding) override(ctx context.Context) ui.Field {
	f := d.field(ctx, "override", d.Suggestion.Override, d.Form.Override)
	f.Hint, f.Later, f.Rows, f.MaxLength = i18n.T(ctx, "desk.suggestions.override.hint"), true, 2, consult.MaxOverrideRunes
	return f
}

// asksOverride reports whether the note has a place in the form: once something was
// found, or while one stands.
func (d Deciding) asksOverride() bool {
	return d.Suggestion.Override != "" || d.typed() && (d.Form.Override != "" || warned(d.Form.Errors))
}

func (d Deciding) back(ctx context.Context) ui.Field {
	f := d.field(ctx, "back", "", d.Form.Back)
	f.Hint, f.Required, f.Rows = i18n.T(ctx, "desk.suggestions.back.hint"), true, 2
	return f
}

// warned reports whether a reason was refused for being weak.
func warned(errors ui.Errors) bool {
	for _, f := range errors {
		if strings.HasPrefix(f.Key, "reason.warning.") {
			return true
		}
	}
	return false
}

// messages joins everything that is to be said about a field.
func messages(ctx context.Context, errors ui.Errors, name string) string {
	var all []string
	for _, f := range errors {
		if f.Name == name {
			all = append(all, i18n.T(ctx, f.Key, f.Args...))
		}
	}
	return strings.Join(all, "")
}

// overriddenWords names the warnings that were overridden.
func overriddenWords(ctx context.Context, w consult.Warnings) string {
	var words []string
	for _, one := range w.List() {
		words = append(words, i18n.T(ctx, "reason.short."+string(one)))
	}
	return strings.Join(words, "、")
}

// asOf writes until when somebody has seen what they check.
func asOf(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
