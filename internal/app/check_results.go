package app

import (
	"context"
	"errors"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/privacy"
	"nayan/repo"
)

// releaseBatch is how many suggestions are read at once.
const releaseBatch = 2000

// foundError says that personal data stands in what a release would show.
type foundError struct{ list []consult.Finding }

// Error implements error; it names no finding.
func (foundError) Error() string { return "personal data in the results" }

// checkResults looks through what the results will show, the reasons and the
// opinions that the public may read, under the lock of the release.
func (a *App) checkResults(ctx context.Context, tx *repo.Tx, id int64) error {
	c, err := tx.LockConsultation(ctx, id)
	if err != nil {
		return err
	}
	waived, err := waivedIn(ctx, tx, id)
	if err != nil {
		return err
	}
	list, err := a.findInResults(ctx, tx, id, officeContacts(c.Contact), waived)
	if err == nil && len(list) > 0 {
		return foundError{list}
	}
	return err
}

// waivedIn gives the words of a consultation that may stand, by their MACs.
func waivedIn(ctx context.Context, tx *repo.Tx, id int64) (map[string]bool, error) {
	macs, err := tx.WaivedMACs(ctx, id)
	known := map[string]bool{}
	for _, mac := range macs {
		known[string(mac)] = true
	}
	return known, err
}

// discreet refuses a reason that becomes public with what it is given for while
// there is personal data in it: nobody else looks at it before the public does.
// Error: Invalid, masked.
func (a *App) discreet(ctx context.Context, tx *repo.Tx, c repo.DeskConsultation, reason string) error {
	return a.discreetAs(ctx, tx, c, "reason", reason)
}

// discreetAs does the same for what stands in another field.
func (a *App) discreetAs(ctx context.Context, tx *repo.Tx, c repo.DeskConsultation, field, said string) error {
	waived, err := waivedIn(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, f := range a.personal(c.ID, passage{text: said}, officeContacts(c.Contact)) {
		if !waived[string(f.MAC)] {
			return invalid(field, "check.error.public_reason", f.Excerpt)
		}
	}
	return nil
}

// findInResults gives what is found and not waived, at most maxFindings of them.
func (a *App) findInResults(ctx context.Context, tx *repo.Tx, id int64, office, waived map[string]bool) (list []consult.Finding, err error) {
	for after := int64(0); len(list) < maxFindings; {
		batch, err := tx.TextsToRelease(ctx, id, after, releaseBatch)
		if err != nil || len(batch) == 0 {
			return list, err
		}
		for _, s := range batch {
			for _, p := range []passage{{consult.InReason, s.SuggestionID, "", s.Reason}, {consult.InOpinion, s.SuggestionID, "", s.Body}} {
				for _, f := range a.personal(id, p, office) {
					if !waived[string(f.MAC)] {
						list = append(list, f)
					}
				}
			}
			after = s.SuggestionID
		}
	}
	return list[:maxFindings], nil
}

// maxFindings bounds what is kept of one look: the rest comes up once these are mended.
const maxFindings = 1000

// personal gives the personal data of one passage, without the office's contact.
func (a *App) personal(id int64, p passage, office map[string]bool) (list []consult.Finding) {
	for _, f := range privacy.Scan(p.text) {
		if !office[contactKey(f)] {
			list = append(list, consult.Finding{Check: consult.PrivacyCheck, Source: p.source, SourceID: p.sourceID, Place: p.place,
				Kind: string(f.Kind), Excerpt: f.Masked(), MAC: a.findingMAC(id, string(f.Kind), f.Text)})
		}
	}
	return list
}

// keepResultFindings notes, once a release has been refused, what it was refused
// for, and gives the refusal. Any other error passes.
func (a *App) keepResultFindings(ctx context.Context, id int64, err error) error {
	var found foundError
	if !errors.As(err, &found) {
		return err
	}
	kept := a.Repo.Write(ctx, func(tx *repo.Tx) error {
		return tx.ReplaceFindings(ctx, id, consult.OfResults, found.list, a.Now())
	})
	return errors.Join(kept, fault.New(fault.Conflict, "check.error.results", len(found.list)))
}
