package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/draft"
)

// office is one unit with the members of staff that the rules ask for.
type office struct {
	unitID                                  int64
	author, reviewer, approver, adjudicator app.Actor
}

// staff makes the office through the same use cases as everybody else.
func (s *stand) staff(ctx context.Context) (o office, err error) {
	if o.unitID, err = s.app.AddUnit(ctx, app.System, "云溪县综合行政执法局", 1); err != nil {
		return o, err
	}
	for role, actor := range map[account.Role]*app.Actor{account.Drafter: &o.author, account.Reviewer: &o.reviewer,
		account.Approver: &o.approver, account.Adjudicator: &o.adjudicator} {
		actor.StaffID, err = s.app.AddStaff(ctx, app.System, app.StaffInput{UnitID: o.unitID, Name: "压测" + string(role),
			Email: string(role) + "@loadgen.example", Password: rand.Text(), Grants: account.For(o.unitID, role)})
		if err != nil {
			return o, err
		}
	}
	return o, nil
}

// call is a released consultation with the clauses that can be commented on.
type call struct {
	id      int64
	no      string
	clauses []int64
}

// articles is the length of the draft: a normative document of a county.
const articles = 40

// consultation writes, reviews and releases a call that opens at once and takes
// comments for a month.
func (s *stand) consultation(ctx context.Context, a *app.App, o office, title string) (c call, err error) {
	now := a.Now()
	c.id, err = a.CreateConsultation(ctx, o.author, consult.Fields{Title: title, UnitID: o.unitID, Kind: consult.OtherKind,
		Audience: consult.Public, OpensAt: now, ClosesAt: now.AddDate(0, 0, 30), Contact: "综合科，0571-87654321",
		LegalBasis: "《中华人民共和国固体废物污染环境防治法》", NoticeMarkdown: noticeText, Explanation: explanationText, PublishWhileOpen: true})
	if err != nil {
		return c, err
	}
	tree, err := draft.Parse("draft.md", []byte(draftText(title)))
	if err != nil {
		return c, err
	}
	if _, err := a.SaveDraft(ctx, o.author, c.id, "draft.md", tree); err != nil {
		return c, err
	}
	for _, step := range []struct {
		action consult.Action
		by     app.Actor
	}{{consult.Submit, o.author}, {consult.ReviewPass, o.reviewer}, {consult.Approve, o.approver}, {consult.Release, o.approver}} {
		if err := a.Step(ctx, step.by, c.id, step.action, ""); err != nil {
			return c, err
		}
	}
	return s.released(ctx, c)
}

// released reads the number and the clauses that storing gave.
func (s *stand) released(ctx context.Context, c call) (call, error) {
	con, err := s.app.Repo.ConsultationByID(ctx, c.id)
	if err != nil {
		return c, err
	}
	c.no = con.No
	d, err := s.app.Repo.DraftByNo(ctx, c.no)
	for _, clause := range d.Clauses {
		if clause.Commentable() {
			c.clauses = append(c.clauses, clause.ID)
		}
	}
	return c, err
}

func draftText(title string) string {
	var b strings.Builder
	b.WriteString("# " + title + "\n\n")
	for n := 1; n <= articles; n++ {
		fmt.Fprintf(&b, "第%d条　%s\n\n", n, articleText)
	}
	return b.String()
}

const (
	articleText = "居民小区应当按照便利居民、相对集中的原则设置生活垃圾分类收集点，配备与投放量相适应的收集容器，" +
		"并在显著位置公示开放时间、投放要求和监督电话。收集点的设置方案由物业服务人征求业主意见后确定，报所在镇街备案；" +
		"没有物业服务人的，由居民委员会组织确定。"
	noticeText = "为了加强生活垃圾分类管理，改善人居环境，根据有关法律法规，我局起草了征求意见稿，现向社会公开征求意见。\n\n" +
		"公众可以通过以下方式反馈意见：\n\n1. 在本平台“征集意见”栏目填写；\n2. 来信或者来访；\n3. 致电综合科。\n\n" +
		"感谢您的参与和支持！"
	explanationText = "## 一、起草背景\n\n近年来，我县生活垃圾产生量逐年增长，分类投放设施不足、标准不一的问题较为突出。\n\n" +
		"## 二、主要内容\n\n明确收集点设置、开放时间、收运责任和监督方式。"
)
