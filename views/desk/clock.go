package desk

import (
	"context"
	"strings"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	consultview "nayan/views/consult"
	"nayan/views/ui"
)

// clockFacts are the periods a consultation is under, as the public page has them.
func clockFacts(ctx context.Context, con consult.Consultation) (facts []ui.Fact) {
	if f, ok := consultview.MinimumFact(ctx, con); ok {
		facts = append(facts, f)
	}
	if f, ok := consultview.ResultsFact(ctx, con); ok {
		facts = append(facts, f)
	}
	return facts
}

// kindOptions are the kinds that may be chosen, and the one that is.
func (p ConsultationFormPage) kindOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Label: i18n.T(ctx, "desk.choose")}}
	for _, r := range p.Rules {
		if r.Enabled || string(r.Kind) == p.Form.Kind {
			options = append(options, ui.Option{Value: string(r.Kind), Label: i18n.T(ctx, "kind."+string(r.Kind))})
		}
	}
	return options
}

// minimumText is what a kind asks for: 不少于 30 日（《重大行政决策程序暂行条例》第十五条）.
func minimumText(ctx context.Context, r consult.KindRule) string {
	if r.MinimumDays == 0 {
		return i18n.T(ctx, "desk.period.none")
	}
	return i18n.T(ctx, "desk.period.source", i18n.T(ctx, "clock.minimum."+string(r.MinimumIn), r.MinimumDays), r.MinimumSource)
}

// asksShortReason reports whether the reason for a short period is asked for: once
// it turned out that the period is one, and while there is a reason.
func (p ConsultationFormPage) asksShortReason() bool {
	for _, f := range p.Form.Errors {
		if strings.HasPrefix(f.Key, "consult.error.period_short.") || f.Name == "short_reason" {
			return true
		}
	}
	return p.Form.ShortReason != ""
}

func (p ConsultationFormPage) shortReason(ctx context.Context) ui.Field {
	f := p.text(ctx, "short_reason", p.Form.ShortReason, 3, false)
	f.MaxLength = consult.MaxReason
	return f
}

func (p ConsultationFormPage) resultsDays(ctx context.Context) ui.Field {
	f := p.field(ctx, "results_days", p.Form.ResultsDays, false)
	f.InputMode = "numeric"
	return f
}

// ChangeForm is a change of a public consultation as it was typed.
type ChangeForm struct {
	On     string // the new day; a withdrawal has none
	Reason string
	Errors ui.Errors
}

// ChangePage asks for a change of a public consultation. Barred, when it cannot
// be made at all, hides the form; the page's problem says why.
type ChangePage struct {
	Page
	Con    consult.Consultation
	Kind   consult.ChangeKind
	Barred bool
	Form   ChangeForm
}

// changePages are the ends of the addresses of the forms, and the names of their days.
var changePages = map[consult.ChangeKind]struct{ page, day string }{
	consult.Extended: {"extend", "closes_at"}, consult.CallWithdrawn: {"withdraw", ""}, consult.Delayed: {"delay", "results_on"},
}

func (p ChangePage) day(ctx context.Context) ui.Field {
	name := changePages[p.Kind].day
	return ui.Field{ID: name, Name: name, Label: i18n.T(ctx, "desk.change."+name), Hint: i18n.T(ctx, "desk.change.on.hint"), Value: p.Form.On, Type: "date", Required: true,
		Error: p.Form.Errors.Message(ctx, name)}
}

func (p ChangePage) reason(ctx context.Context) ui.Field {
	return ui.Field{ID: "reason", Name: "reason", Label: i18n.T(ctx, "desk.change.reason"), Hint: i18n.T(ctx, "desk.change.reason.hint"),
		Value: p.Form.Reason, Required: true, Rows: 4, MaxLength: consult.MaxReason, Error: p.Form.Errors.Message(ctx, "reason")}
}

// will says what happens when the form is sent.
func (p ChangePage) will(ctx context.Context) []string {
	prefix := "desk.change." + string(p.Kind) + ".will."
	return []string{i18n.T(ctx, prefix+"now"), i18n.T(ctx, prefix+"comments"), i18n.T(ctx, prefix+"final")}
}

// standsAt says what the change starts from.
func (p ChangePage) standsAt(ctx context.Context) string {
	switch p.Kind {
	case consult.Extended:
		return i18n.T(ctx, "desk.change.stands.extended", i18n.Second(ctx, p.Con.LastSecond()))
	case consult.Delayed:
		if !p.Con.Promised().IsZero() {
			return i18n.T(ctx, "desk.change.stands.delayed", i18n.Date(ctx, p.Con.Promised().In(i18n.Zone)))
		}
	}
	return ""
}

// changeable lists the changes that who is signed in can make now.
func changeable(p Page, con consult.Consultation) (kinds []consult.ChangeKind) {
	if !p.Can(account.Approver) {
		return nil
	}
	if con.MayExtend(p.Now) == nil {
		kinds = append(kinds, consult.Extended)
	}
	if con.MayDelay(p.Now) == nil {
		kinds = append(kinds, consult.Delayed)
	}
	if con.MayWithdraw() == nil {
		kinds = append(kinds, consult.CallWithdrawn)
	}
	return kinds
}
