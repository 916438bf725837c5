package storybook

import (
	"nayan/internal/consult"
	"nayan/internal/follow"
	accountview "nayan/views/account"
	followview "nayan/views/follow"
	"nayan/views/ui"
)

// following are the pages about being told by mail.
func (f fixtures) following() []Story {
	page := followview.Page{Page: f.page()}
	about := follow.Followed{Title: f.Open.Title, Subject: follow.Subject{No: f.Open.No}}
	form := followview.FormPage{Page: page, CanMail: true, Units: []followview.Unit{{ID: 1, Name: f.Open.UnitName}, {ID: 2, Name: f.Closed.UnitName}}}
	one, own, mute, refused, sent := form, form, form, form, form
	one.About, one.Subject = about, about.Subject.String()
	own.Own, own.Subject = "zhu@yunxi.example", follow.Subject{UnitID: 2}.String()
	mute.CanMail = false
	refused.Email, refused.Errors = "zhu", ui.Errors{{Name: "email", Key: "follow.error.email"}, {Name: "subject", Key: "follow.error.subject"}}
	sent.Done, sent.Shown = "sent", "/follow/requests/demo"
	list := followview.List{County: f.Site.County, CSRF: page.CSRF, Base: "/followers/demo/follows", All: "/followers/demo/stop", Items: []follow.Followed{
		{ID: 1, Title: about.Title, Subject: about.Subject}, {ID: 2, Unit: f.Closed.UnitName, Subject: follow.Subject{UnitID: 2}},
		{ID: 3, Subject: follow.Subject{Kind: consult.Plan}}, {ID: 4}}}
	confirmed := page
	confirmed.Done = "confirmed"
	account := f.own(accountview.Follows, "account.follows.title")
	ownList := list
	ownList.Base, ownList.All = "/account/follows", "/account/follows/stop"
	return []Story{
		{"follow", followview.Form(form)},
		{"follow/consultation", followview.Form(one)},
		{"follow/signed-in", followview.Form(own)},
		{"follow/mute", followview.Form(mute)},
		{"follow/rejected", followview.Form(refused)},
		{"follow/sent", followview.Form(sent)},
		{"follow/confirm", followview.Confirm(followview.ConfirmPage{Page: page, Followed: about, Action: "/follow/requests/demo"})},
		{"follow/over", followview.Over(page)},
		{"follow/manage", followview.Manage(followview.ManagePage{Page: confirmed, Email: "z***@yunxi.example", List: list})},
		{"follow/stop", followview.Stop(followview.StopPage{Page: page, Action: "/followers/demo/consultations/2026-0002/stop", Manage: "/followers/demo"})},
		{"follow/gone", followview.Gone(page)},
		{"account/follows", accountview.Following(accountview.FollowsPage{Page: account, Email: "zhu@yunxi.example", List: ownList})},
		{"account/follows/none", accountview.Following(accountview.FollowsPage{Page: account, Email: "zhu@yunxi.example"})},
		{"account/follows/no-email", accountview.Following(accountview.FollowsPage{Page: account})},
	}
}
