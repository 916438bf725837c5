package handlers

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/text"
	"nayan/views/desk"
)

// step does one thing with one point of a suggestion.
func (h deskSuggestion) step(c *fiber.Ctx) error {
	id, suggestion, err := partParams(c, "sid")
	if err != nil {
		return err
	}
	form := pointForm(c)
	other, err := h.take(c, id, suggestion, &form)
	if err == nil {
		return h.stepped(c, suggestionPath(id, suggestion), form.Op, other)
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	words := "words-"
	if form.Op != desk.OpSplit {
		words = "part-"
	}
	mark := desk.PointWord(form.Point)
	form.Errors = renamed(fields, map[string]string{"words": words + mark, "keep": "keep-" + mark, "nth": "nth-" + mark, "into": "into-" + mark})
	return h.again(c, err, suggestion, desk.OneSuggestionPage{Point: form}, refused)
}

// stepped comes back to the page and says where points went.
func (h deskSuggestion) stepped(c *fiber.Ctx, path, word string, other int64) error {
	if other != 0 {
		path += "?other=" + strconv.FormatInt(other, 10)
	}
	return done(c, path, word)
}

// pointForm reads what a form does with which point.
func pointForm(c *fiber.Ctx) desk.PointForm {
	return desk.PointForm{Op: c.FormValue("op"), Words: c.FormValue("words"), Nth: c.FormValue("nth"), Keep: c.FormValue("keep"), Into: c.FormValue("into"),
		Point: pointKey(c.FormValue("point"))}
}

// pointKey reads a point as desk.PointWord writes it; what is none names nothing.
func pointKey(word string) (p consult.PointKey) {
	comment, position, _ := strings.Cut(word, "-")
	p.CommentID, _ = strconv.ParseInt(comment, 10, 64) // 0 is no comment's
	p.Position, _ = strconv.Atoi(position)
	return p
}

// take takes the step that the form asks for, and gives the other suggestion that
// got something, 0 for none.
func (h deskSuggestion) take(c *fiber.Ctx, id, suggestion int64, f *desk.PointForm) (other int64, err error) {
	ctx, actor := c.UserContext(), member(c).Actor()
	switch f.Op {
	case desk.OpDetach:
		return 0, h.App.Detach(ctx, actor, id, suggestion, f.Point)
	case desk.OpSplit:
		part, err := h.part(c, id, f)
		if err != nil {
			return 0, err
		}
		return h.App.Split(ctx, actor, app.SplitInput{ConsultationID: id, SuggestionID: suggestion, Point: f.Point, Part: part, Keep: consult.Keeping(f.Keep)})
	case desk.OpMove:
		if strings.TrimSpace(f.Words) != "" {
			return 0, onField("words", "steps.error.move_part")
		}
		if other, err = suggestionNumber(f.Into); err != nil {
			return 0, err
		}
		return other, noSuch(h.App.Move(ctx, actor, id, suggestion, other, []consult.PointKey{f.Point}), other)
	case desk.OpAttach:
		if other, err = suggestionNumber(f.Into); err != nil {
			return 0, err
		}
		part, err := h.part(c, id, f)
		if err != nil {
			return 0, err
		}
		return other, noSuch(h.App.Attach(ctx, actor, id, other, f.Point, part), other)
	}
	return 0, onField("", "steps.error.op")
}

// part finds the words of a form in the point. Where they lie several times, the
// form comes back with the places.
func (h deskSuggestion) part(c *fiber.Ctx, id int64, f *desk.PointForm) (consult.Part, error) {
	body, err := h.Repo.PointBody(c.UserContext(), id, f.Point)
	if err != nil {
		return consult.Part{}, err
	}
	f.Places = consult.Occurrences(body, f.Words)
	nth, _ := strconv.Atoi(f.Nth)
	return consult.FindPart(body, f.Words, nth)
}

func onField(name, key string, args ...any) error {
	var f fault.Fields
	f.Add(name, key, args...)
	return f.Err()
}

// suggestionNumber reads a number as people write it: #123, ＃123 or 123.
func suggestionNumber(typed string) (int64, error) {
	id, err := strconv.ParseInt(strings.TrimPrefix(text.Code(typed), "#"), 10, 64)
	if err != nil || id <= 0 {
		return 0, onField("into", "steps.error.number")
	}
	return id, nil
}

// noSuch says at the field that no suggestion has the number that was typed.
func noSuch(err error, id int64) error {
	if fault.Is(err, fault.NotFound) {
		return onField("into", "steps.error.no_such", id)
	}
	return err
}

// summarise stores staff's words for what several said.
func (h deskSuggestion) summarise(c *fiber.Ctx) error {
	id, suggestion, err := partParams(c, "sid")
	if err != nil {
		return err
	}
	form := desk.SummaryForm{Words: c.FormValue("summary")}
	if err := h.App.Summarise(c.UserContext(), member(c).Actor(), id, suggestion, form.Words); err != nil {
		fields, refused, ok := onForm(err)
		if !ok {
			return err
		}
		form.Errors = fields
		return h.again(c, err, suggestion, desk.OneSuggestionPage{Summary: form}, refused)
	}
	return done(c, suggestionPath(id, suggestion), "summarised")
}

// undo takes a step back, and comes back to where it was read of.
func (h deskSuggestion) undo(c *fiber.Ctx) error {
	id, step, err := partParams(c, "step")
	if err != nil {
		return err
	}
	on := formID(c, "on")
	if _, err := h.App.UndoStep(c.UserContext(), member(c).Actor(), id, step); err != nil {
		_, refused, ok := onForm(err)
		switch {
		case !ok:
			return err
		case c.FormValue("from") == desk.FromGroups:
			return deskGroups(h).page(c, statusOf(err), groupPlaceOf(c), refused)
		case on > 0:
			return h.again(c, err, on, desk.OneSuggestionPage{}, refused)
		}
		return h.historyPage(c, statusOf(err), refused)
	}
	switch {
	case c.FormValue("from") == desk.FromGroups:
		return groupPlaceOf(c).back(c, id, "step_undone")
	case on > 0:
		return done(c, suggestionPath(id, on), "step_undone")
	}
	return done(c, consultationPath(id)+"/suggestions/history", "step_undone")
}
