package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"nayan/internal/app"
	"nayan/internal/survey"
	"nayan/repo"
)

// questions has one of each kind.
func questions() []survey.Question {
	return []survey.Question{
		{Kind: survey.Single, Title: "住在哪里", Required: true, Options: []string{"小区", "自建房"}, Other: true},
		{Kind: survey.Multiple, Title: "在哪里充电", Options: []string{"家里", "充电棚", "单位"}},
		{Kind: survey.Scale, Title: "是否满意", Low: 1, High: 5},
		{Kind: survey.Text, Title: "还有什么", MaxRunes: 100},
	}
}

// asks gives the call a survey. It is public already: the trigger that keeps
// surveys is tested elsewhere, and off for a moment.
func (c *call) asks(t testing.TB, rule survey.OnePer) survey.Survey {
	t.Helper()
	s := survey.Survey{Title: "停放充电问卷", OnePer: rule, Questions: questions()}
	document, err := json.Marshal(s.Questions)
	if err != nil {
		t.Fatal(err)
	}
	c.exec(t, `ALTER TABLE surveys DISABLE TRIGGER surveys_immutable`)
	c.exec(t, `INSERT INTO surveys (consultation_id, title, intro, one_per, questions, minutes, updated_at)
		VALUES ($1, $2, '', $3, $4, 1, $5)`, c.id, s.Title, s.OnePer, string(document), callOpens)
	c.exec(t, `ALTER TABLE surveys ENABLE TRIGGER surveys_immutable`)
	return s
}

// by is a browser; of an account where it is signed in.
func by(device int, account int64) app.Respondent {
	return app.Respondent{Device: fmt.Sprintf("device-%d", device), AccountID: account}
}

// answer is one to a survey of questions.
func answer(choice int) survey.Answers {
	return survey.Answers{{Choices: []int{choice}}, {Choices: []int{1, 3}}, {Choices: []int{4}}, {Words: "希望多装插座"}}
}

func (c *call) reply(key string, who app.Respondent, a survey.Answers) (app.SurveyReceipt, error) {
	return c.SubmitSurvey(context.Background(), app.SurveyInput{ConsultationNo: c.no, Answers: a, Key: key, By: who})
}

// figures adds up what is counted.
func (c *call) figures(t testing.TB, s survey.Survey) survey.Figures {
	t.Helper()
	counts, err := c.Repo.SurveyCounts(t.Context(), c.id)
	if err != nil {
		t.Fatal(err)
	}
	return s.Figures(counts)
}

// recount counts what the answers say, one by one, to hold the counters against.
func (c *call) recount(t testing.TB, s survey.Survey) (counts []int64) {
	t.Helper()
	list, err := c.Repo.SurveyAnswers(t.Context(), c.id, 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	counts = make([]int64, s.Cells())
	for _, a := range list {
		answers := make(survey.Answers, len(s.Questions))
		for i := range answers {
			answers[i] = survey.Answer{Choices: a.Choices[i], Words: a.Texts[fmt.Sprint(i+1)]}
		}
		for i, n := range s.Tally(answers) {
			counts[i] += n
		}
	}
	return counts
}

// surveyRow reads the call's survey.
func (c *call) surveyRow(t testing.TB) repo.Survey {
	t.Helper()
	s, err := c.Repo.SurveyByNo(t.Context(), c.no)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
