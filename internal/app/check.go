package app

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/privacy"
	"nayan/internal/survey"
	"nayan/internal/wording"
	"nayan/repo"
)

// passage is a text that is about to be published, with where it stands.
type passage struct {
	source   consult.Source
	sourceID int64
	place    string
	text     string
}

// checkRelease looks through everything that a consultation will publish and
// keeps what it finds. It runs in the transaction of each change: who approves
// sees what the author's last text holds.
func (a *App) checkRelease(ctx context.Context, tx *repo.Tx, id int64) error {
	c, err := tx.LockConsultation(ctx, id)
	if err != nil {
		return err
	}
	d, err := tx.DraftToScan(ctx, id, c.DraftID)
	if err != nil {
		return err
	}
	files, err := tx.FileTexts(ctx, id)
	if err != nil {
		return err
	}
	passages := append(passagesOfFields(c.Fields()), passagesOfDraft(d)...)
	asked, err := tx.Survey(ctx, id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	passages = append(passages, passagesOfSurvey(asked.Asked())...)
	list := a.unscanned(id, files)
	for _, f := range files {
		passages = append(passages, passage{consult.InAttachment, f.ID, f.Name, f.Name + "\n" + f.Text})
	}
	found, err := a.look(ctx, tx, id, passages, c.Contact)
	if err != nil {
		return err
	}
	return tx.ReplaceFindings(ctx, id, consult.OfRelease, append(list, found...), a.Now())
}

func passagesOfFields(f consult.Fields) []passage {
	return []passage{
		{source: consult.InTitle, text: f.Title}, {source: consult.InLegalBasis, text: f.LegalBasis}, {source: consult.InContact, text: f.Contact},
		{source: consult.InShortReason, text: f.ShortReason}, {source: consult.InNotice, text: f.NoticeMarkdown},
		{source: consult.InExplanation, text: f.Explanation},
	}
}

func passagesOfDraft(d repo.Draft) []passage {
	list := []passage{{source: consult.InDraft, sourceID: d.ID, text: d.Title}}
	for _, c := range d.Clauses {
		list = append(list, passage{consult.InDraft, d.ID, c.Label, strings.TrimSpace(c.Heading + "\n" + c.Text)})
	}
	return list
}

func passagesOfSurvey(s survey.Survey) []passage {
	list := []passage{{source: consult.InSurvey, text: s.Title}, {source: consult.InSurvey, text: s.Intro}}
	for _, q := range s.Questions {
		list = append(list, passage{source: consult.InSurvey, text: strings.Join(append([]string{q.Title, q.LowLabel, q.HighLabel}, q.Options...), "\n")})
	}
	return list
}

// checkVersion does the same for a further version of the draft.
func (a *App) checkVersion(ctx context.Context, tx *repo.Tx, c repo.DeskConsultation, draftID int64) error {
	d, err := tx.DraftToScan(ctx, c.ID, draftID)
	if err != nil {
		return err
	}
	found, err := a.look(ctx, tx, c.ID, passagesOfDraft(d), c.Contact)
	if err != nil {
		return err
	}
	return tx.ReplaceFindings(ctx, c.ID, consult.OfVersion, found, a.Now())
}

// unscanned lists the files whose text cannot be read: somebody has to look at them.
func (a *App) unscanned(id int64, files []repo.FileText) (list []consult.Finding) {
	for _, f := range files {
		if f.Problem == fileWithoutText {
			list = append(list, consult.Finding{Check: consult.UnscannedCheck, Source: consult.InAttachment, SourceID: f.ID, Place: f.Name,
				Kind: f.Problem, MAC: a.findingMAC(id, f.Problem, string(f.SHA256))})
		}
	}
	return list
}

// look runs the checks over passages. What a notice gives as the office's contact
// is public by purpose: its number, mailbox and address are no finding there, nor
// where they are repeated.
func (a *App) look(ctx context.Context, tx *repo.Tx, id int64, passages []passage, contact string) ([]consult.Finding, error) {
	rules, err := tx.WordingRules(ctx)
	if err != nil {
		return nil, err
	}
	words := wording.NewList(slices.Concat(rules, wording.Default()))
	office := officeContacts(contact)
	var personal, hints []consult.Finding
	for _, p := range passages {
		personal = append(personal, a.personal(id, p, office)...)
		for _, h := range words.Check(p.text) {
			hints = append(hints, consult.Finding{Check: consult.WordingCheck, Source: p.source, SourceID: p.sourceID, Place: p.place,
				Kind: h.Right, Excerpt: h.Wrong, MAC: []byte{}})
		}
	}
	return append(personal, hints...), nil
}

// officeContacts are what the contact of a notice names and an office may have.
func officeContacts(contact string) map[string]bool {
	office := map[string]bool{}
	for _, f := range privacy.Scan(contact) {
		if f.Kind == privacy.Landline || f.Kind == privacy.Email || f.Kind == privacy.Address {
			office[contactKey(f)] = true
		}
	}
	return office
}

func contactKey(f privacy.Finding) string { return string(f.Kind) + strings.ToLower(f.Text) }

// findingMAC names the words of a finding without holding them.
func (a *App) findingMAC(id int64, kind, words string) []byte {
	return a.Keys.MAC("finding", strconv.FormatInt(id, 10), kind, words)
}

// approvable refuses an approval while something that was found stands.
func approvable(ctx context.Context, tx *repo.Tx, id int64, scope consult.Scope) error {
	open, err := tx.OpenFindings(ctx, id, scope)
	if err != nil || open == 0 {
		return err
	}
	return fault.New(fault.Conflict, "check.error.open", open)
}

// On says what findings stand in the way of: a release, results, or one version.
type On struct {
	Scope     consult.Scope
	VersionID int64 // of OfVersion
}

// WaiveFindings lets findings stand, with the approver's reason.
// Only while they stand in the way of the approver's own step: who waived earlier
// could still take the reviewer's, and nobody else would have looked.
// Errors: NotFound, Forbidden, Invalid; Conflict when there is nothing (more) to approve.
func (a *App) WaiveFindings(ctx context.Context, actor Actor, id int64, on On, findings []int64, reason string) (err error) {
	defer fault.Wrap(&err, "app.WaiveFindings(%d, %s)", id, on.Scope)
	reason = strings.TrimSpace(reason)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		c, err := tx.LockConsultation(ctx, id)
		if err != nil {
			return err
		}
		hands, err := waivable(ctx, tx, c, on)
		if err != nil {
			return err
		}
		if err := consult.CheckWaiver(actor.StaffID, hands, len(findings), reason); err != nil {
			return err
		}
		now := a.Now()
		n, err := tx.WaiveFindings(ctx, id, on.Scope, findings, consult.Waiver{Reason: reason, WaivedBy: actor.StaffID, WaivedAt: &now})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "error.changed_meanwhile")
		}
		return tx.Audit(ctx, consultationAudit(now, actor, "waive", id, nil, seenWaiver{Findings: findings, Waived: n, Reason: reason}))
	})
}

// waivable gives who had a hand in what an approver has before them now.
// Errors: NotFound; Conflict when it is with somebody else, or over.
func waivable(ctx context.Context, tx *repo.Tx, c repo.DeskConsultation, on On) (consult.Hands, error) {
	switch on.Scope {
	case consult.OfResults:
		return c.Hands(), consult.CheckDecidable(c.State, c.Times)
	case consult.OfVersion:
		v, err := tx.LockVersion(ctx, c.ID, on.VersionID)
		if err == nil && v.State != consult.VersionInApproval {
			err = fault.New(fault.Conflict, "version.error.state")
		}
		return v.Hands(), err
	}
	if c.State != consult.InApproval {
		return c.Hands(), fault.New(fault.Conflict, "consult.error.state")
	}
	return c.Hands(), nil
}

// seenWaiver is what the audit keeps of a waiver.
type seenWaiver struct {
	Findings []int64 `json:"findings"`
	Waived   int64   `json:"waived"`
	Reason   string  `json:"reason"`
}
