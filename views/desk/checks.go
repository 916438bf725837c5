package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// Findings are what the checks found in what is about to be published.
type Findings struct {
	Scope     consult.Scope
	List      []consult.Finding // what stands in the way first
	Total     int               // all of them; the list may be shorter
	Names     map[int64]string  // of who waived
	MayWaive  bool              // who is signed in, now
	Form      WaiverForm
	Editable  bool // by who is signed in, now: personal data can still be taken out
	ConsultID int64
	VersionID int64 // of OfVersion
}

// WaiverForm is a waiver that was refused, as it was typed.
type WaiverForm struct {
	Chosen []int64
	Reason string
	Errors ui.Errors
}

// LegalityForm is the record of a legality review as it was typed.
type LegalityForm struct {
	Office, OpinionNo, ReviewedOn, Opinion string
	Errors                                 ui.Errors
}

// LegalityPart is what the overview shows of the legality review.
type LegalityPart struct {
	Needed bool // the kind asks for one
	Known  *consult.Legality
	Form   LegalityForm
}

// of gives the findings of some checks.
func (f Findings) of(checks ...consult.Check) (list []consult.Finding) {
	for _, one := range f.List {
		if slices.Contains(checks, one.Check) {
			list = append(list, one)
		}
	}
	return list
}

// open counts what stands in the way, of what is listed.
func (f Findings) open() (n int) {
	for _, one := range f.List {
		if one.Open() {
			n++
		}
	}
	return n
}

// place says where a finding stands.
func place(ctx context.Context, f consult.Finding) string {
	words := i18n.T(ctx, "check.source."+string(f.Source))
	if f.Place != "" {
		words += " · " + f.Place
	}
	return words
}

// mendURL leads to where a finding can be taken out.
func (f Findings) mendURL(one consult.Finding) string {
	switch one.Source {
	case consult.InDraft:
		return consultationURL(f.ConsultID, "draft")
	case consult.InAttachment:
		return "#attachments"
	case consult.InSurvey:
		return consultationURL(f.ConsultID, "survey")
	case consult.InOpinion, consult.InReason:
		return consultationURL(f.ConsultID, "suggestions") + "?state=" + All + "#" + SuggestionAnchor(one.SourceID)
	}
	return consultationURL(f.ConsultID, "edit#"+string(one.Source))
}

// what says what was found.
func what(ctx context.Context, f consult.Finding) string {
	return i18n.T(ctx, "privacy.finding."+f.Kind)
}

func (f Findings) chosen(id int64) bool { return slices.Contains(f.Form.Chosen, id) }

func (f Findings) reasonField(ctx context.Context) ui.Field {
	return ui.Field{ID: "waiver_reason", Name: "waiver_reason", Label: i18n.T(ctx, "check.waive.reason"), Hint: i18n.T(ctx, "check.waive.reason.hint"),
		Value: f.Form.Reason, Error: f.Form.Errors.Message(ctx, "waiver_reason"), Rows: 2, MaxLength: consult.MaxWaiverRunes, Required: true}
}

func (l LegalityPart) field(ctx context.Context, name, value string) ui.Field {
	return ui.Field{ID: name, Name: name, Label: i18n.T(ctx, "check.legality."+name), Value: value,
		Error: l.Form.Errors.Message(ctx, name), Required: true}
}

func (l LegalityPart) dateField(ctx context.Context) ui.Field {
	f := l.field(ctx, "reviewed_on", l.Form.ReviewedOn)
	f.Type = "date"
	return f
}

func (l LegalityPart) opinionField(ctx context.Context) ui.Field {
	f := l.field(ctx, "opinion", l.Form.Opinion)
	f.Rows, f.MaxLength = 3, consult.MaxLegalityOpinion
	return f
}

// waivedBy says who let a finding stand, and when.
func (f Findings) waivedBy(ctx context.Context, one consult.Finding) string {
	return i18n.T(ctx, "check.waived", f.Names[one.WaivedBy], i18n.Minute(ctx, at(one.WaivedAt)), one.Reason)
}

func at(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// ToMend is what keeps a consultation from going on.
type ToMend struct {
	Missing  int // for its author to fill in
	Findings int // to be taken out or waived
}

// ToMend counts it.
func (p ConsultationPage) ToMend() ToMend {
	return ToMend{Missing: len(p.Missing), Findings: p.Findings.open()}
}

// mendURL leads to what a line of the checklist is about: a page, or a part of this one.
func (p ConsultationPage) mendURL(c checkItem) string {
	if strings.HasPrefix(c.page, "#") {
		return c.page
	}
	return consultationURL(p.Con.ID, c.page)
}

// waiveURL is where a waiver is sent: the page that comes back is the one it came from.
func (f Findings) waiveURL() string {
	switch f.Scope {
	case consult.OfVersion:
		return versionURL(f.ConsultID, f.VersionID) + "/findings/waive"
	case consult.OfResults:
		return consultationURL(f.ConsultID, "results/findings/waive")
	}
	return consultationURL(f.ConsultID, "findings/waive")
}
