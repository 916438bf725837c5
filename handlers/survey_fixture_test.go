package handlers_test

import (
	"testing"
	"time"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/draft"
	"nayan/internal/survey"
)

// newSurvey releases a call with a survey on an empty site, open for thirty days
// from an hour before, and gives its number.
func (s *site) newSurvey(k *clock, asked survey.Survey) (no string) {
	s.t.Helper()
	must := func(err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
	}
	unit, err := s.env.App.AddUnit(s.t.Context(), app.System, "云溪县司法局", 1)
	must(err)
	var hands []app.Actor
	for i := range 3 {
		id, err := s.env.App.AddStaff(s.t.Context(), app.System, app.StaffInput{UnitID: unit, Name: "人员", Email: itoa(int64(i)) + "@yunxi.example",
			Password: password, Grants: account.For(unit, account.Drafter, account.Reviewer, account.Approver)})
		must(err)
		hands = append(hands, app.Actor{StaffID: id})
	}
	opens := k.read().Add(-time.Hour)
	id, err := s.env.App.CreateConsultation(s.t.Context(), hands[0], consult.Fields{Title: "关于公开征求意见的公告", Contact: "法规股", UnitID: unit,
		Kind: consult.OtherKind, Audience: consult.Public, OpensAt: opens, ClosesAt: opens.AddDate(0, 0, 30), NoticeMarkdown: "公告", Explanation: "说明"})
	must(err)
	tree, err := draft.Parse("a.md", []byte("# 办法\n\n第一条　为了规范，制定本办法。\n"))
	must(err)
	_, err = s.env.App.SaveDraft(s.t.Context(), hands[0], id, "a.md", tree)
	must(err)
	must(s.env.App.SaveSurvey(s.t.Context(), hands[0], id, asked))
	for i, action := range []consult.Action{consult.Submit, consult.ReviewPass, consult.Approve, consult.Release} {
		must(s.env.App.Step(s.t.Context(), hands[min(i, 2)], id, action, ""))
	}
	con, err := s.env.Repo.ConsultationByID(s.t.Context(), id)
	must(err)
	return con.No
}

// surveyTexts counts the words that a survey holds.
func (s *site) surveyTexts(t *testing.T, question int) int {
	t.Helper()
	list, err := s.env.Repo.SurveyTexts(t.Context(), 3, question, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}
