package storybook

import (
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/openday"
	"nayan/internal/text"
	consultview "nayan/views/consult"
	homeview "nayan/views/home"
)

func (f fixtures) home() []Story {
	full := homeview.Page{
		Page: f.page(), Now: f.Now, Figures: f.Figures, Total: 6, OpenDays: f.OpenDays,
		Open:     []consult.Consultation{f.Open, f.OpenEnterprise},
		Answered: []consult.Consultation{f.Answered, f.AnsweredEmpty},
	}
	empty := homeview.Page{Page: f.page(), Now: f.Now, Figures: homeview.Figures{Year: f.Now.Year(), AsOf: f.Now}, OpenDays: []openday.OpenDay{}}
	return []Story{
		{"home", homeview.Show(full)},
		{"home/empty", homeview.Show(empty)},
	}
}

func (f fixtures) lists() []Story {
	full := consultview.ListPage{
		Page: f.page(), Now: f.Now, Units: f.Units, Counts: consultview.Counts{Open: 2, Scheduled: 1, Closed: 1, Answered: 42},
		Items: []consult.Consultation{f.Open, f.OpenEnterprise, f.Scheduled, f.Closed, f.Answered, f.AnsweredEmpty},
		Total: 46, PageNo: 2, LastPage: 9,
	}
	none := full
	none.Filter = consultview.Filter{Status: consult.Closed, Kind: consult.Plan, UnitID: 2, Query: f.Site.County}
	none.Items, none.Total, none.PageNo, none.LastPage = nil, 0, 1, 1
	return []Story{
		{"consultations/list", consultview.List(full)},
		{"consultations/list/none", consultview.List(none)},
	}
}

func (f fixtures) tabs() []Story {
	return []Story{
		{"consultations/notice/open", consultview.Notice(f.notice(f.Open))},
		{"consultations/notice/scheduled", consultview.Notice(f.notice(f.Scheduled))},
		{"consultations/notice/closed", consultview.Notice(f.notice(f.Closed))},
		{"consultations/notice/answered", consultview.Notice(f.notice(f.Answered))},
		{"consultations/draft/open", consultview.Draft(f.draft(f.Open))},
		{"consultations/draft/closed", consultview.Draft(f.draft(f.Closed))},
		{"consultations/draft/none", consultview.Draft(consultview.DraftPage{Head: f.head(f.Scheduled)})},
		{"consultations/explanation", consultview.Explanation(consultview.ExplanationPage{Head: f.head(f.Open), HTML: f.ExplanationHTML})},
		{"consultations/explanation/none", consultview.Explanation(consultview.ExplanationPage{Head: f.head(f.Open)})},
	}
}

func (f fixtures) notice(c consult.Consultation) consultview.NoticePage {
	return consultview.NoticePage{Head: f.head(c), HTML: f.NoticeHTML, Attachments: f.Attachments}
}

func (f fixtures) draft(c consult.Consultation) consultview.DraftPage {
	return consultview.DraftPage{
		Head: f.head(c), DraftTitle: f.DraftTitle, Clauses: f.Clauses,
		Form: consultview.CommentForm{IdempotencyKey: "storybook"},
	}
}

func (f fixtures) commentsPage(c consult.Consultation, shown []consult.Comment) consultview.CommentsPage {
	return consultview.CommentsPage{
		Head: f.head(c), Clauses: f.Clauses, Comments: shown, PageNo: 1, LastPage: 1 + len(shown),
		Form: consultview.CommentForm{IdempotencyKey: "storybook"},
	}
}

func (f fixtures) comments() []Story {
	rejected := f.commentsPage(f.Open, nil)
	rejected.Form.Values = f.Typed
	rejected.Form.Errors = []fault.Field{
		{Name: "points.1.body", Key: "comment.error.body_required"},
		{Name: "phone", Key: "comment.error.phone", Args: []any{text.MinPhone, text.MaxPhone}},
		{Name: "email", Key: "comment.error.email"},
	}
	chosen := f.commentsPage(f.OpenEnterprise, nil)
	chosen.Form.Values.Points = []consult.Point{{ClauseIDs: []int64{f.Clauses[1].ID}}}
	return []Story{
		{"consultations/comments/open", consultview.Comments(f.commentsPage(f.Open, f.Comments))},
		{"consultations/comments/clause", consultview.Comments(chosen)},
		{"consultations/comments/rejected", consultview.Comments(rejected)},
		{"consultations/comments/scheduled", consultview.Comments(f.commentsPage(f.Scheduled, nil))},
		{"consultations/comments/closed", consultview.Comments(f.commentsPage(f.Closed, f.Comments))},
		{"consultations/comments/answered", consultview.Comments(f.commentsPage(f.Answered, nil))},
	}
}

func (f fixtures) papers() []Story {
	return []Story{
		{"consultations/receipt", consultview.Receipt(consultview.ReceiptPage{Head: f.head(f.Open), Receipt: f.Receipt, ReceivedAt: f.Now})},
		{"consultations/receipt/files", consultview.Receipt(consultview.ReceiptPage{Head: f.head(f.Open), Receipt: f.Receipt, ReceivedAt: f.Now, Files: f.files()})},
		{"consultations/comments/files", consultview.Comments(f.withFiles())},
		{"consultations/poster", consultview.Poster(f.head(f.Open))},
	}
}
