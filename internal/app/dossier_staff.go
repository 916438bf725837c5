package app

import (
	"context"
	"encoding/hex"
	"io"

	"nayan/internal/consult"
	"nayan/internal/dossier"
	"nayan/repo"
)

// staff adds what is in the staff copy alone.
func (f *filer) staff(ctx context.Context, src *dossier.Source) error {
	for _, read := range []func(context.Context, *dossier.Source) error{f.steps, f.legality, f.findings, f.proposals, f.invitations} {
		if err := read(ctx, src); err != nil {
			return err
		}
	}
	src.Comments = numberedFrom1(mapped(f.s.Comments(ctx, f.id), f.comment))
	src.Suggestions = mapped(f.s.Suggestions(ctx, f.id), f.suggestion)
	src.Moves = mapped(f.s.Moves(ctx, f.id), func(m repo.FiledMove) dossier.Move {
		return dossier.Move{Step: m.Step, Undoes: m.Undoes, Kind: m.Kind, By: f.names[m.StaffID], At: m.At, Suggestion: m.Suggestion, Added: m.Added,
			Point: dossier.PointRef{ReceiptNo: m.ReceiptNo, Position: m.Position, Starts: m.Starts, Ends: m.Ends}}
	})
	src.Past = mapped(f.s.PastDecisions(ctx, f.id), func(d repo.FiledDecision) dossier.Decision {
		return dossier.Decision{Suggestion: d.SuggestionID, Revision: d.Revision, Outcome: d.Outcome, Reason: d.Reason, By: f.names[d.DecidedBy], At: d.DecidedAt,
			CheckedBy: f.names[d.CheckedBy], CheckedAt: d.CheckedAt, Override: d.Override, BackBy: f.names[d.BackBy], BackAt: d.BackAt, BackNote: d.BackNote}
	})
	src.Opinions = mapped(f.s.UnitOpinions(ctx, f.id), func(o repo.FiledOpinion) dossier.Opinion {
		return dossier.Opinion{Suggestion: o.SuggestionID, Unit: o.Unit, Question: o.Question, DueOn: o.DueOn, AskedBy: f.names[o.AskedBy], AskedAt: o.AskedAt,
			Answer: o.Answer, AnsweredBy: f.names[o.AnsweredBy], AnsweredAt: o.AnsweredAt, WithdrawnAt: o.WithdrawnAt}
	})
	src.Audit = mapped(f.s.Audit(ctx, f.id), func(l repo.AuditLine) dossier.AuditLine {
		return dossier.AuditLine{ID: l.ID, At: l.At, By: f.names[l.StaffID], Action: l.Action, Kind: l.ObjectKind, ObjectID: l.ObjectID,
			Before: string(l.Before), After: string(l.After)}
	})
	src.Files = f.files(ctx)
	return nil
}

func (f *filer) steps(ctx context.Context, src *dossier.Source) error {
	list, err := f.s.ReviewSteps(ctx, f.id)
	for _, s := range list {
		src.Steps = append(src.Steps, dossier.Step{ReviewStep: s, By: f.names[s.StaffID]})
	}
	return err
}

func (f *filer) legality(ctx context.Context, src *dossier.Source) error {
	l, err := f.s.Legality(ctx, f.id)
	if l != nil {
		src.Legality = &dossier.Legality{Legality: l.Legality, By: f.names[l.RecordedBy], At: l.RecordedAt}
	}
	return err
}

func (f *filer) findings(ctx context.Context, src *dossier.Source) error {
	list, err := f.s.Findings(ctx, f.id)
	for _, x := range list {
		src.Findings = append(src.Findings, dossier.Finding{Scope: x.Scope, Check: x.Check, Source: x.Source, Place: x.Place, Kind: x.Kind, Excerpt: x.Excerpt,
			FoundAt: x.FoundAt, Waived: x.Reason.String, By: f.names[x.WaivedBy.Int64], WaivedAt: x.WaivedAt})
	}
	return err
}

// proposals are the further versions of the draft with who took which step.
func (f *filer) proposals(ctx context.Context, src *dossier.Source) error {
	list, err := f.s.Versions(ctx, f.id)
	versions := map[int64]int{}
	for _, d := range src.Drafts {
		versions[d.ID] = d.Version
	}
	for i := len(list) - 1; i >= 0; i-- {
		v := list[i]
		src.Versions = append(src.Versions, dossier.Version{Version: v, Draft: versions[v.DraftID], Proposed: f.names[v.ProposedBy], Reviewed: f.names[v.ReviewedBy],
			Approved: f.names[v.ApprovedBy], Back: f.names[v.SentBackBy]})
	}
	return err
}

func (f *filer) invitations(ctx context.Context, src *dossier.Source) error {
	if src.Consultation.Audience != consult.Enterprises {
		return nil
	}
	n, err := f.s.Invitations(ctx, f.id)
	src.Invitations = &dossier.Invitations{Invited: n.Invited, Spoke: n.Spoke}
	return err
}

// comment gives a comment as staff may take it away: whole, the name masked, and
// nothing by which its sender could be reached.
func (f *filer) comment(c repo.FiledComment) dossier.Comment {
	out := dossier.Comment{ReceiptNo: c.ReceiptNo, Channel: string(c.Channel), Identity: string(c.Identity), Name: c.PublicName, ReceivedAt: c.ReceivedAt,
		ReceivedOn: c.ReceivedOn, Place: c.Place, RecordedBy: f.names[c.RecordedBy], Version: f.drafts[c.DraftID], Visibility: string(c.Visibility),
		Code: string(c.HiddenCode), Reason: c.HiddenReason, ModeratedAt: c.ModeratedAt, Revision: c.Revision, SupersededAt: c.SupersededAt,
		Secrets: c.Secrets, Files: c.Files, TextHash: c.TextHash, Points: pointsOf(c)}
	for _, r := range c.Redactions {
		out.Redactions = append(out.Redactions, dossier.Redaction{Position: r.Position, Starts: r.Starts, Ends: r.Ends, Code: r.Code, By: f.names[r.By], At: r.At,
			UndoneBy: f.names[r.UndoneBy], UndoneAt: r.UndoneAt})
	}
	return out
}

func (f *filer) suggestion(s repo.FiledSuggestion) dossier.Suggestion {
	out := dossier.Suggestion{ID: s.ID, Summary: s.Summary, MergedInto: s.MergedInto, Silent: s.Silent, Outcome: s.Outcome, Reason: s.Reason,
		DecidedBy: f.names[s.DecidedBy], DecidedAt: s.DecidedAt, CheckedBy: f.names[s.CheckedBy], CheckedAt: s.CheckedAt, Revision: s.Revision,
		Override: s.Override, Overridden: s.Overridden, BackBy: f.names[s.BackBy], BackAt: s.BackAt, BackNote: s.BackNote, Batch: s.Batch, Line: s.Line, Voices: s.Voices}
	for _, p := range s.Points {
		out.Points = append(out.Points, dossier.PointRef(p))
	}
	return out
}

// files are those that came with comments, under their own names.
func (f *filer) files(ctx context.Context) func(yield func(dossier.File, error) bool) {
	return func(yield func(dossier.File, error) bool) {
		for x, err := range f.s.CommentFiles(ctx, f.id) {
			file := dossier.File{ID: x.ID, ReceiptNo: x.ReceiptNo, MediaType: x.MediaType, Size: x.Size, SHA256: hex.EncodeToString(x.SHA256), At: x.UploadedAt,
				Open: func() io.Reader { return f.s.CommentFileContent(x.CommentFile) }}
			if err == nil {
				file.Name, err = f.app.Keys.Open(sealCommentFileName, x.NameSealed)
			}
			if !yield(file, err) || err != nil {
				return
			}
		}
	}
}
