package app

import (
	"context"
	"encoding/hex"
	"io"
	"iter"
	"time"

	"nayan/internal/consult"
	"nayan/internal/dossier"
	"nayan/internal/draft"
	"nayan/repo"
)

// filer reads from one moment of the database what a dossier is made of. The public
// copy is put together from what the public reads, never from what staff do.
type filer struct {
	app    *App
	s      *repo.Snapshot
	id     int64
	now    time.Time
	names  map[int64]string // of staff; none for the public copy
	drafts map[int64]int    // how the public counts them, by id
}

// source reads what both copies have, and then what is in one of them.
func (f *filer) source(ctx context.Context, which dossier.Copy) (src dossier.Source, err error) {
	c, err := f.s.Consultation(ctx, f.id)
	if err != nil {
		return src, err
	}
	src = dossier.Source{Copy: which, At: f.now, Consultation: c.Consultation,
		Notice:      dossier.Text{Markdown: c.NoticeMarkdown, HTML: c.NoticeHTML},
		Explanation: dossier.Text{Markdown: c.ExplanationMarkdown, HTML: c.ExplanationHTML}}
	if which == dossier.Staff {
		if err := f.readNames(ctx); err != nil {
			return src, err
		}
	}
	for _, x := range c.Changes {
		src.Changes = append(src.Changes, dossier.Change{Change: x, By: f.names[x.StaffID]})
	}
	for _, read := range []func(context.Context, *dossier.Source) error{f.milestones, f.versions, f.attachments, f.figures, f.results, f.survey} {
		if err := read(ctx, &src); err != nil {
			return src, err
		}
	}
	if which == dossier.Public {
		f.public(ctx, &src)
		return src, nil
	}
	return src, f.staff(ctx, &src)
}

// readNames opens the names of staff: what they did they did in office.
func (f *filer) readNames(ctx context.Context) error {
	list, err := f.s.StaffNames(ctx)
	f.names = make(map[int64]string, len(list))
	for _, m := range list {
		name, err := f.app.Keys.Open(sealStaffName, m.Sealed)
		if err != nil {
			return err
		}
		f.names[m.ID] = name
	}
	return err
}

func (f *filer) milestones(ctx context.Context, src *dossier.Source) error {
	list, err := f.s.Milestones(ctx, f.id)
	for _, m := range list {
		src.Milestones = append(src.Milestones, dossier.Milestone{Milestone: m, By: f.names[m.NotedBy], WithdrawnBy: f.names[m.WithdrawnBy]})
	}
	return err
}

// versions are the drafts and what changed from one public one to the next. Those
// that the public never saw are in the staff copy alone.
func (f *filer) versions(ctx context.Context, src *dossier.Source) error {
	list, err := f.s.Drafts(ctx, f.id)
	if err != nil {
		return err
	}
	var last *dossier.Draft
	f.drafts = map[int64]int{}
	for _, d := range list {
		x := dossier.Draft{ID: d.ID, Version: d.Version, Title: d.Title, CreatedAt: d.CreatedAt, PublishedAt: d.PublishedAt, Reason: d.Reason, Final: d.Final,
			Write: f.docx(ctx, d)}
		if d.PublishedAt == nil && src.Copy == dossier.Public {
			continue
		}
		if d.PublishedAt != nil {
			x.Number = len(f.drafts) + 1
			f.drafts[d.ID] = x.Number
			if err := f.compared(ctx, src, last, x); err != nil {
				return err
			}
			last = &x
		}
		src.Drafts = append(src.Drafts, x)
	}
	return nil
}

// docx writes a version as the site does: it holds nobody's name.
func (f *filer) docx(ctx context.Context, d repo.FiledDraft) func(io.Writer) error {
	return func(w io.Writer) error {
		clauses, err := f.s.Clauses(ctx, f.id, d.ID)
		if err != nil {
			return err
		}
		return draft.WriteDocx(w, draft.Tree{Title: d.Title, Clauses: nested(clauses, 0)})
	}
}

func (f *filer) compared(ctx context.Context, src *dossier.Source, from *dossier.Draft, to dossier.Draft) (err error) {
	if from == nil {
		return nil
	}
	x := dossier.Comparison{From: *from, To: to}
	if x.Lines, err = f.s.Comparison(ctx, f.id, from.ID, to.ID); err != nil || x.Lines == nil {
		return err
	}
	if x.Old, err = f.s.Clauses(ctx, f.id, from.ID); err != nil {
		return err
	}
	x.New, err = f.s.Clauses(ctx, f.id, to.ID)
	src.Comparisons = append(src.Comparisons, x)
	return err
}

func (f *filer) attachments(ctx context.Context, src *dossier.Source) error {
	list, err := f.s.Attachments(ctx, f.id)
	for _, a := range list {
		src.Attachments = append(src.Attachments, dossier.File{ID: a.ID, Name: a.Name, MediaType: a.MediaType, Size: a.Size, SHA256: hex.EncodeToString(a.SHA256),
			At: a.CreatedAt, Open: func() io.Reader { return f.s.AttachmentContent(a.Attachment) }})
	}
	return err
}

// figures count what came in. The public is told of how many comments it does not
// read, and nothing of how comments came.
func (f *filer) figures(ctx context.Context, src *dossier.Source) error {
	n, hidden, err := f.s.CommentFigures(ctx, f.id)
	if err != nil {
		return err
	}
	src.Figures = dossier.Figures{Comments: n.Comments, Published: n.Published, Pending: n.Pending, Hidden: counts(hidden), Superseded: n.Superseded,
		Secrets: n.Secrets, Files: n.Files}
	public := src.Copy == dossier.Public
	if !public {
		channels, err := f.s.ChannelFigures(ctx, f.id)
		if err != nil {
			return err
		}
		days, err := f.s.DayFigures(ctx, f.id)
		if err != nil {
			return err
		}
		src.Figures.ByChannel = counts(channels)
		for _, d := range days {
			src.Figures.ByDay = append(src.Figures.ByDay, dossier.Count{Key: d.Day.String(), N: d.N})
		}
	}
	if public && !src.Consultation.ShowsCommentsAt(f.now) {
		return nil
	}
	clauses, err := f.s.ClauseFigures(ctx, f.id, public)
	src.Figures.ByClause = counts(clauses)
	return err
}

func counts(list []repo.KeyCount) (out []dossier.Count) {
	for _, c := range list {
		out = append(out, dossier.Count(c))
	}
	return out
}

// results are what was released, as the public reads it.
func (f *filer) results(ctx context.Context, src *dossier.Source) (err error) {
	if src.Released, err = f.s.Released(ctx, f.id); err != nil || src.Released == nil {
		return err
	}
	batches, err := f.s.Batches(ctx, f.id)
	for _, b := range batches {
		src.Batches = append(src.Batches, dossier.Batch{Number: b.Batch, ReleasedAt: b.ReleasedAt, By: f.names[b.ReleasedBy], LeftOpen: b.LeftOpen, Totals: b.Totals})
	}
	src.Results = f.s.Results(ctx, f.id)
	src.Corrections = mapped(f.s.FiledCorrections(ctx, f.id, src.Copy == dossier.Public), func(c repo.FiledCorrection) dossier.Correction {
		return dossier.Correction{Suggestion: c.SuggestionID, OldOutcome: c.OldOutcome, OldReason: c.OldReason, Outcome: c.Outcome, Reason: c.Reason, Why: c.Why,
			ProposedBy: f.names[c.ProposedBy], ProposedAt: c.ProposedAt, ConfirmedBy: f.names[c.ConfirmedBy], ConfirmedAt: c.ConfirmedAt, DroppedBy: f.names[c.DroppedBy],
			DroppedAt: c.DroppedAt}
	})
	return err
}

// survey is the questionnaire: to the public with the figures that it may read, as
// on the page of the results.
func (f *filer) survey(ctx context.Context, src *dossier.Source) error {
	found, err := f.s.Survey(ctx, f.id)
	if err != nil || found == nil {
		return err
	}
	n, err := f.s.SurveyCounts(ctx, f.id)
	if err != nil {
		return err
	}
	asked := found.Asked()
	src.Survey = &dossier.Survey{Asked: asked}
	if src.Copy == dossier.Staff {
		src.Survey.Shown, src.Survey.Figures = true, asked.Figures(n)
		src.Survey.Texts = mapped(f.s.SurveyTexts(ctx, f.id), func(t repo.SurveyText) dossier.SurveyText {
			return dossier.SurveyText{Question: t.Question, Answer: t.AnswerID, ReceivedAt: t.ReceivedAt, Body: t.Body}
		})
		return nil
	}
	switch src.Consultation.PhaseAt(f.now) {
	case consult.Closed, consult.Answered, consult.Withdrawn:
		src.Survey.Shown, src.Survey.Figures = true, asked.PublicFigures(n)
	}
	return nil
}

// public adds the comments as the public reads them, once it may.
func (f *filer) public(ctx context.Context, src *dossier.Source) {
	if !src.Consultation.ShowsCommentsAt(f.now) {
		return
	}
	src.Comments = numberedFrom1(mapped(f.s.PublicComments(ctx, f.id), func(c repo.FiledComment) dossier.Comment {
		return dossier.Comment{Identity: string(c.Identity), Name: c.PublicName, ReceivedAt: c.ReceivedAt, Version: f.drafts[c.DraftID], Points: pointsOf(c)}
	}))
}

// mapped passes lines on as something else.
func mapped[A, B any](lines iter.Seq2[A, error], as func(A) B) iter.Seq2[B, error] {
	return func(yield func(B, error) bool) {
		for line, err := range lines {
			var out B
			if err == nil {
				out = as(line)
			}
			if !yield(out, err) {
				return
			}
		}
	}
}

// numberedFrom1 counts comments in their order.
func numberedFrom1(lines iter.Seq2[dossier.Comment, error]) iter.Seq2[dossier.Comment, error] {
	return func(yield func(dossier.Comment, error) bool) {
		n := 0
		for c, err := range lines {
			n++
			c.No = n
			if !yield(c, err) {
				return
			}
		}
	}
}

func pointsOf(c repo.FiledComment) (out []dossier.Point) {
	for _, p := range c.Filed {
		out = append(out, dossier.Point(p))
	}
	return out
}
