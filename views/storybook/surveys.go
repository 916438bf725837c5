package storybook

import (
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/survey"
	accountview "nayan/views/account"
	consultview "nayan/views/consult"
	"nayan/views/desk"
	surveyview "nayan/views/survey"
)

// asked has a question of each kind.
func (f fixtures) asked(rule survey.OnePer) survey.Survey {
	return survey.Survey{Title: f.DraftTitle, Intro: f.Comments[0].Points[0].Body, OnePer: rule, Questions: []survey.Question{
		{Kind: survey.Single, Title: f.Clauses[1].Label, Required: true, Options: []string{f.Units[0].Name, f.Units[1].Name}, Other: true},
		{Kind: survey.Multiple, Title: f.Clauses[2].Label, Options: []string{f.Units[0].Name, f.Units[1].Name, f.DraftTitle}, Least: 1, Most: 2},
		{Kind: survey.Scale, Title: f.DraftTitle, Low: 1, High: 5, LowLabel: f.Clauses[1].Label, HighLabel: f.Clauses[2].Label},
		{Kind: survey.Text, Title: f.DraftTitle, MaxRunes: 300},
	}}
}

// carrying is a call that carries a questionnaire.
func carrying(c consult.Consultation) consult.Consultation {
	c.SurveyQuestions, c.SurveyMinutes, c.PublishWhileOpen = 4, 2, true
	return c
}

func (f fixtures) survey(c consult.Consultation) consultview.Head { return f.head(carrying(c)) }

func (f fixtures) surveys() []Story {
	h, s := f.survey(f.Open), f.asked(survey.Device)
	blank := surveyview.FormPage{Head: h, Filled: surveyview.Filled{Asked: s}, Key: "storybook"}
	rejected, restored, saved := blank, blank, blank
	rejected.Answers = survey.Answers{{Choices: []int{3}}, {Choices: []int{1, 2, 3}}, {Choices: []int{4}}, {Words: f.Comments[0].Points[0].Body}}
	rejected.Errors = []fault.Field{{Name: "q1_other", Key: "survey.error.other", Args: []any{1}}, {Name: "q2", Key: "survey.error.too_many", Args: []any{2, 2}},
		{Name: "q4", Key: "survey.error.answer_long", Args: []any{4, 300, 321}}}
	restored.Asked, restored.SavedAt, restored.Answers = f.asked(survey.Phone), f.Now.Add(-time.Hour), rejected.Answers
	saved.Asked, saved.SavedAt, saved.Saved, saved.SignedIn = f.asked(survey.Account), f.Now, true, true
	closed := surveyview.ClosedPage{Head: f.survey(f.Closed), Title: s.Title}
	late := closed
	late.Filled = surveyview.Filled{Asked: s, Answers: rejected.Answers, Errors: []fault.Field{{Key: "comment.error.closed", Args: []any{f.Closed.LastSecond()}}}}
	code := accountview.CodePage{Page: f.page(), Contact: f.Typed.Phone, Shown: "123456"}
	return append([]Story{
		{"surveys/notice", consultview.Notice(consultview.NoticePage{Head: h, HTML: f.NoticeHTML})},
		{"surveys/form", surveyview.Form(blank)},
		{"surveys/form/rejected", surveyview.Form(rejected)},
		{"surveys/form/restored", surveyview.Form(restored)},
		{"surveys/form/saved", surveyview.Form(saved)},
		{"surveys/done", surveyview.Done(surveyview.DonePage{Head: h, Title: s.Title, At: f.Now, Given: 3, Of: 4})},
		{"surveys/answered", surveyview.Closed(surveyview.ClosedPage{Head: h, Title: s.Title, AnsweredAt: f.Now, Given: 3, Of: 4})},
		{"surveys/closed", surveyview.Closed(closed)},
		{"surveys/late", surveyview.Closed(late)},
		{"surveys/scheduled", surveyview.Closed(surveyview.ClosedPage{Head: f.survey(f.Scheduled), Title: s.Title})},
		{"surveys/phone", surveyview.Phone(surveyview.PhonePage{Head: h, Title: s.Title})},
		{"surveys/code", surveyview.Code(surveyview.CodePage{Head: h, Title: s.Title, Code: code})},
	}, f.surveyResults(s)...)
}

// counts are figures of the questionnaire: some small, and so hidden.
var counts = []int64{58, 58, 30, 25, 3, 50, 40, 6, 20, 52, 6, 8, 20, 11, 7, 19}

func (f fixtures) surveyResults(s survey.Survey) []Story {
	shown := surveyview.ResultsPage{Head: f.survey(f.Closed), Asked: s, Shown: true, Figures: s.PublicFigures(counts), AsOf: f.Now}
	open, few, later := shown, shown, shown
	open.Head, open.InSteps = f.survey(f.Open), true
	few.Figures = s.PublicFigures(nil)
	later.Shown = false
	return []Story{
		{"surveys/results", surveyview.Results(shown)},
		{"surveys/results/open", surveyview.Results(open)},
		{"surveys/results/few", surveyview.Results(few)},
		{"surveys/results/later", surveyview.Results(later)},
	}
}

// surveyStyled is the seat with the sheet of questionnaires.
func (d deskFixtures) surveyStyled(title string, roles ...account.Role) desk.Page {
	p := d.seat(title, desk.Consultations, roles...)
	p.Styles = append(append([]string{}, p.Styles...), surveyview.Styles...)
	return p
}

func (d deskFixtures) surveying() []Story {
	con, s := carrying(d.inState(consult.Drafting)), d.asked(survey.Device)
	edit := desk.SurveyPage{Page: d.surveyStyled("desk.survey.title", account.Drafter), Con: con, Form: desk.SurveyForm{Survey: s}}
	blank, changed, rejected := edit, edit, edit
	blank.Con.SurveyQuestions, blank.Form.Survey = 0, survey.Survey{OnePer: survey.Device}
	changed.Form.Changed = true
	rejected.Form.Errors = []fault.Field{{Name: "title", Key: "survey.error.title"}, {Name: "questions.1.options.1", Key: "survey.error.option_twice"},
		{Name: "questions.1.most", Key: "survey.error.most", Args: []any{3}}}
	results := desk.SurveyResultsPage{Page: d.surveyStyled("desk.survey.results", account.Adjudicator), Con: carrying(d.Closed), Asked: s, Figures: s.Figures(counts)}
	words := results
	words.Question, words.Texts, words.Next = 4, []desk.SurveyText{{No: 7, At: d.Now, Body: d.Comments[0].Points[0].Body}}, 7
	none := results
	none.Question = 1
	return []Story{
		{"desk/survey", desk.SurveyEdit(edit)},
		{"desk/survey/blank", desk.SurveyEdit(blank)},
		{"desk/survey/changed", desk.SurveyEdit(changed)},
		{"desk/survey/rejected", desk.SurveyEdit(rejected)},
		{"desk/survey/preview", desk.SurveyPreview(desk.SurveyPreviewPage{Page: edit.Page, Con: con, Asked: s, Editable: true})},
		{"desk/survey/results", desk.SurveyResults(results)},
		{"desk/survey/results/words", desk.SurveyResults(words)},
		{"desk/survey/results/no-words", desk.SurveyResults(none)},
		{"desk/consultation/survey", desk.Consultation(desk.ConsultationPage{Page: d.seat("desk.consultations.title", desk.Consultations, account.Reviewer), Con: con,
			AuthorName: d.Member, NoticeHTML: d.NoticeHTML, Survey: s})},
	}
}
