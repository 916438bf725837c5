package handlers

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/desk"
)

// maxMerged is how many suggestions are merged at once: what a page can show.
const maxMerged = 200

// merge shows what several suggestions become as one and, once that is confirmed,
// makes them one.
func (h deskSuggestion) merge(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	ids := idList(c, "ids")
	if c.FormValue("from") == desk.FromOne && len(ids) > 0 {
		return h.mergeOne(c, id, ids[0])
	}
	into := formID(c, "into")
	if c.FormValue("confirm") == "" {
		return h.mergePage(c, fiber.StatusOK, ids, into, desk.MergeForm{}, nil)
	}
	if err := h.App.Merge(c.UserContext(), member(c).Actor(), id, ids, into); err != nil {
		fields, refused, ok := onForm(err)
		if !ok {
			return err
		}
		return h.mergePage(c, statusOf(err), ids, into, desk.MergeForm{Errors: renamed(fields, map[string]string{"ids": "into"})}, refused)
	}
	return done(c, suggestionPath(id, into), "merged")
}

// mergeOne reads, on the page of one suggestion, the number of the other.
func (h deskSuggestion) mergeOne(c *fiber.Ctx, id, suggestion int64) error {
	into, err := suggestionNumber(c.FormValue("into"))
	if err == nil && into == suggestion {
		err = onField("into", "steps.error.same")
	}
	if err == nil {
		_, err = h.Repo.Suggestion(c.UserContext(), id, into)
		err = noSuch(err, into)
	}
	if err == nil {
		return h.mergePage(c, fiber.StatusOK, []int64{suggestion, into}, into, desk.MergeForm{}, nil)
	}
	fields, _, ok := onForm(err)
	if !ok {
		return err
	}
	form := desk.MergeForm{Into: c.FormValue("into"), Errors: renamed(fields, map[string]string{"into": "merge-into"})}
	return h.again(c, err, suggestion, desk.OneSuggestionPage{Merge: form}, nil)
}

// mergePage shows the suggestions as they are and what they become.
func (h deskSuggestion) mergePage(c *fiber.Ctx, status int, ids []int64, into int64, form desk.MergeForm, refused *fault.Error) (err error) {
	p := desk.MergePage{Into: into, Form: form}
	if len(ids) > maxMerged {
		p.Form.Errors = append(p.Form.Errors, fault.Field{Key: "steps.error.many", Args: []any{maxMerged}})
		ids, status = ids[:maxMerged], fiber.StatusUnprocessableEntity
	}
	if p.Con, err = h.received(c); err != nil {
		return err
	}
	if p.Page, err = h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "steps.merge")); err != nil {
		return err
	}
	p.Problem = refused
	if p.Items, err = h.Repo.ToMerge(c.UserContext(), p.Con.ID, ids); err != nil {
		return err
	}
	var found []int64
	for _, s := range p.Items {
		found = append(found, s.ID)
	}
	p.Gone = slices.DeleteFunc(ids, func(id int64) bool { return slices.Contains(found, id) })
	if p.After, err = h.Repo.VoicesTogether(c.UserContext(), p.Con.ID, found); err != nil {
		return err
	}
	if len(found) < 2 && status == fiber.StatusOK {
		status = fiber.StatusUnprocessableEntity
	}
	if p.Into == 0 {
		p.Into = mostVoices(p.Items)
	}
	return render(c, status, desk.MergeSuggestions(p))
}

// mostVoices gives the suggestion that most are behind, the first of them.
func mostVoices(list []consult.Suggestion) (id int64) {
	most := 0
	for _, s := range list {
		if s.Comments > most {
			id, most = s.ID, s.Comments
		}
	}
	return id
}

// idList reads ids from a form, each once and in order; what is none names nothing.
func idList(c *fiber.Ctx, name string) (ids []int64) {
	for _, word := range formList(c, name) {
		if id, err := strconv.ParseInt(word, 10, 64); err == nil && id > 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
