package storybook

import (
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
	accountview "nayan/views/account"
	"nayan/views/desk"
	privacyview "nayan/views/privacy"
)

func (f fixtures) privacy() []Story {
	notice := privacyview.NoticePage{Page: f.page(), Version: "2026-11", Current: "2026-11", HTML: f.NoticeHTML}
	older := notice
	older.Current, older.Others = "2027-05", []string{"2027-05"}
	return []Story{
		{"privacy", privacyview.Notice(notice)},
		{"privacy/older", privacyview.Notice(older)},
	}
}

func (f fixtures) ownData() []Story {
	data := accountview.DataPage{Page: f.own(accountview.Data, "account.data.title"), Agreements: []accountview.Agreement{{Version: "2026-11", At: f.Now}},
		Holdings: []accountview.Holding{
			{What: f.Typed.Name, Here: f.Typed.Phone, Purpose: f.DraftTitle, Kept: f.DraftTitle},
			{What: f.DraftTitle, Here: "3", Purpose: f.DraftTitle, Kept: f.DraftTitle, Href: "/account"},
		}}
	erase := accountview.ErasePage{Page: f.own(accountview.Data, "account.data.title"), Word: "OK", HasPassword: true, Comments: 3, Bookings: 2, Ahead: 1, Enterprises: 1}
	stale, rejected, refused := erase, erase, erase
	stale.HasPassword, stale.Stale, stale.Minutes = false, true, 15
	rejected.Typed = f.Typed.Name
	rejected.Errors = []fault.Field{{Name: "password", Key: "account.error.erase_password"}, {Name: "confirm", Key: "account.error.erase_word", Args: []any{"OK"}}}
	refused.Problem = fault.New(fault.Conflict, "account.error.erase_manager", f.Typed.Organisation)
	return []Story{
		{"account/data", accountview.MyData(data)},
		{"account/data/none", accountview.MyData(accountview.DataPage{Page: f.own(accountview.Data, "account.data.title")})},
		{"account/erase", accountview.Erase(erase)},
		{"account/erase/stale", accountview.Erase(stale)},
		{"account/erase/rejected", accountview.Erase(rejected)},
		{"account/erase/refused", accountview.Erase(refused)},
		{"account/erased", accountview.Erased(accountview.ErasedPage{Page: f.page(), Comments: 3, Bookings: 2, Cancelled: 1, Enterprises: 1, Told: true})},
	}
}

func (d deskFixtures) retention() []Story {
	page := desk.RetentionPage{Page: d.seat("desk.retention.title", desk.RetentionLog, account.Auditor), PageNo: 1, Last: 2,
		Rules: []desk.RetentionRule{{What: d.DraftTitle, Kept: "90", Fate: d.DraftTitle, Law: d.DraftTitle}},
		Reports: []desk.RetentionReport{{At: d.Now, Before: d.Now, Deleted: 1234},
			{At: d.Now, What: d.DraftTitle, Before: d.Now.Add(-90 * 24 * time.Hour), Deleted: 1234}}}
	none := page
	none.Reports, none.Last = nil, 1
	return []Story{
		{"desk/retention", desk.Retention(page)},
		{"desk/retention/none", desk.Retention(none)},
	}
}
