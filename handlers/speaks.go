package handlers

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	consultview "nayan/views/consult"
)

// speakers fills in for which enterprises who is signed in may speak. ?as=12 marks
// one of them, as the pages of an enterprise do.
func (e *Env) speakers(c *fiber.Ctx, p app.Person, form *consultview.CommentForm) error {
	if p.ID == 0 {
		return nil
	}
	list, err := e.App.Speakers(c.UserContext(), p, c.Params("no"))
	if err != nil {
		return err
	}
	for _, s := range list {
		form.Speakers = append(form.Speakers, consultview.Speaker{ID: s.ID, Name: s.Name, SpokenAt: s.SpokenAt, By: s.SpokenBy, Own: s.Own})
	}
	if form.SpeaksFor == 0 {
		form.SpeaksFor = int64(c.QueryInt("as"))
	}
	return nil
}

// respeak fills in the same on a form that comes back. Where that fails, the form
// is worth more than the choice.
func (e *Env) respeak(c *fiber.Ctx, form *consultview.CommentForm) {
	p, err := e.signedInPerson(c)
	if err == nil {
		err = e.speakers(c, p, form)
	}
	if err != nil {
		e.logError(c, err)
	}
}

// readIdentity reads in what capacity somebody speaks: an identity, or a
// registered enterprise by its id.
func readIdentity(value string) (identity consult.Identity, enterprise int64) {
	id, registered := strings.CutPrefix(value, consultview.SpeaksForPrefix)
	if !registered {
		return consult.Identity(value), 0
	}
	enterprise, err := strconv.ParseInt(id, 10, 64)
	if err != nil || enterprise <= 0 {
		enterprise = -1 // nobody belongs to it
	}
	return consult.Enterprise, enterprise
}

// confided reports whether part of a submission is a trade secret.
func confided(s consult.Submission) bool {
	for _, p := range s.Points {
		if p.Secret != "" {
			return true
		}
	}
	return false
}

// spokenFor gives the name of the enterprise that somebody speaks for.
func spokenFor(form consultview.CommentForm) string {
	for _, s := range form.Speakers {
		if s.ID == form.SpeaksFor {
			return s.Name
		}
	}
	return ""
}
