package handlers

import (
	"context"
	"strconv"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/privacy"
	"nayan/repo"
	"nayan/views/desk"
)

// deskModeration is one comment after the other, or one alone.
type deskModeration struct{ *Env }

// queue shows what has waited longest, or what waits next to the comment that the
// moderator comes from.
func (h deskModeration) queue(c *fiber.Ctx) error {
	scope, after, before := queryID(c, "consultation"), queryID(c, "after"), queryID(c, "before")
	place, err := h.place(c, scope, max(after, before))
	if err != nil {
		return err
	}
	call, id := place.NextCall, place.Next
	if before != 0 && place.Previous != 0 {
		call, id = place.PreviousCall, place.Previous
	}
	return h.page(c, fiber.StatusOK, call, id, desk.ModerationPage{Queue: &desk.Queue{Scope: scope, Waiting: place.Waiting}})
}

// place looks up where in their queue a moderator is.
func (h deskModeration) place(c *fiber.Ctx, scope, at int64) (repo.QueuePlace, error) {
	ids, all := member(c).Grants.Units(account.Adjudicator)
	return h.Repo.QueuePlace(c.UserContext(), repo.QueueFilter{Units: repo.Units{IDs: ids, All: all}, ConsultationID: scope, At: at})
}

// queryID reads an id from the address; 0 for anything else.
func queryID(c *fiber.Ctx, name string) int64 {
	id, err := strconv.ParseInt(c.Query(name), 10, 64)
	if err != nil {
		return 0
	}
	return max(id, 0)
}

// show is the page of one comment.
func (h deskModeration) show(c *fiber.Ctx) error {
	id, comment, err := partParams(c, "cid")
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, id, comment, desk.ModerationPage{})
}

// page shows a comment, 0 for none; p holds the forms that were refused.
func (h deskModeration) page(c *fiber.Ctx, status int, consultationID, commentID int64, p desk.ModerationPage) (err error) {
	ctx, section, problem := c.UserContext(), desk.Consultations, p.Problem
	if p.Queue != nil {
		section = desk.ModerationQueue
	}
	if p.Page, err = h.deskPage(c, section, i18n.T(ctx, "moderation.title")); err != nil {
		return err
	}
	p.Problem = problem
	if commentID == 0 {
		return render(c, status, desk.Moderation(p))
	}
	if p.Con, err = h.receivedAt(c, consultationID); err != nil {
		return err
	}
	if p.Comment, err = h.Repo.DeskComment(ctx, consultationID, commentID); err != nil {
		return err
	}
	p.Hits = hits(ctx, p.Comment)
	if p.Files, err = h.filesOf(c, consultationID, p.Comment); err != nil {
		return err
	}
	var clauses []int64
	for _, point := range p.Comment.Points {
		clauses = append(clauses, point.ClauseIDs...)
	}
	if p.Clauses, err = h.Repo.WholeClauses(ctx, consultationID, clauses); err != nil {
		return err
	}
	if p.Queue != nil {
		place, err := h.place(c, p.Queue.Scope, commentID)
		if err != nil {
			return err
		}
		p.Queue.Waiting, p.Queue.Previous = place.Waiting, place.Waiting-place.Ahead
		if p.Comment.Visibility == consult.Pending {
			p.Queue.Previous--
		}
	}
	return render(c, status, desk.Moderation(p))
}

// again shows the page that a refused form stood on, with the comment as it is
// now: somebody else may have decided on it.
func (h deskModeration) again(c *fiber.Ctx, err error, p desk.ModerationPage, refused *fault.Error) error {
	id, comment, broken := partParams(c, "cid")
	if broken != nil {
		return broken
	}
	p.Problem = refused
	if c.FormValue("from") == desk.FromQueue {
		p.Queue = &desk.Queue{Scope: formID(c, "scope")}
	}
	return h.page(c, statusOf(err), id, comment, p)
}

// onward leads from a decision to where it was made, in the queue to what is next.
func (h deskModeration) onward(c *fiber.Ctx, consultationID, commentID int64, word string) error {
	switch c.FormValue("from") {
	case desk.FromQueue:
		return done(c, desk.QueueURL(formID(c, "scope"), "after", commentID), word)
	case desk.FromComment:
		return done(c, moderatedPath(consultationID, commentID), word)
	}
	return formPlace(c).back(c, consultationID, word)
}

func moderatedPath(consultationID, commentID int64) string {
	return consultationPath(consultationID) + "/comments/" + strconv.FormatInt(commentID, 10)
}

// hits are the parts of a comment that look like personal data, in characters.
func hits(ctx context.Context, comment consult.Comment) (list []desk.Hit) {
	for _, point := range comment.Points {
		for _, f := range privacy.Scan(point.Body) {
			at := utf8.RuneCountInString(point.Body[:f.Offset])
			span := consult.Span{Start: at, End: at + utf8.RuneCountInString(f.Text)}
			list = append(list, desk.Hit{Kind: i18n.T(ctx, "privacy.finding."+string(f.Kind)), Text: f.Text,
				PlacedSpan: consult.PlacedSpan{Position: point.Position, Span: span}})
		}
	}
	return list
}
