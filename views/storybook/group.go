package storybook

import (
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/views/desk"
)

// alike are the pages of what is proposed to become one suggestion.
func (d deskFixtures) alike() []Story {
	seat := d.seat("groups.title", desk.Consultations, account.Adjudicator)
	chosen := d.Now.Add(-time.Hour)
	first := d.Suggestions[0].Body
	group := consult.Group{ID: 1, Body: first, Members: 31, Live: 30, Voices: consult.Voices{Comments: 30, Persons: 27, Enterprises: 1}, Exact: 12, Near: 17,
		Likeness: 0.87, State: consult.GroupOpen, Waiting: 29, IntoID: 9}
	grown, adopted, dismissed := group, group, group
	grown.ID, grown.StepID, grown.AdoptedAt, grown.Waiting = 2, 7, &chosen, 3
	adopted.State, adopted.StepID, adopted.AdoptedAt, adopted.DismissedAt = consult.GroupAdopted, 7, &chosen, &chosen
	dismissed.State, dismissed.DismissedAt = consult.GroupDismissed, &chosen
	var members []consult.GroupMember
	for i, c := range d.Comments {
		c.ReceiptNo = d.Status.ReceiptNo
		m := consult.GroupMember{PointKey: consult.PointKey{CommentID: int64(i + 1), Position: 1}, GroupID: 1, Nth: i + 1, Likeness: 1, Body: first,
			Comment: c, Suggestions: []int64{int64(9 + i)}, Movable: i < 2}
		if i > 0 {
			m.Body, m.Likeness = string([]rune(first)[2:])+first, 0.87
		}
		members = append(members, m)
	}
	counts := map[desk.GroupView]int{desk.OpenGroups: 12, desk.ThemeGroups: 3, desk.AdoptedGroups: 1, desk.DismissedGroups: 1, desk.UnlikeGroups: 1}
	page := desk.GroupsPage{Page: seat, Con: d.Closed, View: desk.OpenGroups, Counts: counts, Items: []consult.Group{group, grown},
		Members: map[int64][]consult.GroupMember{1: members, 2: members}, Ready: true, At: 1, Last: 2}
	refused, none, weak, unlike, done, gone := page, page, page, page, page, page
	refused.Problem, refused.Ready, refused.Into = fault.New(fault.Conflict, "groups.error.together"), false, 9
	none.Items, none.Counts, none.Last = nil, nil, 1
	theme := consult.Theme{Hub: 1, Terms: d.Terms, Live: 31, Total: 40, Groups: []consult.ThemeGroup{{Group: group, Score: 1, Terms: d.Terms}, {Group: grown, Score: 0.4, Terms: d.Terms[1:]}}}
	weak.View, weak.Items, weak.Themes = desk.ThemeGroups, nil, []consult.Theme{theme}
	unlike.View, unlike.Items, unlike.Themes = desk.UnlikeGroups, nil, []consult.Theme{theme}
	done.View, done.Items = desk.AdoptedGroups, []consult.Group{adopted}
	gone.View, gone.Items = desk.DismissedGroups, []consult.Group{dismissed}
	return []Story{
		{"desk/groups", desk.Groups(page)},
		{"desk/groups/refused", desk.Groups(refused)},
		{"desk/groups/none", desk.Groups(none)},
		{"desk/groups/weak", desk.Groups(weak)},
		{"desk/groups/unlike", desk.Groups(unlike)},
		{"desk/groups/adopted", desk.Groups(done)},
		{"desk/groups/dismissed", desk.Groups(gone)},
		{"desk/group", desk.Group(desk.GroupPage{Page: seat, Con: d.Closed, Group: group, Members: members, At: 1, Last: 2})},
	}
}
