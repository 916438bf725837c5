package handlers

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskPage begins the frame of a page of the desk for who is signed in.
func (e *Env) deskPage(c *fiber.Ctx, section desk.Section, title string) (desk.Page, error) {
	units, err := e.units(c)
	if err != nil {
		return desk.Page{}, err
	}
	m, p := member(c), e.formPage(c, "", title)
	p.Area, p.Styles = i18n.T(c.UserContext(), "desk.area"), desk.Styles
	p.Menu = desk.Menu(c.UserContext(), section, m.Grants.Roles())
	p.Side = desk.Side(m.Name, unitName(units, m.UnitID), p.CSRF)
	return desk.Page{Page: p, Now: e.Now(), Roles: rolesHere(c), Done: c.Query("done")}, nil
}

const unitsLocal = "units"

// units lists the units, read once a request: frame and form both need them.
func (e *Env) units(c *fiber.Ctx) ([]repo.Unit, error) {
	if units, read := c.Locals(unitsLocal).([]repo.Unit); read {
		return units, nil
	}
	units, err := e.Repo.Units(c.UserContext())
	if err == nil {
		c.Locals(unitsLocal, units)
	}
	return units, err
}

func unitName(units []repo.Unit, id int64) string {
	i := slices.IndexFunc(units, func(u repo.Unit) bool { return u.ID == id })
	if i < 0 {
		return ""
	}
	return units[i].Name
}

// editPage begins a page with a form that names a unit; title is a catalogue key
// and refused, when set, says at its top why nothing was saved.
func (e *Env) editPage(c *fiber.Ctx, section desk.Section, title string, refused *fault.Error) (p desk.Page, units []ui.Option, err error) {
	if p, err = e.deskPage(c, section, i18n.T(c.UserContext(), title)); err != nil {
		return p, nil, err
	}
	p.Problem = refused
	units, err = e.unitOptions(c, account.Drafter)
	return p, units, err
}

// unitOptions are the choices of a form's unit: those for which who is signed in
// holds the role.
func (e *Env) unitOptions(c *fiber.Ctx, role account.Role) ([]ui.Option, error) {
	units, err := e.units(c)
	options := []ui.Option{{Label: i18n.T(c.UserContext(), "desk.choose")}}
	for _, u := range units {
		if member(c).Grants.In(u.ID, role) {
			options = append(options, ui.Option{Value: strconv.FormatInt(u.ID, 10), Label: u.Name})
		}
	}
	return options, err
}

// done leads to a page and tells it what has just been done: the key
// "desk.done." and word.
func done(c *fiber.Ctx, path, word string) error {
	between := "?"
	if strings.Contains(path, "?") {
		between = "&"
	}
	return c.Redirect(path+between+"done="+url.QueryEscape(word), fiber.StatusSeeOther)
}

// refusal gives the fault that is best shown on the page where it was met,
// instead of on an error page: what the state or the person does not allow.
func refusal(err error) *fault.Error {
	switch f := fault.Of(err); f.Kind {
	case fault.Conflict, fault.Forbidden, fault.Closed:
		return f
	}
	return nil
}

// onForm sorts an error of a form: its fields, or a refusal; ok is false for an
// error that belongs on neither.
func onForm(err error) (fields ui.Errors, refused *fault.Error, ok bool) {
	if f := fault.Of(err); f.Kind == fault.Invalid && len(f.Fields) > 0 {
		return f.Fields, nil, true
	}
	refused = refusal(err)
	return nil, refused, refused != nil
}

// The shapes in which a browser sends days, hours and moments.
const (
	dayShape    = "2006-01-02"
	clockShape  = "15:04"
	momentShape = "2006-01-02T15:04"
)

// readTime reads a time of the county; an empty one is zero, which the rules
// refuse with words of their own, and a broken one is noted.
func readTime(bad *fault.Fields, name, key, shape, text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	t, err := time.ParseInLocation(shape, text, i18n.Zone)
	bad.Check(err == nil, name, key)
	return t
}

// writeTime is the opposite of readTime.
func writeTime(t time.Time, shape string) string {
	if t.IsZero() {
		return ""
	}
	return t.In(i18n.Zone).Format(shape)
}

// formID reads an id from a form; 0, which the rules refuse, for anything else.
func formID(c *fiber.Ctx, name string) int64 {
	id, err := strconv.ParseInt(c.FormValue(name), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// readClock reads the time of a day.
func readClock(bad *fault.Fields, name, text string) time.Time {
	return readTime(bad, name, "desk.error.time", clockShape, text)
}

// partParams reads the id of an object and the id of a part of it.
func partParams(c *fiber.Ctx, part string) (id, partID int64, err error) {
	if id, err = idParam(c, "id"); err != nil {
		return 0, 0, err
	}
	partID, err = idParam(c, part)
	return id, partID, err
}
