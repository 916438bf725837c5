package sample

import (
	"context"
	"fmt"
	"slices"
	"time"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/repo"
)

// opinions submits, moderates, decides and releases what the files say about one call.
func (f *filler) opinions(ctx context.Context, c Consultation) error {
	adjudicator, err := f.withRole(account.Adjudicator)
	if err != nil {
		return err
	}
	sent, err := f.submit(ctx, c)
	if err != nil {
		return err
	}
	if err := f.moderate(ctx, c, sent, adjudicator); err != nil {
		return err
	}
	if err := f.decide(ctx, c, sent, adjudicator); err != nil {
		return err
	}
	if err := f.intakes(ctx, c); err != nil {
		return err
	}
	if err := f.base.GroupPoints(ctx, f.calls[c.Key].id); err != nil {
		return err
	}
	times := c.Times(f.now)
	if times.ResultsAt == nil {
		return nil
	}
	reviewer, err := f.withRole(account.Reviewer)
	if err != nil {
		return err
	}
	at, id := f.base.At(*times.ResultsAt), f.calls[c.Key].id
	if _, err := at.CheckDecisions(ctx, reviewer, id, nil); err != nil {
		return err
	}
	return at.ReleaseResults(ctx, adjudicator, id)
}

func (f *filler) withRole(role account.Role) (app.Actor, error) {
	for _, m := range f.county.Staff {
		if slices.Contains(m.Roles, role) {
			return f.staff[m.Key], nil
		}
	}
	return app.Actor{}, fmt.Errorf("nobody is %s", role)
}

// submit sends the comments on one call, in their order, and gives them by the
// ids they got.
func (f *filler) submit(ctx context.Context, c Consultation) (map[int64]Comment, error) {
	call, byReceipt := f.calls[c.Key], map[string]Comment{}
	for _, m := range f.county.Comments {
		if m.Consultation != c.Key {
			continue
		}
		submission, err := m.submission(call)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.Key, err)
		}
		receipt, err := f.base.At(m.SentAt(c, f.now)).SubmitComment(ctx, app.SubmitInput{ConsultationNo: call.no,
			Channel: "web", Submission: submission, AccountID: max(f.senders[m.Key], f.accounts[m.Sender]), EnterpriseID: f.firms[m.For]})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.Key, err)
		}
		byReceipt[receipt.No] = m
	}
	stored, err := f.base.Repo.DeskComments(ctx, call.id, repo.CommentFilter{Page: 1, PerPage: max(len(byReceipt), 1)})
	sent := make(map[int64]Comment, len(stored.Items))
	for _, s := range stored.Items {
		sent[s.ID] = byReceipt[s.ReceiptNo]
	}
	return sent, err
}

func (f *filler) moderate(ctx context.Context, c Consultation, sent map[int64]Comment, adjudicator app.Actor) error {
	for id, m := range sent {
		if m.Visibility == consult.Pending {
			continue
		}
		at := f.base.At(m.SentAt(c, f.now).Add(2 * time.Hour))
		to := consult.Moderation{To: m.Visibility, Code: m.HiddenCode, Reason: m.HiddenReason}
		if err := at.Moderate(ctx, adjudicator, f.calls[c.Key].id, consult.Seen{ID: id}, to); err != nil {
			return fmt.Errorf("%s: %w", m.Key, err)
		}
	}
	return nil
}

// decide answers the suggestions that the points became, an hour before the
// results are released where they are.
func (f *filler) decide(ctx context.Context, c Consultation, sent map[int64]Comment, adjudicator app.Actor) error {
	call, at := f.calls[c.Key], f.base.At(f.now)
	if results := c.Times(f.now).ResultsAt; results != nil {
		at = f.base.At(results.Add(-time.Hour))
	}
	list, err := f.base.Repo.Suggestions(ctx, call.id, repo.SuggestionFilter{Page: 1, PerPage: allSuggestions})
	if err != nil {
		return err
	}
	position := map[int64]int{} // of the next point, by comment
	for _, s := range list.Items {
		point := sent[s.CommentID].Points[position[s.CommentID]]
		position[s.CommentID]++
		if point.Decision == nil {
			continue
		}
		if err := at.Decide(ctx, adjudicator, call.id, s.ID, *point.Decision); err != nil {
			return fmt.Errorf("%s: %w", sent[s.CommentID].Key, err)
		}
	}
	return nil
}

// allSuggestions is more than any sample call has.
const allSuggestions = 1000

func (m Comment) submission(c call) (consult.Submission, error) {
	s := consult.Submission{Identity: m.Identity, Name: m.Name, Phone: m.Phone, Email: m.Email,
		Organisation: m.Organisation, USCC: m.USCC}
	for i, p := range m.Points {
		point := consult.Point{Position: i + 1, Body: p.Body, Secret: p.Secret}
		for _, label := range p.Clauses {
			id, known := c.clauses[label]
			if !known {
				return s, fmt.Errorf("no clause %s", label)
			}
			point.ClauseIDs = append(point.ClauseIDs, id)
		}
		s.Points = append(s.Points, point)
	}
	return s, nil
}
