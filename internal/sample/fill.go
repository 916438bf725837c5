package sample

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/draft"
	"nayan/internal/fault"
)

// TOTPSecret is the secret of the second factor of every sample member who needs
// one. It is no secret: the samples are for looking around.
const TOTPSecret = "NAYANSAMPLECOUNTYNAYANSAMPLECOUN"

// filler loads a county through the same use cases as everybody else, each at
// the moment at which it is said to have happened.
type filler struct {
	base     *app.App
	now      time.Time
	county   County
	say      func(string)
	units    map[string]int64
	staff    map[string]app.Actor
	calls    map[string]call
	sessions map[string]int64
	senders  map[string]int64 // accounts by the comments they sent
	accounts map[string]int64 // of people, by key
	firms    map[string]int64 // enterprises by key
}

// call is a consultation once it is stored.
type call struct {
	id      int64
	no      string
	times   consult.Times
	clauses map[string]int64 // by label
}

// Fill loads the county into an empty database. Every member of staff and every
// account gets the given password, and TOTPSecret where their roles need a second
// factor; say gets one line per step.
func Fill(ctx context.Context, a *app.App, county County, password string, say func(string)) (err error) {
	defer fault.Wrap(&err, "sample.Fill")
	f := &filler{base: a, now: a.Now(), county: county, say: say, units: map[string]int64{}, staff: map[string]app.Actor{},
		calls: map[string]call{}, sessions: map[string]int64{},
		senders: map[string]int64{}, accounts: map[string]int64{}, firms: map[string]int64{}}
	if err := mark(ctx, a, auditBegin); err != nil {
		return err
	}
	if err := f.people(ctx, password); err != nil {
		return err
	}
	if err := f.residents(ctx, password); err != nil {
		return err
	}
	if err := f.enterprises(ctx, password); err != nil {
		return err
	}
	for _, c := range county.Consultations {
		if err := f.consultation(ctx, c); err != nil {
			return fmt.Errorf("%s: %w", c.Key, err)
		}
	}
	if err := f.openDays(ctx); err != nil {
		return err
	}
	if err := f.followers(ctx); err != nil {
		return err
	}
	return mark(ctx, a, auditEnd)
}

func (f *filler) people(ctx context.Context, password string) error {
	f.say("sample: units and staff")
	for i, u := range f.county.Units {
		id, err := f.base.AddUnit(ctx, app.System, u.Name, i)
		if err != nil {
			return err
		}
		f.units[u.Key] = id
	}
	for _, m := range f.county.Staff {
		id, err := f.base.AddStaff(ctx, app.System, app.StaffInput{UnitID: f.units[m.Unit], Name: m.Name, Email: m.Email,
			Password: password, Grants: f.grants(m)})
		if err != nil {
			return err
		}
		f.staff[m.Key] = app.Actor{StaffID: id}
		if !f.grants(m).NeedSecondFactor() {
			continue
		}
		if err := f.base.AddSecondFactor(ctx, app.System, id, TOTPSecret); err != nil {
			return err
		}
	}
	return nil
}

// grants gives a member their roles: for their own unit, or for every one.
func (f *filler) grants(m Member) account.Grants {
	if m.Everywhere {
		return account.For(account.EveryUnit, m.Roles...)
	}
	return account.For(f.units[m.Unit], m.Roles...)
}

// consultation walks one call as far as its state says.
func (f *filler) consultation(ctx context.Context, c Consultation) error {
	f.say("sample: " + c.Title)
	at := f.base.At(f.earlier(c.ReleasedAt(f.now)))
	stored := call{times: c.Times(f.now)}
	id, err := at.CreateConsultation(ctx, f.staff[c.Author], f.fields(c, c.Announced(f.now)))
	if err != nil {
		return err
	}
	stored.id = id
	if err := f.texts(ctx, at, c, id); err != nil {
		return err
	}
	if err := f.survey(ctx, at, c, id); err != nil {
		return err
	}
	if err := f.legality(ctx, at, c, id); err != nil {
		return err
	}
	if err := f.review(ctx, at, c, id); err != nil || c.State != consult.Released {
		return err
	}
	if err := f.extend(ctx, c, id); err != nil {
		return err
	}
	if err := at.InviteTo(ctx, id); err != nil {
		return err
	}
	if err := f.read(ctx, &stored); err != nil {
		return err
	}
	f.calls[c.Key] = stored
	if err := f.answers(ctx, c); err != nil {
		return err
	}
	if err := f.opinions(ctx, c); err != nil {
		return err
	}
	if err := f.milestones(ctx, c, id); err != nil || c.Next == nil {
		return err
	}
	return f.next(ctx, c, id)
}

// next publishes a second version of a draft.
func (f *filler) next(ctx context.Context, c Consultation, id int64) error {
	at := f.base.At(instant(f.now, c.Next.InDays, resultsHour))
	p, err := at.ReadDraft(id, c.Next.Draft.Name, c.Next.Draft.Data)
	if err != nil {
		return err
	}
	version, err := at.ProposeVersion(ctx, f.staff[c.Author], id, app.VersionInput{Payload: p.Payload, Seal: p.Seal, Reason: c.Next.Reason, Final: c.Next.Final})
	if err != nil {
		return err
	}
	if err := at.StepVersion(ctx, f.staff[c.Reviewer], id, version, consult.VersionPass, ""); err != nil {
		return err
	}
	if err := at.StepVersion(ctx, f.staff[c.Approver], id, version, consult.VersionPublish, ""); err != nil {
		return err
	}
	return f.point(ctx, at, c)
}

// earlier keeps what is planned for later from being said to have happened.
func (f *filler) earlier(t time.Time) time.Time {
	if t.After(f.now) {
		return f.now
	}
	return t
}

func (f *filler) fields(c Consultation, t consult.Times) consult.Fields {
	return consult.Fields{Title: c.Title, LegalBasis: c.LegalBasis, Contact: c.Contact.String(), UnitID: f.units[c.Unit],
		Kind: c.Kind, Audience: c.Audience, OpensAt: t.OpensAt, ClosesAt: t.ClosesAt, NoticeMarkdown: c.NoticeAt(f.now),
		Explanation: c.Explanation.String(), PublishWhileOpen: c.PublishWhileOpen, IntakeDays: c.IntakeDays, ResultsDays: c.ResultsDays}
}

// legality records the review of a draft before it is handed over.
func (f *filler) legality(ctx context.Context, at *app.App, c Consultation, id int64) error {
	if c.Legality == nil {
		return nil
	}
	return at.RecordLegality(ctx, f.staff[c.Author], id, consult.Legality{Office: c.Legality.Office, OpinionNo: c.Legality.OpinionNo,
		ReviewedOn: instant(f.now, c.ReleasedInDays-c.Legality.DaysBefore, 0), Opinion: c.Legality.Opinion})
}

// extend lets a call go on for longer, where the samples say so.
func (f *filler) extend(ctx context.Context, c Consultation, id int64) error {
	if c.Extended == nil {
		return nil
	}
	at := f.base.At(instant(f.now, c.Extended.InDays, resultsHour))
	return at.Extend(ctx, f.staff[c.Approver], id, c.Times(f.now).LastDay(), c.Extended.Reason)
}

func (f *filler) texts(ctx context.Context, at *app.App, c Consultation, id int64) error {
	tree, err := draft.Parse(c.Draft.Name, c.Draft.Data)
	if err != nil {
		return err
	}
	author := f.staff[c.Author]
	if _, err := at.SaveDraft(ctx, author, id, c.Draft.Name, tree); err != nil {
		return err
	}
	if len(c.Industries) > 0 {
		if err := at.SetAddressing(ctx, author, id, app.AddressingInput{Industries: c.Industries}); err != nil {
			return err
		}
	}
	for _, file := range c.Attachments {
		if _, err := at.AddAttachment(ctx, author, id, file.Name, bytes.NewReader(file.Data)); err != nil {
			return err
		}
	}
	return nil
}

// review takes the steps, in order, that lead to the state of the call.
func (f *filler) review(ctx context.Context, at *app.App, c Consultation, id int64) error {
	walk := []struct {
		to     consult.State
		action consult.Action
		actor  string
	}{
		{consult.InReview, consult.Submit, c.Author},
		{consult.InApproval, consult.ReviewPass, c.Reviewer},
		{consult.Approved, consult.Approve, c.Approver},
		{consult.Released, consult.Release, c.Approver},
	}
	for _, step := range walk {
		if c.State == consult.Drafting {
			return nil
		}
		if err := at.Step(ctx, f.staff[step.actor], id, step.action, ""); err != nil {
			return err
		}
		if step.to == c.State {
			return nil
		}
	}
	return nil
}

// read finds the number and the clauses that storing gave.
func (f *filler) read(ctx context.Context, c *call) error {
	con, err := f.base.Repo.ConsultationByID(ctx, c.id)
	if err != nil {
		return err
	}
	c.no = con.No
	d, err := f.base.Repo.DraftByNo(ctx, c.no)
	c.clauses = make(map[string]int64, len(d.Clauses))
	for _, cl := range d.Clauses {
		c.clauses[cl.Label] = cl.ID
	}
	return err
}
