package main

import (
	"context"
	"fmt"
	"time"

	"nayan/internal/app"
	"nayan/internal/consult"
)

// results makes an answered consultation whose results have n rows.
func (s *stand) results(ctx context.Context, o office, n int) (call, error) {
	opened := time.Now().AddDate(0, 0, -60)
	c, err := s.consultation(ctx, s.app.At(opened), o, "云溪县电动自行车停放充电管理办法（征求意见稿）")
	if err != nil {
		return c, err
	}
	if err := s.opinionsOn(ctx, s.app.At(opened.Add(time.Hour)), c, n); err != nil {
		return c, err
	}
	if err := s.decide(ctx, s.app.At(opened.AddDate(0, 0, 40)), o, c); err != nil {
		return c, err
	}
	at := s.app.At(opened.AddDate(0, 0, 41))
	if _, err := at.CheckDecisions(ctx, o.reviewer, c.id, nil); err != nil {
		return c, err
	}
	return c, at.ReleaseResults(ctx, o.adjudicator, c.id)
}

func (s *stand) opinionsOn(ctx context.Context, a *app.App, c call, n int) error {
	for i := range n {
		_, err := a.SubmitComment(ctx, app.SubmitInput{ConsultationNo: c.no, Channel: "web", Submission: consult.Submission{
			Identity: consult.Resident, Name: "朱国强", Phone: randomMobile(), Points: []consult.Point{{Position: 1,
				Body: opinions[i%len(opinions)], ClauseIDs: []int64{c.clauses[i%len(c.clauses)]}}}}})
		if err != nil {
			return err
		}
	}
	return nil
}

// decide answers every suggestion, with all outcomes in turn.
func (s *stand) decide(ctx context.Context, a *app.App, o office, c call) error {
	var ids []int64
	err := s.app.Repo.DB().SelectContext(ctx, &ids, `SELECT id FROM suggestions WHERE consultation_id = $1 ORDER BY id`, c.id)
	if err != nil {
		return err
	}
	for i, id := range ids {
		err := a.Decide(ctx, o.adjudicator, c.id, id, consult.Decision{Outcome: consult.Outcomes[i%len(consult.Outcomes)],
			Reason: fmt.Sprintf("第%d号意见已会同县司法局研究，并在修改稿第%d条中作出说明。", id, i%9+1)})
		if err != nil {
			return err
		}
	}
	return nil
}
