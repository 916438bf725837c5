package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/workday"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskSettings is what an administrator sets for the whole county: the rules of
// the kinds, and the days off.
type deskSettings struct{ *Env }

const (
	kindsPath    = "/desk/settings/kinds"
	holidaysPath = "/desk/settings/holidays"
)

// rulesInOrder gives the rules in the order of consult.Kinds.
func (e *Env) rulesInOrder(c *fiber.Ctx) (list []consult.KindRule, err error) {
	rules, err := e.Repo.KindRules(c.UserContext())
	for _, k := range consult.Kinds {
		if r, ok := rules[k]; ok {
			list = append(list, r)
		}
	}
	return list, err
}

// settings begins a page; county says whether who is signed in may change what is on it.
func (h deskSettings) settings(c *fiber.Ctx) (p desk.Page, county bool, err error) {
	p, err = h.deskPage(c, desk.Settings, i18n.T(c.UserContext(), "desk.settings.title"))
	return p, member(c).Grants.Everywhere(account.Administrator), err
}

func (h deskSettings) kinds(c *fiber.Ctx) error {
	p, county, err := h.settings(c)
	if err != nil {
		return err
	}
	rules, err := h.rulesInOrder(c)
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, desk.KindList(desk.KindsPage{Page: p, Rules: rules, County: county}))
}

func (h deskSettings) kindForm(c *fiber.Ctx) error {
	r, err := h.Repo.KindRule(c.UserContext(), consult.Kind(c.Params("kind")))
	if err != nil {
		return err
	}
	return h.kindPage(c, fiber.StatusOK, r.Kind, desk.KindForm{Enabled: r.Enabled, LegalityReview: r.LegalityReview,
		Minimum: strconv.Itoa(r.MinimumDays), MinimumIn: string(r.MinimumIn), Source: r.MinimumSource,
		ResultsDays: strconv.Itoa(r.ResultsDays)})
}

func (h deskSettings) kindPage(c *fiber.Ctx, status int, kind consult.Kind, form desk.KindForm) error {
	p, _, err := h.settings(c)
	if err != nil {
		return err
	}
	return render(c, status, desk.KindEdit(desk.KindPage{Page: p, Kind: kind, Form: form}))
}

func (h deskSettings) setKind(c *fiber.Ctx) error {
	kind := consult.Kind(c.Params("kind"))
	if !kind.Valid() {
		return fault.New(fault.NotFound, "error.not_found")
	}
	form := desk.KindForm{Enabled: c.FormValue("enabled") == "1", LegalityReview: c.FormValue("legality_review") == "1",
		Minimum: c.FormValue("minimum"), MinimumIn: c.FormValue("minimum_in"), Source: c.FormValue("source"),
		ResultsDays: c.FormValue("results_days")}
	err := h.App.SetKindRule(c.UserContext(), member(c).Actor(), consult.KindRule{Kind: kind, Enabled: form.Enabled,
		LegalityReview: form.LegalityReview, ResultsDays: typedNumber(form.ResultsDays),
		Minimum: consult.Minimum{MinimumDays: typedNumber(form.Minimum), MinimumIn: workday.Unit(form.MinimumIn), MinimumSource: form.Source}})
	if err == nil {
		return done(c, kindsPath, "kind")
	}
	fields, _, ok := onForm(err)
	if !ok {
		return err
	}
	form.Errors = fields
	return h.kindPage(c, statusOf(err), kind, form)
}

// typedNumber reads a number out of a form; what is none is -1, which the rules refuse.
func typedNumber(text string) int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		return -1
	}
	return n
}

func (h deskSettings) holidays(c *fiber.Ctx) error { return h.holidaysPage(c, fiber.StatusOK, nil) }

func (h deskSettings) holidaysPage(c *fiber.Ctx, status int, errors ui.Errors) error {
	p, county, err := h.settings(c)
	if err != nil {
		return err
	}
	years, next, err := h.years(c.UserContext())
	if err != nil {
		return err
	}
	return render(c, status, desk.Holidays(desk.HolidaysPage{Page: p, Years: years, County: county, Next: next, Errors: errors}))
}

// years lists what is known, the latest first, and gives the first year that is not.
func (h deskSettings) years(ctx context.Context) (list []desk.HolidayYear, next int, err error) {
	imported, err := h.Repo.HolidayYears(ctx)
	if err != nil {
		return nil, 0, err
	}
	by := map[int]desk.HolidayYear{}
	for _, n := range workday.Embedded().Known() {
		y, _ := workday.Embedded().Year(n)
		by[n] = desk.HolidayYear{Year: y, Embedded: true}
	}
	var staff []int64
	for _, y := range imported {
		staff = append(staff, y.ImportedBy)
	}
	names, err := h.App.MemberNames(ctx, staff)
	if err != nil {
		return nil, 0, err
	}
	for _, y := range imported {
		year, err := workday.Parse([]byte(y.Source))
		if err != nil {
			return nil, 0, err
		}
		by[y.Year] = desk.HolidayYear{Year: year, Embedded: by[y.Year].Embedded, ImportedAt: y.ImportedAt, ImportedBy: names[y.ImportedBy]}
	}
	for _, y := range by {
		list = append(list, y)
	}
	slices.SortFunc(list, func(a, b desk.HolidayYear) int { return b.Number - a.Number })
	for next = list[len(list)-1].Number; ; next++ {
		if _, known := by[next]; !known {
			return list, next, nil
		}
	}
}

func (h deskSettings) importHolidays(c *fiber.Ctx) error {
	_, data, err := uploaded(c)
	if err != nil {
		var bad fault.Fields
		bad.Add("file", "desk.error.file_required")
		err = bad.Err()
	} else {
		_, err = h.App.ImportHolidays(c.UserContext(), member(c).Actor(), data)
	}
	if err == nil {
		return done(c, holidaysPath, "holidays")
	}
	fields, _, ok := onForm(err)
	if !ok {
		return err
	}
	return h.holidaysPage(c, statusOf(err), fields)
}
