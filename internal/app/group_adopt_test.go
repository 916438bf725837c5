package app_test

import (
	"slices"
	"testing"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
)

func (c *call) groupsIn(t testing.TB, state consult.GroupState) []consult.Group {
	t.Helper()
	list, err := c.Repo.Groups(t.Context(), c.id, state, 1, 100)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func (c *call) openGroups(t testing.TB) []consult.Group {
	t.Helper()
	return c.groupsIn(t, consult.GroupOpen)
}

func seen(groups ...consult.Group) (list []consult.GroupSeen) {
	for _, g := range groups {
		list = append(list, consult.GroupSeen{ID: g.ID, Members: g.Members})
	}
	return list
}

func (c *call) adopt(t testing.TB, leave []consult.PointKey, groups ...consult.Group) (into int64) {
	t.Helper()
	into, err := c.AdoptGroups(t.Context(), c.actor, app.AdoptInput{ConsultationID: c.id, Groups: seen(groups...), Leave: leave})
	if err != nil {
		t.Fatal(err)
	}
	return into
}

func (c *call) members(t testing.TB, g consult.Group) []consult.GroupMember {
	t.Helper()
	list, err := c.Repo.GroupMembers(t.Context(), c.id, []int64{g.ID}, 1, 50)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// litStreet are opinions of which the first three are one group, and the last two.
var litStreet = []string{
	"西街的路灯晚上不亮，老人走路不方便，建议尽快修复。", "西街的路灯晚上不亮，老人走路很不方便，建议尽快修复。", "西街的路燈晚上不亮,老人走路不方便,建議尽快修复!",
	"菜市场下水道堵塞，雨天积水严重，请安排疏通。", "菜市场下水道堵塞，雨天积水很严重，请安排疏通。",
}

func TestAnAdoptedGroupIsOneSuggestionUntilThatIsTakenBack(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.said(t, litStreet...)
	c.group(t)
	open, before := c.openGroups(t), c.dump(t, "suggestion_points")
	if len(open) != 2 || open[0].Live != 3 || open[0].Comments != 3 || open[0].Exact != 1 || open[0].Near != 1 || open[0].Body != litStreet[0] || open[0].Waiting != 2 {
		t.Fatalf("%+v", open)
	}
	into := c.adopt(t, nil, open[0])
	if ids := c.suggestions(t); into != ids[0] || c.count(t, `SELECT count(*) FROM suggestion_points WHERE suggestion_id = $1`, into) != 3 {
		t.Errorf("they went to %d of %v", into, ids)
	}
	adopted := c.groupsIn(t, consult.GroupAdopted)
	if len(adopted) != 1 || adopted[0].IntoID != into || adopted[0].StepID == 0 || len(c.openGroups(t)) != 1 {
		t.Fatalf("%+v", adopted)
	}
	_, err := c.AdoptGroups(t.Context(), c.actor, app.AdoptInput{ConsultationID: c.id, Groups: seen(open[0])})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("a group is adopted twice: %v", err)
	}
	if _, err := c.UndoStep(t.Context(), c.actor, c.id, adopted[0].StepID); err != nil {
		t.Fatal(err)
	}
	if after := c.dump(t, "suggestion_points"); !sameRows(before, after) || len(c.openGroups(t)) != 2 || len(c.groupsIn(t, consult.GroupAdopted)) != 0 {
		t.Errorf("before %s\nafter %s\n%+v", before, after, c.openGroups(t))
	}
	c.adopt(t, nil, open[0]) // and again
}

// sameRows compares two dumps of a table whatever the order of the rows.
func sameRows(a, b string) bool {
	x, y := []byte(a), []byte(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

func TestWhoWasLeftOutIsNotProposedAgainAndWhoComesLaterIs(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.said(t, litStreet[:3]...)
	c.group(t)
	open := c.openGroups(t)[0]
	left := c.members(t, open)[1]
	into := c.adopt(t, []consult.PointKey{left.PointKey}, open)
	adopted := c.groupsIn(t, consult.GroupAdopted)
	if len(adopted) != 1 || adopted[0].Waiting != 0 || c.count(t, `SELECT count(*) FROM suggestion_points WHERE suggestion_id = $1`, into) != 2 {
		t.Fatalf("%+v", adopted)
	}
	c.said(t, litStreet[0]+"！", litStreet[0]+"。")
	c.group(t)
	grown := c.openGroups(t)
	if len(grown) != 1 || grown[0].Waiting != 2 || grown[0].IntoID != into || grown[0].StepID == 0 {
		t.Fatalf("%+v", grown)
	}
	if err := c.DismissGroup(t.Context(), c.actor, c.id, seen(grown...)[0]); err != nil {
		t.Fatal(err)
	}
	if adopted := c.groupsIn(t, consult.GroupAdopted); len(adopted) != 1 || adopted[0].DismissedAt == nil || len(c.groupsIn(t, consult.GroupDismissed)) != 0 {
		t.Fatalf("%+v", adopted)
	}
	if err := c.RestoreGroup(t.Context(), c.actor, c.id, grown[0].ID); err != nil {
		t.Fatal(err)
	}
	if c.adopt(t, []consult.PointKey{left.PointKey}, c.openGroups(t)[0]) != into || c.count(t, `SELECT count(*) FROM suggestion_points WHERE suggestion_id = $1`, into) != 4 {
		t.Error("the new ones did not come to the others")
	}
}

func TestADismissedGroupStaysDismissedUntilItIsRestored(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.said(t, litStreet...)
	c.group(t)
	open := c.openGroups(t)
	for range 2 {
		if err := c.DismissGroup(t.Context(), c.actor, c.id, seen(open[0])[0]); err != nil {
			t.Fatal(err)
		}
	}
	c.said(t, litStreet[0])
	c.group(t)
	if dismissed := c.groupsIn(t, consult.GroupDismissed); len(dismissed) != 1 || dismissed[0].Live != 4 || len(c.openGroups(t)) != 1 {
		t.Fatalf("%+v", dismissed)
	}
	for range 2 {
		if err := c.RestoreGroup(t.Context(), c.actor, c.id, open[0].ID); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.openGroups(t)) != 2 {
		t.Error("it is not proposed again")
	}
	if n := c.count(t, `SELECT count(*) FROM audit_entries WHERE action IN ('group.dismiss', 'group.restore')`); n != 2 {
		t.Errorf("%d entries", n)
	}
	for _, err := range []error{c.DismissGroup(t.Context(), c.actor, c.id, consult.GroupSeen{ID: 99}), c.RestoreGroup(t.Context(), c.actor, c.id, 99),
		c.DismissTheme(t.Context(), c.actor, c.id, 99), c.RestoreTheme(t.Context(), c.actor, c.id, 99)} {
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("what is no group: %v", err)
		}
	}
}

func TestWhoSpokeAgainDoesNotCount(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.said(t, litStreet...)
	c.group(t)
	ids := c.ids(t, `SELECT id FROM comments ORDER BY id`)
	c.exec(t, `INSERT INTO superseded_comments (consultation_id, comment_id, by_comment_id, at) VALUES ($1, $2, $3, $4)`, c.id, ids[3], ids[0], callOpens)
	c.exec(t, `INSERT INTO superseded_comments (consultation_id, comment_id, by_comment_id, at) VALUES ($1, $2, $3, $4)`, c.id, ids[0], ids[1], callOpens)
	c.group(t)
	open := c.openGroups(t)
	if len(open) != 1 || open[0].Live != 2 || open[0].Comments != 2 || open[0].Body != litStreet[1] || len(c.members(t, open[0])) != 2 {
		t.Fatalf("%+v", open)
	}
	c.adopt(t, nil, open[0])
	if n := c.count(t, `SELECT count(*) FROM suggestion_points WHERE suggestion_id = $1`, c.suggestions(t)[0]); n > 1 {
		t.Error("who spoke again came along")
	}
}

func TestWhatStaffCutStaysWhereItIs(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.said(t, litStreet[:3]...)
	c.group(t)
	ids, open := c.suggestions(t), c.openGroups(t)[0]
	point := c.members(t, open)[2].PointKey
	_, err := c.Split(t.Context(), c.actor, app.SplitInput{ConsultationID: c.id, SuggestionID: ids[2], Point: point, Part: consult.Part{Start: 0, End: 9}, Keep: consult.KeepRest})
	if err != nil {
		t.Fatal(err)
	}
	if open = c.openGroups(t)[0]; open.Waiting != 1 || c.members(t, open)[2].Movable {
		t.Fatalf("%+v", open)
	}
	c.adopt(t, nil, open)
	if n := c.count(t, `SELECT count(*) FROM suggestion_points WHERE suggestion_id = $1 AND starts > 0`, ids[2]); n != 1 {
		t.Error("the part that was left went away")
	}
	// Merged by hand, a group needs no proposal any more.
	c.said(t, litStreet[3:]...)
	c.group(t)
	ids = c.suggestions(t)
	if err := c.Merge(t.Context(), c.actor, c.id, ids[len(ids)-2:], ids[len(ids)-1]); err != nil {
		t.Fatal(err)
	}
	if len(c.openGroups(t)) != 0 || len(c.groupsIn(t, consult.GroupAdopted)) != 2 {
		t.Error("what is together is proposed")
	}
}

func TestGroupsOnOneMatterAreProposedTogetherWithTheReason(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.said(t, "云河小区北门的地下车库从来没有开放，请查一查。", "我们住云河小区，北门地下车库到底什么时候能停车？", "请求公布云河小区北门地下车库的产权，业主已经等了三年。",
		"公交十二路间隔太长。", "希望图书馆周末开到九点。", "村里的水渠要清淤了。")
	c.said(t, litStreet...)
	c.group(t)
	list, err := c.Repo.Themes(t.Context(), c.id, false, 1, 20, 50)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(list, func(th consult.Theme) bool {
		return th.Live == 3 && th.Total == 3 && slices.Contains(th.Terms, "云河小区北门地下车库")
	})
	if at < 0 {
		t.Fatalf("%d proposals, none of it", len(list))
	}
	var groups []consult.Group
	for _, g := range list[at].Groups {
		groups = append(groups, g.Group)
	}
	counts, err := c.Repo.GroupCounts(t.Context(), c.id)
	if err != nil || counts.Themes != len(list) {
		t.Errorf("%+v of %d: %v", counts, len(list), err)
	}
	if err := c.DismissTheme(t.Context(), c.actor, c.id, list[at].Hub); err != nil {
		t.Fatal(err)
	}
	c.said(t, "再说一件事：公交站牌太旧。")
	c.group(t)
	if counts, err = c.Repo.GroupCounts(t.Context(), c.id); err != nil || counts.Themes != len(list)-1 || counts.Unlike != 1 {
		t.Errorf("%+v: %v", counts, err)
	}
	refused, err := c.Repo.Themes(t.Context(), c.id, true, 1, 20, 50)
	if err != nil || len(refused) != 1 {
		t.Fatal(refused, err)
	}
	if err := c.RestoreTheme(t.Context(), c.actor, c.id, refused[0].Hub); err != nil {
		t.Fatal(err)
	}
	into := c.adopt(t, nil, groups...)
	if n := c.count(t, `SELECT count(*) FROM suggestion_points WHERE suggestion_id = $1`, into); n != 3 {
		t.Errorf("%d points came together", n)
	}
	if counts, err = c.Repo.GroupCounts(t.Context(), c.id); err != nil || counts.Themes != len(list)-1 || counts.Unlike != 0 {
		t.Errorf("%+v: %v", counts, err)
	}
}
