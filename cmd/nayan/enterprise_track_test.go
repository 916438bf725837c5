package main

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"nayan/internal/account"
	"nayan/internal/browser"
	"nayan/internal/consult"
	"nayan/internal/mailsink"
)

// person signs somebody of the sample in with their password.
func (s *stand) person(email string, w browser.Window) *browser.Tab {
	s.t.Helper()
	tab := s.open(w)
	tab.Go(s.url + "/account/sign-in/password")
	tab.Fill("#contact", email)
	tab.Fill("#password", demoPassword)
	tab.Click("main form button[type=submit]")
	return tab
}

// An office asks the enterprises of an industry; the one that there is gets a mail,
// answers with a trade secret, answers again through a colleague, and both who sent
// something learn what became of it.
func TestAnEnterpriseIsInvitedSpeaksTwiceAndIsAnsweredOnce(t *testing.T) {
	s, sink := newStandWithMail(t)
	page := s.releaseForEnterprises()
	invited(t, sink)

	manager := s.person("lvneng@example.com", browser.Phone)
	manager.Go(s.url + "/account/enterprises/1/consultations")
	says(t, manager, "未提交")
	manager.Axe()
	manager.FitsWidth()
	first := s.speak(manager, "建议第三条写明充电桩的位置。", "充电量一百八十六万度")
	colleague := s.person("lvneng.guo@example.com", browser.Desk)
	colleague.Go(s.url + "/account/enterprises/1/consultations")
	says(t, colleague, "已提交")
	second := s.speak(colleague, "建议第三条写明充电桩的位置和数量。", "充电量一百九十万度")

	s.answer(page)
	for _, c := range []struct {
		by   slip
		want []string
	}{
		{first, []string{"已由新意见替代", "由贵单位的新意见替代", "充电量一百八十六万度"}},
		{second, []string{"已答复", "部分采纳", "关于用能的建议予以采纳，已在第三条中补充。", "充电量一百九十万度", "不含商业秘密部分"}},
	} {
		tab := s.open(browser.Window{Width: 390, Height: 844, NoScript: true})
		tab.Go(s.url + "/receipts")
		tab.Fill("#no", c.by.no)
		tab.Fill("#secret", c.by.secret)
		tab.Click("main form button[type=submit]")
		for _, want := range c.want {
			says(t, tab, want)
		}
		if strings.Contains(strings.Join(c.want, ""), "替代") && strings.Contains(tab.Text("main"), "部分采纳") {
			t.Error("what was replaced has an answer")
		}
		tab.FitsWidth()
	}
}

// releaseForEnterprises takes an enterprise consultation to its release, and gives
// its page on the desk.
func (s *stand) releaseForEnterprises() (page string) {
	s.t.Helper()
	drafter := s.signIn(account.Drafter)
	page = s.draftConsultation(drafter)
	reviewer := s.signIn(account.Reviewer)
	reviewer.Go(s.url + page)
	reviewer.Press("details.back summary")
	reviewer.Fill("textarea[name=reason]", "应当面向企业征集。")
	reviewer.Click("button.danger")
	drafter.Go(s.url + page + "/edit")
	drafter.Press("input[name=audience][value=enterprises] + span")
	drafter.Click("main form button[type=submit]")
	drafter.Click("a[href$='/addressees']")
	drafter.Press("input[name=industry][value=D]")
	drafter.Fill("#list", "没有这家企业")
	drafter.Click("main form button[type=submit]")
	says(s.t, drafter, "第 1 行：没有找到已核验的企业“没有这家企业”")
	drafter.Axe()
	drafter.Fill("#list", "")
	drafter.Click("main form button[type=submit]")
	says(s.t, drafter, "符合条件的已核验企业：1 家")
	drafter.Axe()
	drafter.FitsWidth()
	s.act(drafter, page, consult.Submit)
	reviewer.Go(s.url + page)
	says(s.t, reviewer, "行业：电力、热力、燃气及水生产和供应业")
	s.act(reviewer, page, consult.ReviewPass)
	approver := s.signIn(account.Approver)
	s.waive(approver, page)
	s.act(approver, page, consult.Approve)
	s.act(approver, page, consult.Release)
	return page
}

// invited waits for the mail about the call; another one is about a call of the sample.
func invited(t *testing.T, sink *mailsink.Sink) {
	t.Helper()
	mail := sink.Wait(t, "lvneng@example.com")
	for !strings.Contains(mail.Plain, "公共自行车") {
		mail = sink.Wait(t, "lvneng@example.com")
	}
	if !strings.HasSuffix(mail.Subject, "邀请贵企业提意见") || !strings.Contains(mail.Plain, "云溪绿能充电科技有限公司") {
		t.Errorf("the mail is %q: %s", mail.Subject, mail.Plain)
	}
	if at, err := url.Parse(mail.Link(t)); err != nil || !strings.HasPrefix(at.Path, "/consultations/") {
		t.Errorf("it leads to %v: %v", at, err)
	}
}

// speak answers the call for the enterprise from its page in the account.
func (s *stand) speak(tab *browser.Tab, text, secret string) slip {
	s.t.Helper()
	tab.Click("li:has(a[href^='/consultations/']):not(:has(.tag.grey)) .actions a[href*='as=1']")
	tab.Fill("textarea[name$='.body']", text)
	tab.Press("details.secret summary")
	tab.Fill("textarea[name$='.secret']", secret)
	tab.Axe()
	tab.FitsWidth()
	tab.Click(".comment-form .actions button[type=submit]")
	says(s.t, tab, "以“云溪绿能充电科技有限公司”的名义提交")
	if strings.Contains(tab.Text("main"), secret) {
		s.t.Error("the receipt shows the secret")
	}
	return s.slipOn(tab)
}

// answer reads the secret, decides the one suggestion there is to decide, and
// releases the results.
func (s *stand) answer(page string) {
	s.t.Helper()
	tab := s.signIn(account.Adjudicator)
	tab.Go(s.url + page + "/comments")
	says(s.t, tab, "已被替代")
	tab.Axe()
	tab.FitsWidth()
	tab.Click("form[action$='/secrets'] button[type=submit]")
	says(s.t, tab, "充电量一百九十万度")
	tab.Axe()
	tab.FitsWidth()
	tab.Go(s.url + page + "/suggestions")
	tab.Press("input[name=outcome][value=partly_adopted] + span")
	tab.Fill("textarea[name=reason]", "关于用能的建议予以采纳，已在第三条中补充。")
	tab.Click("form:has(input[name=outcome]) .actions button[type=submit]")
	says(s.t, tab, "全部")
	s.check(page)
	s.pass(8 * 24 * time.Hour) // past closing and the days of intake
	tab = s.signIn(account.Adjudicator)
	tab.Go(s.url + page + "/results")
	says(s.t, tab, "1 件已由同一企业的新意见替代")
	tab.Click("main form button[type=submit]")
	says(s.t, tab, "其中企业和其他组织的意见建议 1 条，来自 1 家")
}
