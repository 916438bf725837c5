package desk

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// GroupView is one of the lists of proposals: the groups of a state, or the weaker
// proposals. Its words are the keys "groups.view." and the view.
type GroupView string

// The lists.
const (
	OpenGroups      GroupView = "open"
	ThemeGroups     GroupView = "themes"
	AdoptedGroups   GroupView = "adopted"
	DismissedGroups GroupView = "dismissed"
	UnlikeGroups    GroupView = "unlike"
)

// GroupViews lists them in the order of the page.
var GroupViews = []GroupView{OpenGroups, ThemeGroups, AdoptedGroups, DismissedGroups, UnlikeGroups}

// GroupsPage lists which points say the same and may become one suggestion.
type GroupsPage struct {
	Page
	Con      consult.Consultation
	View     GroupView
	Counts   map[GroupView]int
	Items    []consult.Group
	Themes   []consult.Theme
	Members  map[int64][]consult.GroupMember // the first of each group
	Ready    bool                            // everything that came in is in a group
	Into     int64                           // the suggestion that the last adoption brought points to; 0: none
	At, Last int
}

// GroupPage is one proposal with all of its points.
type GroupPage struct {
	Page
	Con      consult.Consultation
	Group    consult.Group
	Members  []consult.GroupMember // of this page
	At, Last int
}

// GroupsURL leads to a list of proposals.
func GroupsURL(consultationID int64, view GroupView, page int) string {
	q := url.Values{}
	if view != OpenGroups && view != "" {
		q.Set("view", string(view))
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	return withQuery(consultationURL(consultationID, "suggestions/groups"), q)
}

// GroupURL leads to the page of one proposal.
func GroupURL(consultationID, id int64, page int) string {
	q := url.Values{}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	return withQuery(consultationURL(consultationID, "suggestions/groups/"+id64(id)), q)
}

// GroupAnchor is the element of a proposal.
func GroupAnchor(id int64) string { return "group-" + id64(id) }

// GroupWord writes a group as it was seen, for a form.
func GroupWord(g consult.Group) string { return id64(g.ID) + "-" + strconv.Itoa(g.Members) }

func (p GroupsPage) chips(ctx context.Context) (list []chip) {
	for _, v := range GroupViews {
		if v == OpenGroups || p.Counts[v] > 0 || p.View == v {
			list = append(list, chip{GroupsURL(p.Con.ID, v, 1), counted(i18n.T(ctx, "groups.view."+string(v)), p.Counts[v]), p.View == v})
		}
	}
	return list
}

// choosing reports whether who is signed in may still choose about proposals.
func choosing(p Page, con consult.Consultation) bool {
	return con.ResultsAt == nil && con.WithdrawnAt == nil && p.Can(account.Adjudicator)
}

// readsGroups reports whether who is signed in may see proposals.
func readsGroups(p Page, con consult.Consultation) bool {
	return con.Public() && p.Can(account.Adjudicator, account.Auditor, account.Reviewer)
}

// likenessWords say how like the others are to the first.
func likenessWords(ctx context.Context, g consult.Group) string {
	var words []string
	if g.Exact > 0 {
		words = append(words, i18n.T(ctx, "groups.exact", g.Exact))
	}
	if g.Near > 0 {
		words = append(words, i18n.T(ctx, "groups.near", g.Near, percent(g.Likeness)))
	}
	return strings.Join(words, "，")
}

// howAlike says how like the first one of a group another is.
func howAlike(ctx context.Context, m consult.GroupMember) string {
	switch {
	case m.Nth == 1:
		return i18n.T(ctx, "groups.first")
	case m.Likeness == 1:
		return i18n.T(ctx, "groups.same")
	}
	return i18n.T(ctx, "groups.likeness", percent(m.Likeness))
}

// percent rounds down: what is shown as 100 % is the same.
func percent(likeness float64) int { return int(likeness * 100) }

// joins reports whether the member would be brought along.
func joins(g consult.Group, m consult.GroupMember) bool {
	return m.Movable && !slices.Contains(m.Suggestions, g.IntoID)
}

// grew reports whether what waits came after the group was adopted.
func grew(g consult.Group) bool { return g.State == consult.GroupOpen && g.StepID != 0 }

// adoptWord names the button after where the points go.
func adoptWord(ctx context.Context, g consult.Group) string {
	if grew(g) {
		return i18n.T(ctx, "groups.add", SuggestionNo(g.IntoID))
	}
	return i18n.T(ctx, "groups.adopt")
}

func memberURL(consultationID int64, m consult.GroupMember) string {
	return consultationURL(consultationID, "comments/"+id64(m.CommentID))
}

func themeTerms(terms []string) string { return strings.Join(terms, "、") }

// pages is the pager of a list of proposals.
func (p GroupsPage) pages() ui.Pages {
	return ui.Pages{Page: p.At, Last: p.Last, Href: func(n int) string { return GroupsURL(p.Con.ID, p.View, n) }}
}

// pages is the pager of the points of a proposal.
func (p GroupPage) pages() ui.Pages {
	return ui.Pages{Page: p.At, Last: p.Last, Href: func(n int) string { return GroupURL(p.Con.ID, p.Group.ID, n) }}
}
