package handlers

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/views/desk"
)

// groupPlace is where among the proposals somebody is.
type groupPlace struct {
	view desk.GroupView
	page int
}

// groupPlaceOf reads where a form stood.
func groupPlaceOf(c *fiber.Ctx) groupPlace {
	return groupPlace{groupView(c.FormValue("view")), formPage(c)}
}

// back leads to the same place, and says what was done.
func (p groupPlace) back(c *fiber.Ctx, consultationID int64, word string) error {
	return done(c, desk.GroupsURL(consultationID, p.view, p.page), word)
}

// adopt makes one suggestion of a proposed group, or of the chosen groups of a
// weaker proposal.
func (h deskGroups) adopt(c *fiber.Ctx) error {
	id, group, err := partParams(c, "gid")
	if err != nil {
		return err
	}
	in := app.AdoptInput{ConsultationID: id, Groups: []consult.GroupSeen{{ID: group, Members: int(formID(c, "members"))}}, Leave: leftOut(c)}
	if c.FormValue("theme") != "" {
		in.Groups = groupsSeen(c)
		if len(in.Groups) < 2 {
			return h.page(c, fiber.StatusUnprocessableEntity, groupPlaceOf(c), fault.New(fault.Conflict, "groups.error.few"))
		}
	}
	into, err := h.App.AdoptGroups(c.UserContext(), member(c).Actor(), in)
	if err != nil {
		return h.refused(c, err)
	}
	place := groupPlaceOf(c)
	path := desk.GroupsURL(id, place.view, place.page)
	between := "?"
	if strings.Contains(path, between) {
		between = "&"
	}
	return done(c, path+between+"into="+url.QueryEscape(strconv.FormatInt(into, 10)), "group_adopted")
}

// leftOut are the points that were shown and are not ticked any more.
func leftOut(c *fiber.Ctx) (points []consult.PointKey) {
	kept := formList(c, "keep")
	for _, word := range formList(c, "shown") {
		if !slices.Contains(kept, word) {
			points = append(points, pointKey(word))
		}
	}
	return points
}

// groupsSeen are the groups that are ticked, as they were seen.
func groupsSeen(c *fiber.Ctx) (list []consult.GroupSeen) {
	for _, word := range formList(c, "groups") {
		id, members, _ := strings.Cut(word, "-")
		n, err := strconv.Atoi(members)
		if g, broken := strconv.ParseInt(id, 10, 64); err == nil && broken == nil {
			list = append(list, consult.GroupSeen{ID: g, Members: n})
		}
	}
	return list
}

// dismiss says that a proposal is not one suggestion, or takes that back.
func (h deskGroups) dismiss(c *fiber.Ctx) error {
	id, group, err := partParams(c, "gid")
	if err != nil {
		return err
	}
	ctx, actor, word := c.UserContext(), member(c).Actor(), "group_dismissed"
	theme, back := c.FormValue("theme") != "", c.FormValue("back") != ""
	switch {
	case theme && back:
		err = h.App.RestoreTheme(ctx, actor, id, group)
	case back:
		err = h.App.RestoreGroup(ctx, actor, id, group)
	case theme:
		err = h.App.DismissTheme(ctx, actor, id, group)
	default:
		err = h.App.DismissGroup(ctx, actor, id, consult.GroupSeen{ID: group, Members: int(formID(c, "members"))})
	}
	if err != nil {
		return h.refused(c, err)
	}
	if back {
		word = "group_restored"
	}
	return groupPlaceOf(c).back(c, id, word)
}

// refused shows the list that a form stood on, and why nothing was done.
func (h deskGroups) refused(c *fiber.Ctx, err error) error {
	_, refused, ok := onForm(err)
	if !ok {
		return err
	}
	return h.page(c, statusOf(err), groupPlaceOf(c), refused)
}
