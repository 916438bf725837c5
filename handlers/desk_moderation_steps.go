package handlers

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/views/desk"
)

// decision reads what a form decides.
func decision(c *fiber.Ctx) consult.Moderation {
	return consult.Moderation{To: consult.Visibility(c.FormValue("visibility")), Code: consult.ReasonCode(c.FormValue("code")), Reason: c.FormValue("reason")}
}

// seen reads which comment a form is about and how it stood there.
func seen(c *fiber.Ctx, commentID int64) consult.Seen {
	return consult.Seen{ID: commentID, Revision: int(formID(c, "revision"))}
}

// moderate shows or hides a comment.
func (h deskModeration) moderate(c *fiber.Ctx) error {
	id, comment, err := partParams(c, "cid")
	if err != nil {
		return err
	}
	to := decision(c)
	err = h.App.Moderate(c.UserContext(), member(c).Actor(), id, seen(c, comment), to)
	if err == nil {
		return h.onward(c, id, comment, string(to.To))
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	form := desk.ModerationForm{CommentID: comment, Code: string(to.Code), Words: to.Reason, Errors: fields}
	if c.FormValue("from") == "" {
		form.Errors = ofItem(fields, comment)
		return deskComments(h).page(c, statusOf(err), formPlace(c), desk.CommentsPage{Form: form}, refused)
	}
	return h.again(c, err, desk.ModerationPage{Hide: form}, refused)
}

// redact covers parts of a comment, and may publish the rest.
func (h deskModeration) redact(c *fiber.Ctx) error {
	id, comment, err := partParams(c, "cid")
	if err != nil {
		return err
	}
	form := desk.RedactForm{Places: formList(c, "place"), Words: c.FormValue("words"), Code: c.FormValue("code")}
	in := app.RedactInput{ConsultationID: id, Seen: seen(c, comment), Publish: c.FormValue("publish") != "",
		Choice: consult.Choice{Places: places(form.Places), Words: form.Words, Code: consult.ReasonCode(form.Code)}}
	err = h.App.Redact(c.UserContext(), member(c).Actor(), in)
	switch {
	case err == nil && in.Publish:
		return h.onward(c, id, comment, "redacted_published")
	case err == nil: // not decided on yet
		return h.stay(c, id, comment, "redacted")
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	form.Errors = renamed(fields, map[string]string{"code": "redact-code"})
	return h.again(c, err, desk.ModerationPage{Redact: form}, refused)
}

// undo uncovers what one redaction covered.
func (h deskModeration) undo(c *fiber.Ctx) error {
	id, comment, err := partParams(c, "cid")
	if err != nil {
		return err
	}
	if err := h.App.Unredact(c.UserContext(), member(c).Actor(), id, seen(c, comment), formID(c, "redaction")); err != nil {
		_, refused, ok := onForm(err)
		if !ok {
			return err
		}
		return h.again(c, err, desk.ModerationPage{}, refused)
	}
	return h.stay(c, id, comment, "unredacted")
}

// stay leads back to the comment itself: what was done does not decide on it.
func (h deskModeration) stay(c *fiber.Ctx, consultationID, commentID int64, word string) error {
	if c.FormValue("from") == desk.FromQueue { // the first after those before it, as long as it waits
		return done(c, desk.QueueURL(formID(c, "scope"), "after", commentID-1), word)
	}
	return done(c, moderatedPath(consultationID, commentID), word)
}

// places reads what desk.Place wrote; what has not that shape lies nowhere.
func places(list []string) (out []consult.PlacedSpan) {
	for _, text := range list {
		numbers := [3]int{}
		for i, word := range strings.SplitN(text, ":", len(numbers)) {
			numbers[i], _ = strconv.Atoi(word)
		}
		out = append(out, consult.PlacedSpan{Position: numbers[0], Span: consult.Span{Start: numbers[1], End: numbers[2]}})
	}
	return out
}
