package handlers

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/limit"
)

// surveyCookie holds the random id by which a browser is known to the surveys it
// opens: a draft is found again by it, and a second answer is told. It says nothing
// of anybody, and the database holds only MACs of it, another for each survey.
const (
	surveyCookie     = "nayan_survey"
	surveyCookieDays = 365
)

// respondent is what is known of who answers.
func (e *Env) respondent(c *fiber.Ctx) (by app.Respondent, err error) {
	if id := c.Cookies(e.cookieName(surveyCookie)); len(id) == deviceIDLength {
		by.Device = id
	}
	p, err := e.signedInPerson(c)
	by.AccountID = p.ID
	return by, err
}

// keepRespondent gives a browser that has no id one; one that has keeps it for
// another year.
func (e *Env) keepRespondent(c *fiber.Ctx, by app.Respondent) {
	if by.Device == "" {
		by.Device = randomText()
	}
	e.keep(c, surveyCookie, by.Device, surveyCookieDays*24*60*60)
}

// surveyLimit is keyed by address × consultation, as that of comments.
func (e *Env) surveyLimit(c *fiber.Ctx) limit.Check {
	return limit.Check{Name: "survey", Rate: e.Limits.Comment, Subject: limit.AddressAt(e.clientAddr(c), c.Params("no"))}
}

// signInToSurvey leads to the door of accounts and back to the survey.
func signInToSurvey(no string) string {
	return "/account/sign-in?next=" + url.QueryEscape(surveyAt(no, "?back=1"))
}
