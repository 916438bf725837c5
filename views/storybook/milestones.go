package storybook

import (
	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	consultview "nayan/views/consult"
	"nayan/views/desk"
)

// milestones are what became of a decision; the first of them was noted wrongly.
func (f fixtures) milestones() []consult.Milestone {
	gone := f.Now.AddDate(0, 0, -2)
	wrong := consult.Milestone{ID: 1, Kind: consult.DecisionPublished, On: f.today() - 9, Note: f.Answered.Title, NotedBy: 1, NotedAt: f.Now.AddDate(0, 0, -3),
		WithdrawnBy: 1, WithdrawnAt: &gone, WithdrawnWhy: f.Typed.Points[0].Body}
	right := wrong
	right.ID, right.WithdrawnAt, right.URL = 2, nil, "https://www.yunxi.example/zwgk/2026/3.html"
	return []consult.Milestone{wrong, right, {ID: 3, Kind: consult.DecisionEffective, On: f.today() + 30, NotedBy: 1, NotedAt: f.Now},
		{ID: 4, Kind: consult.DecisionEvaluated, On: f.today(), Note: f.Answered.LegalBasis, NotedBy: 1, NotedAt: f.Now}}
}

// milestonePages are what became of a decision, for the public and on the desk.
func (d deskFixtures) milestonePages() []Story {
	notice := consultview.NoticePage{Head: d.head(d.Answered), HTML: d.NoticeHTML}
	notice.Milestones = d.milestones()
	seat := d.seat("milestone.title", desk.Consultations, account.Drafter)
	page := desk.MilestonesPage{Page: seat, Con: d.Answered, Milestones: d.milestones(), Names: map[int64]string{1: d.Member}}
	none, rejected, open := page, page, page
	none.Milestones, open.Milestones, open.Con = nil, nil, d.Open
	rejected.Form = desk.MilestoneForm{Kind: string(consult.DecisionPublished), On: d.today().String(), URL: "http://",
		Errors: []fault.Field{{Name: "kind", Key: "milestone.error.twice"}, {Name: "note", Key: "milestone.error.note"}, {Name: "url", Key: "milestone.error.url"}}}
	unsent := page
	unsent.Withdrawal = desk.MilestoneWithdrawal{ID: 2, Errors: []fault.Field{{Name: "reason-2", Key: "change.error.reason_required"}}}
	return []Story{
		{"consultations/notice/milestones", consultview.Notice(notice)},
		{"desk/milestones", desk.Milestones(page)},
		{"desk/milestones/none", desk.Milestones(none)},
		{"desk/milestones/open", desk.Milestones(open)},
		{"desk/milestones/rejected", desk.Milestones(rejected)},
		{"desk/milestones/kept", desk.Milestones(unsent)},
	}
}
