package dossier

import (
	"io"
	"strconv"
	"strings"

	"nayan/internal/consult"
)

// review is who looked at what before it was published.
func (p *planner) review() {
	p.group("review")
	if p.src.Copy == Public {
		return
	}
	p.file("steps", ".csv", p.released(), table(p.ctx, []string{"at", "step", "by", "reason"}, listed(p.src.Steps), row(func(s Step) []string {
		return []string{moment(&s.At), word(p.ctx, "desk.did.", string(s.Action)), s.By, s.Reason}
	})))
	if l := p.src.Legality; l != nil {
		p.file("legality", ".csv", l.At, table(p.ctx, []string{"office", "opinion_no", "reviewed_on", "opinion", "by", "at"}, listed([]Legality{*l}),
			row(func(l Legality) []string {
				return []string{l.Office, l.OpinionNo, l.ReviewedOn.Format("2006-01-02"), l.Opinion, l.By, moment(&l.At)}
			})))
	}
	p.file("findings", ".csv", p.src.At, table(p.ctx, []string{"scope", "check", "source", "place", "kind", "excerpt", "found_at", "waived", "by", "at"},
		listed(p.src.Findings), row(func(f Finding) []string {
			return []string{word(p.ctx, "dossier.scope.", f.Scope), word(p.ctx, "dossier.check.", f.Check), word(p.ctx, "check.source.", f.Source), f.Place,
				word(p.ctx, "privacy.finding.", f.Kind), f.Excerpt, moment(&f.FoundAt), f.Waived, f.By, moment(f.WaivedAt)}
		})))
	if len(p.src.Versions) > 0 {
		p.file("versions", ".csv", p.src.At, table(p.ctx, []string{"draft", "state", "reason", "proposed", "proposed_at", "reviewed", "approved", "published_at", "back", "back_reason"},
			listed(p.src.Versions), row(func(v Version) []string {
				return []string{strconv.Itoa(v.Draft), word(p.ctx, "desk.version.state.", string(v.State)), v.Reason, v.Proposed, moment(&v.ProposedAt), v.Reviewed,
					v.Approved, moment(v.PublishedAt), v.Back, v.BackReason}
			})))
	}
}

// comments are what came in. The staff copy has every one with the files that came
// with it, the public copy those that the public reads.
func (p *planner) comments() {
	p.group("comments")
	lines, columns, cells := p.src.Comments, publicComment, p.publicComment
	if lines == nil {
		return
	}
	if p.src.Copy == Staff {
		columns, cells = staffComment, p.staffComment
	}
	p.file("comments", ".csv", p.src.At, table(p.ctx, columns, counted(lines, p.src.Listed()), cells))
	p.file("comments", ".jsonl", p.src.At, jsonLines(counted(lines, p.src.Listed())))
	if p.src.Files != nil && p.src.Figures.Files > 0 {
		p.file("files", ".csv", p.src.At, table(p.ctx, []string{"receipt", "path", "name", "size", "sha256"}, counted(p.src.Files, p.src.Figures.Files),
			row(func(f File) []string {
				return []string{f.ReceiptNo, p.commentFile(f), f.Name, strconv.FormatInt(f.Size, 10), f.SHA256}
			})))
		last := &p.out[len(p.out)-1]
		last.parts = append(last.parts, part{name: p.path(p.t("dossier.file.enclosed")) + "/", about: p.t("dossier.about.enclosed", p.src.Figures.Files), fill: p.enclose})
	}
}

// commentFile is where in the archive a file that came with a comment is.
func (p *planner) commentFile(f File) string {
	return p.t("dossier.folder.comments") + "/" + p.t("dossier.file.enclosed") + "/" + f.ReceiptNo + "-" + numbered(f)
}

// enclose writes the files that came with comments.
func (p *planner) enclose(a *archive) error {
	for f, err := range counted(p.src.Files, p.src.Figures.Files) {
		if err != nil {
			return err
		}
		if err := a.add(p.commentFile(f), f.At, packed(f.Name), copied(f)); err != nil {
			return err
		}
	}
	return nil
}

var (
	publicComment = []string{"no", "name", "identity", "received_at", "version", "point", "clauses", "body"}
	staffComment  = []string{"no", "receipt", "channel", "identity", "name", "received_at", "received_on", "place", "recorded_by", "version", "point", "clauses", "body",
		"visibility", "code", "reason", "moderated_at", "redactions", "superseded_at", "secrets", "files", "text_hash"}
)

// publicComment gives a row for each point.
func (p *planner) publicComment(c Comment) (out [][]string) {
	for _, x := range c.Points {
		out = append(out, []string{strconv.Itoa(c.No), c.Name, word(p.ctx, "identity.", c.Identity), moment(&c.ReceivedAt), strconv.Itoa(c.Version),
			strconv.Itoa(x.Position), p.clauses(x.Clauses), x.Body})
	}
	return out
}

func (p *planner) staffComment(c Comment) (out [][]string) {
	for _, x := range c.Points {
		out = append(out, []string{strconv.Itoa(c.No), c.ReceiptNo, p.channel(c.Channel), word(p.ctx, "identity.", c.Identity), c.Name, moment(&c.ReceivedAt),
			dated(c.ReceivedOn), c.Place, c.RecordedBy, strconv.Itoa(c.Version), strconv.Itoa(x.Position), p.clauses(x.Clauses), x.Body,
			word(p.ctx, "desk.visibility.", c.Visibility), word(p.ctx, "moderation.code.", c.Code), c.Reason, moment(c.ModeratedAt), some(covered(c, x.Position)),
			moment(c.SupersededAt), some(c.Secrets), some(c.Files), c.TextHash})
	}
	return out
}

// covered counts the parts of a point that the public does not read.
func covered(c Comment, position int) (n int) {
	for _, r := range c.Redactions {
		if r.Position == position && r.UndoneAt == nil {
			n++
		}
	}
	return n
}

// channel names a way by which comments come; those of the web are named here.
func (p *planner) channel(name string) string {
	if name == "web" || name == "api" {
		return p.t("dossier.channel." + name)
	}
	return word(p.ctx, "channel.", name)
}

// suggestions are what was decided on, and what was released of it.
func (p *planner) suggestions() {
	p.group("suggestions")
	if p.src.Suggestions != nil {
		p.file("suggestions", ".csv", p.src.At, table(p.ctx, staffSuggestion, p.src.Suggestions, row(p.suggestion)))
		p.file("suggestions", ".jsonl", p.src.At, jsonLines(p.src.Suggestions))
	}
	if p.src.Moves != nil {
		p.file("moves", ".csv", p.src.At, table(p.ctx, []string{"step_no", "at", "by", "action", "undoes", "id", "points", "moved"}, p.src.Moves, row(p.move)))
	}
	p.walked()
	if p.src.Released == nil || len(p.src.Batches) == 0 {
		return
	}
	at := p.src.Batches[len(p.src.Batches)-1].ReleasedAt
	p.file("results", ".csv", at, table(p.ctx, []string{"line", "batch", "name", "clauses", "body", "outcome", "reason", "finals", "comments", "persons", "enterprises"},
		counted(p.src.Results, p.src.Released.Suggestions), row(func(r consult.ResultRow) []string {
			return []string{strconv.Itoa(r.Position), strconv.Itoa(r.Batch), r.PublicName, r.ClauseLabel, r.Body, word(p.ctx, "outcome.", string(r.Outcome)), r.Reason,
				finals(r.Finals), strconv.Itoa(r.Comments), strconv.Itoa(r.Persons), strconv.Itoa(r.Enterprises)}
		})))
	p.file("batches", ".csv", at, table(p.ctx, []string{"batch", "at", "by", "suggestions", "adopted", "partly_adopted", "not_adopted", "explained", "out_of_scope",
		"left_open", "comments", "persons", "enterprises", "offline"}, listed(p.src.Batches), row(func(b Batch) []string {
		return []string{strconv.Itoa(b.Number), moment(&b.ReleasedAt), b.By, strconv.Itoa(b.Suggestions), strconv.Itoa(b.Adopted), strconv.Itoa(b.PartlyAdopted),
			strconv.Itoa(b.NotAdopted), strconv.Itoa(b.Explained), strconv.Itoa(b.OutOfScope), strconv.Itoa(b.LeftOpen), strconv.Itoa(b.Comments),
			strconv.Itoa(b.Persons), strconv.Itoa(b.Enterprises), strconv.Itoa(b.Offline)}
	})))
}

// finals names the clauses of the final text that were changed for a line.
func finals(list []consult.FinalClause) string {
	var labels []string
	for _, c := range list {
		labels = append(labels, c.Label)
	}
	return strings.Join(labels, "、")
}

// walked is how the decisions came to be what they are, before their release and after.
func (p *planner) walked() {
	at := p.src.At
	if p.src.Past != nil {
		p.file("past", ".csv", at, table(p.ctx, []string{"id", "revision", "outcome", "reason", "decided_by", "decided_at", "checked_by", "checked_at", "override",
			"back", "back_at", "back_reason"}, p.src.Past, row(func(d Decision) []string {
			return []string{strconv.FormatInt(d.Suggestion, 10), strconv.Itoa(d.Revision), word(p.ctx, "outcome.", d.Outcome), d.Reason, d.By, moment(&d.At), d.CheckedBy,
				moment(d.CheckedAt), d.Override, d.BackBy, moment(d.BackAt), d.BackNote}
		})))
	}
	if p.src.Opinions != nil {
		p.file("opinions", ".csv", at, table(p.ctx, []string{"id", "unit", "asked", "due_on", "by", "at", "answered", "answered_by", "answered_at", "withdrawn_at"},
			p.src.Opinions, row(func(o Opinion) []string {
				return []string{strconv.FormatInt(o.Suggestion, 10), o.Unit, o.Question, dated(o.DueOn), o.AskedBy, moment(&o.AskedAt), o.Answer, o.AnsweredBy,
					moment(o.AnsweredAt), moment(o.WithdrawnAt)}
			})))
	}
	if p.src.Corrections != nil {
		p.file("corrections", ".csv", at, table(p.ctx, []string{"id", "old_outcome", "old_reason", "outcome", "reason", "why", "proposed", "proposed_at", "confirmed", "confirmed_at",
			"dropped", "dropped_at"}, p.src.Corrections, row(func(c Correction) []string {
			return []string{strconv.FormatInt(c.Suggestion, 10), word(p.ctx, "outcome.", c.OldOutcome), c.OldReason, word(p.ctx, "outcome.", c.Outcome), c.Reason, c.Why,
				c.ProposedBy, moment(&c.ProposedAt), c.ConfirmedBy, moment(c.ConfirmedAt), c.DroppedBy, moment(c.DroppedAt)}
		})))
	}
}

var staffSuggestion = []string{"id", "merged_into", "silent", "points", "summary", "comments", "persons", "enterprises", "outcome", "reason", "decided_by", "decided_at",
	"checked_by", "checked_at", "revision", "override", "back", "back_at", "back_reason", "batch", "line"}

func (p *planner) suggestion(s Suggestion) []string {
	var points string
	for i, x := range s.Points {
		if i > 0 {
			points += "；"
		}
		points += p.pointRef(x)
	}
	return []string{strconv.FormatInt(s.ID, 10), some(s.MergedInto), p.yes(s.Silent), points, s.Summary, strconv.Itoa(s.Comments), strconv.Itoa(s.Persons),
		strconv.Itoa(s.Enterprises), word(p.ctx, "outcome.", s.Outcome), s.Reason, s.DecidedBy, moment(s.DecidedAt), s.CheckedBy, moment(s.CheckedAt), some(s.Revision),
		s.Override, s.BackBy, moment(s.BackAt), s.BackNote, some(s.Batch), some(s.Line)}
}

// move is one line of how suggestions were put together: read from the first to the
// last they lead from one suggestion for each point to those that were answered.
func (p *planner) move(m Move) []string {
	moved := p.t("dossier.moved.from")
	if m.Added {
		moved = p.t("dossier.moved.to")
	}
	return []string{strconv.FormatInt(m.Step, 10), moment(&m.At), m.By, word(p.ctx, "audit.action.suggestion.", m.Kind), some(m.Undoes),
		strconv.FormatInt(m.Suggestion, 10), p.pointRef(m.Point), moved}
}

// pointRef names a point by its comment's receipt, and the part of it.
func (p *planner) pointRef(x PointRef) string {
	if x.Starts == nil || x.Ends == nil {
		return p.t("dossier.point", x.ReceiptNo, x.Position)
	}
	return p.t("dossier.point.part", x.ReceiptNo, x.Position, *x.Starts+1, *x.Ends)
}

func (p *planner) survey() {
	p.group("survey")
	s := p.src.Survey
	if s == nil {
		return
	}
	p.json("questions", p.released(), s.Asked)
	if s.Shown {
		columns, lines := p.pages.Survey(p.ctx, s.Asked, s.Figures)
		p.file("answers", ".csv", p.src.At, func(w io.Writer) error { return plainTable(w, columns, lines) })
	}
	if s.Texts != nil {
		p.file("words", ".csv", p.src.At, table(p.ctx, []string{"question", "answer", "received_at", "body"}, s.Texts, row(func(x SurveyText) []string {
			return []string{strconv.Itoa(x.Question), strconv.FormatInt(x.Answer, 10), moment(&x.ReceivedAt), x.Body}
		})))
	}
}

// figures are the statistics, one file each.
func (p *planner) figures() {
	p.group("figures")
	f := p.src.Figures
	count := func(key, column string, list []Count, name func(string) string) {
		if len(list) > 0 {
			p.file(key, ".csv", p.src.At, table(p.ctx, []string{column, "n"}, listed(list), row(func(c Count) []string { return []string{name(c.Key), strconv.Itoa(c.N)} })))
		}
	}
	count("by_channel", "channel", f.ByChannel, p.channel)
	count("by_day", "day", f.ByDay, func(s string) string { return s })
	count("by_clause", "clauses", f.ByClause, func(s string) string {
		if s == "" {
			return p.t("dossier.whole_draft")
		}
		return s
	})
	count("by_visibility", "visibility", p.visibilities(), func(s string) string { return s })
	if x := p.src.Invitations; x != nil {
		count("invitations", "invitations", []Count{{p.t("dossier.invited"), x.Invited}, {p.t("dossier.spoke"), x.Spoke}}, func(s string) string { return s })
	}
}

// visibilities say of how many comments the public reads the text, and why not of
// the others.
func (p *planner) visibilities() []Count {
	f := p.src.Figures
	list := []Count{{p.t("desk.visibility.published"), f.Published}, {p.t("desk.visibility.pending"), f.Pending}}
	for _, h := range f.Hidden {
		list = append(list, Count{p.t("dossier.hidden", word(p.ctx, "moderation.code.", h.Key)), h.N})
	}
	return list
}

// history is what was done in public since the release, and what became of the decision.
func (p *planner) history() {
	p.group("changes")
	if len(p.src.Changes) > 0 {
		p.file("changes", ".csv", p.src.At, table(p.ctx, []string{"at", "change", "from", "to", "reason", "by"}, listed(p.src.Changes), row(func(c Change) []string {
			return []string{moment(&c.At), word(p.ctx, "dossier.change.", string(c.Kind)), dated(c.From), dated(c.To), c.Reason, c.By}
		})))
	}
	p.group("milestones")
	if len(p.src.Milestones) > 0 {
		p.file("milestones", ".csv", p.src.At, table(p.ctx, []string{"milestone", "on", "note", "url", "at", "by", "withdrawn_at", "withdrawn_by", "withdrawn_why"},
			listed(p.src.Milestones), row(func(m Milestone) []string {
				return []string{word(p.ctx, "milestone.kind.", string(m.Kind)), dated(m.On), m.Note, m.URL, moment(&m.NotedAt), m.By, moment(m.WithdrawnAt), m.WithdrawnBy,
					m.WithdrawnWhy}
			})))
	}
}

// audit is the record of what staff did, as the auditor reads it.
func (p *planner) audit() {
	p.group("audit")
	if p.src.Audit == nil {
		return
	}
	p.file("audit", ".csv", p.src.At, table(p.ctx, []string{"id", "at", "by", "action", "kind", "object", "before", "after"}, p.src.Audit, row(func(l AuditLine) []string {
		return []string{strconv.FormatInt(l.ID, 10), moment(&l.At), l.By, word(p.ctx, "audit.action.", l.Action), word(p.ctx, "audit.kind.", l.Kind), l.ObjectID, l.Before, l.After}
	})))
}
