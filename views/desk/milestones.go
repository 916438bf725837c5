package desk

import (
	"context"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// MilestonesPage is where what became of a decision is noted.
type MilestonesPage struct {
	Page
	Con        consult.Consultation
	Milestones []consult.Milestone
	Names      map[int64]string // of who noted and withdrew them
	Form       MilestoneForm
	Withdrawal MilestoneWithdrawal
}

// MilestoneForm is a milestone as it was typed.
type MilestoneForm struct {
	Kind, On, Note, URL string
	Errors              ui.Errors
}

// MilestoneWithdrawal is a withdrawal that was refused, as it was typed.
type MilestoneWithdrawal struct {
	ID     int64
	Reason string
	Errors ui.Errors
}

// mayNote reports whether who is signed in notes milestones of this consultation.
func (p MilestonesPage) mayNote() bool {
	return p.Can(account.Drafter) && p.Con.MayNote(p.Now) == nil
}

// milestonesTab is there once something can have become of the decision.
func milestonesTab(p Page, con consult.Consultation) []Tab {
	if con.Public() && con.MayNote(p.Now) == nil {
		return []Tab{TabMilestones}
	}
	return nil
}

func (p MilestonesPage) kinds(ctx context.Context) []ui.Option {
	options := []ui.Option{{Label: i18n.T(ctx, "desk.choose")}}
	for _, k := range consult.MilestoneKinds {
		options = append(options, ui.Option{Value: string(k), Label: i18n.T(ctx, "milestone.kind."+string(k))})
	}
	return options
}

func (p MilestonesPage) field(ctx context.Context, name, value string, required bool) ui.Field {
	return ui.Field{ID: name, Name: name, Label: i18n.T(ctx, "desk.milestone."+name), Hint: i18n.T(ctx, "desk.milestone."+name+".hint"), Value: value,
		Required: required, Error: p.Form.Errors.Message(ctx, name)}
}

func (p MilestonesPage) kind(ctx context.Context) ui.Field {
	return p.field(ctx, "kind", p.Form.Kind, true)
}

func (p MilestonesPage) day(ctx context.Context) ui.Field {
	f := p.field(ctx, "on_day", p.Form.On, true)
	f.Type = "date"
	return f
}

func (p MilestonesPage) note(ctx context.Context) ui.Field {
	f := p.field(ctx, "note", p.Form.Note, false)
	f.Rows, f.MaxLength, f.Later = 2, consult.MaxMilestoneNote, true
	return f
}

func (p MilestonesPage) link(ctx context.Context) ui.Field {
	f := p.field(ctx, "url", p.Form.URL, false)
	f.Type, f.MaxLength = "url", consult.MaxMilestoneURL
	return f
}

// why asks for the reason of a withdrawal; only the one that was sent keeps its
// text and its error.
func (p MilestonesPage) why(ctx context.Context, m consult.Milestone) ui.Field {
	f := ui.Field{ID: "reason-" + id64(m.ID), Name: "reason", Label: i18n.T(ctx, "desk.milestone.reason"), Hint: i18n.T(ctx, "desk.milestone.reason.hint"),
		Required: true, Rows: 2, MaxLength: consult.MaxReason}
	if p.Withdrawal.ID == m.ID {
		f.Value, f.Error = p.Withdrawal.Reason, p.Withdrawal.Errors.Message(ctx, f.ID)
	}
	return f
}
