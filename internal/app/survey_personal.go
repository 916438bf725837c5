package app

import (
	"context"
	"slices"
	"strconv"
	"time"

	"nayan/internal/survey"
)

// PersonalSurveyDraft is an answer to a questionnaire that was kept and not sent.
// One that was sent is nobody's any more: nothing connects it with an account.
type PersonalSurveyDraft struct {
	ConsultationNo string               `json:"征集编号"`
	Title          string               `json:"征集标题"`
	SavedAt        time.Time            `json:"保存时间"`
	Answers        []PersonalSurveyLine `json:"填写的内容"`
}

// PersonalSurveyLine is one question with what was filled in.
type PersonalSurveyLine struct {
	Question string   `json:"题目"`
	Choices  []string `json:"选择"`
	Words    string   `json:"文字"`
}

func (a *App) fillSurveyDrafts(ctx context.Context, id int64, _ *opener, d *PersonalData) error {
	list, err := a.Repo.SurveyDraftsOf(ctx, a.accountOwner(id))
	for _, kept := range list {
		draft, err := a.openDraft(kept.SurveyDraft)
		if err != nil {
			return err
		}
		own := PersonalSurveyDraft{ConsultationNo: kept.No, Title: kept.Title, SavedAt: local(kept.SavedAt)}
		for i, q := range kept.Questions {
			if i < len(draft.Answers) {
				own.Answers = append(own.Answers, personalLine(q, draft.Answers[i]))
			}
		}
		d.SurveyDrafts = append(d.SurveyDrafts, own)
	}
	return err
}

func personalLine(q survey.Question, a survey.Answer) PersonalSurveyLine {
	line := PersonalSurveyLine{Question: q.Title, Words: a.Words}
	for _, choice := range slices.Sorted(slices.Values(a.Choices)) {
		label := q.Label(choice) // "" for 其他: its words say what
		if label == "" {
			label = strconv.Itoa(choice)
		}
		line.Choices = append(line.Choices, label)
	}
	return line
}
