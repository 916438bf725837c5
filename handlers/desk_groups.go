package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/desk"
)

// deskGroups shows which points say the same, and makes them one suggestion.
type deskGroups struct{ *Env }

const (
	groupsPerPage  = 10
	groupShown     = 20 // points of a group on the list
	membersPerPage = 50
	themeShown     = 30 // groups of a weaker proposal
)

func (h deskGroups) list(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, groupPlace{groupView(c.Query("view")), pageNumber(c)}, nil)
}

// groupView reads which list is asked for; what is open comes first.
func groupView(text string) desk.GroupView {
	for _, v := range desk.GroupViews {
		if string(v) == text {
			return v
		}
	}
	return desk.OpenGroups
}

// page shows a list of proposals as they are now: what just came in is grouped first.
func (h deskGroups) page(c *fiber.Ctx, status int, at groupPlace, refused *fault.Error) (err error) {
	ctx, p := c.UserContext(), desk.GroupsPage{View: at.view, At: at.page, Into: queryID(c, "into")}
	if p.Con, err = h.received(c); err != nil {
		return err
	}
	if p.Ready, err = h.App.GroupNow(ctx, p.Con.ID); err != nil {
		return err
	}
	if p.Page, err = h.deskPage(c, desk.Consultations, i18n.T(ctx, "groups.title")); err != nil {
		return err
	}
	p.Problem = refused
	n, err := h.Repo.GroupCounts(ctx, p.Con.ID)
	if err != nil {
		return err
	}
	p.Counts = map[desk.GroupView]int{desk.OpenGroups: n.Open, desk.ThemeGroups: n.Themes, desk.AdoptedGroups: n.Adopted,
		desk.DismissedGroups: n.Dismissed, desk.UnlikeGroups: n.Unlike}
	p.Last = lastPage(p.Counts[p.View], groupsPerPage)
	p.At = min(p.At, p.Last) // the last choice emptied the page one was on
	if err := h.fill(c, &p); err != nil {
		return err
	}
	return render(c, status, desk.Groups(p))
}

// fill reads the proposals of the page.
func (h deskGroups) fill(c *fiber.Ctx, p *desk.GroupsPage) (err error) {
	ctx := c.UserContext()
	if p.View == desk.ThemeGroups || p.View == desk.UnlikeGroups {
		p.Themes, err = h.Repo.Themes(ctx, p.Con.ID, p.View == desk.UnlikeGroups, p.At, groupsPerPage, themeShown)
		return err
	}
	if p.Items, err = h.Repo.Groups(ctx, p.Con.ID, consult.GroupState(p.View), p.At, groupsPerPage); err != nil {
		return err
	}
	ids := make([]int64, len(p.Items))
	for i, g := range p.Items {
		ids[i] = g.ID
	}
	members, err := h.Repo.GroupMembers(ctx, p.Con.ID, ids, 1, groupShown)
	p.Members = make(map[int64][]consult.GroupMember, len(ids))
	for _, m := range members {
		p.Members[m.GroupID] = append(p.Members[m.GroupID], m)
	}
	return err
}

// show is one proposal with all of its points.
func (h deskGroups) show(c *fiber.Ctx) error {
	id, group, err := partParams(c, "gid")
	if err != nil {
		return err
	}
	ctx, p := c.UserContext(), desk.GroupPage{At: pageNumber(c)}
	if p.Con, err = h.receivedAt(c, id); err != nil {
		return err
	}
	if p.Group, err = h.Repo.Group(ctx, id, group); err != nil {
		return err
	}
	if p.Page, err = h.deskPage(c, desk.Consultations, i18n.T(ctx, "groups.title")); err != nil {
		return err
	}
	p.Last = lastPage(p.Group.Live, membersPerPage)
	p.At = min(p.At, p.Last)
	if p.Members, err = h.Repo.GroupMembers(ctx, id, []int64{group}, p.At, membersPerPage); err != nil {
		return err
	}
	return render(c, fiber.StatusOK, desk.Group(p))
}
