package storybook

import privacyview "nayan/views/privacy"

func (f fixtures) privacy() []Story {
	notice := privacyview.NoticePage{Page: f.page(), Version: "2026-11", Current: "2026-11", HTML: f.NoticeHTML}
	older := notice
	older.Current, older.Others = "2027-05", []string{"2027-05"}
	return []Story{
		{"privacy", privacyview.Notice(notice)},
		{"privacy/older", privacyview.Notice(older)},
	}
}
