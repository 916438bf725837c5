package main

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nayan/internal/account"
	"nayan/internal/browser"
	"nayan/internal/consult"
	"nayan/internal/draft"
	"nayan/internal/i18n"
)

const walkDraft = `# 云溪县公共自行车管理办法（征求意见稿）

第一章　总则

第一条　为了规范公共自行车管理，方便群众出行，结合本县实际，制定本办法。

第二条　本县城区公共自行车的投放、停放和维护，适用本办法。

第三条　公共自行车应当停放在划定的停放点。停放点应当：

（一）不占用盲道；

（二）不妨碍消防通道。

第四条　本办法自公布之日起施行。
`

// wordFile makes a .docx as an office would upload it.
func wordFile(t *testing.T) string {
	t.Helper()
	tree, err := draft.Parse("draft.md", []byte(walkDraft))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "云溪县公共自行车管理办法.docx")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close() //nolint:errcheck // WriteDocx reports what matters
	if err := draft.WriteDocx(out, tree); err != nil {
		t.Fatal(err)
	}
	return file
}

// The main job of the product, in a browser from the Word file to the answer.
func TestOneDraftGoesFromWordFileToReleasedResults(t *testing.T) {
	s := newStand(t)
	drafter := s.signIn(account.Drafter)
	page := s.draftConsultation(drafter)

	reviewer := s.signIn(account.Reviewer)
	reviewer.Go(s.url + page)
	reviewer.Press("details.back summary")
	reviewer.Fill("textarea[name=reason]", "请补充发文依据。")
	reviewer.Click("button.danger")
	drafter.Go(s.url + page)
	says(t, drafter, "请补充发文依据。")
	s.act(drafter, page, consult.Submit)
	s.act(reviewer, page, consult.ReviewPass)
	approver := s.signIn(account.Approver)
	s.waive(approver, page)
	s.act(approver, page, consult.Approve)
	s.act(approver, page, consult.Release)

	public := s.publicPage(approver)
	resident := s.commentOnThird(public, browser.Window{Width: 390, Height: 844}, false)
	enterprise := s.commentOnThird(public, browser.Window{Width: 390, Height: 844, NoScript: true}, true)

	adjudicator := s.signIn(account.Adjudicator)
	s.moderate(adjudicator, page)
	adjudicator.Go(s.url + page + "/results")
	if got := adjudicator.Text("main"); strings.Contains(got, "部分采纳 1") {
		t.Error("decisions count before they are made")
	}
	s.decide(adjudicator, page)
	s.check(page)
	s.pass(8 * 24 * time.Hour) // past closing and the days of intake, and past the end of every session on the desk
	adjudicator = s.signIn(account.Adjudicator)
	adjudicator.Go(s.url + page + "/results")
	adjudicator.Click("main form button[type=submit]")

	reader := s.open(browser.Desk)
	reader.Go(s.url + public + "/results")
	for _, want := range []string{"本次共征集意见建议 2 条", "朱**", "云溪县便民自行车有限公司", "第三条", "部分采纳", "已在第三条中补充。"} {
		says(t, reader, want)
	}
	reader.Axe()
	s.readAnswer(resident)
	s.readAnswer(enterprise)
}

// draftConsultation fills in the form, uploads the Word file and submits; it
// gives the desk's address of the consultation.
func (s *stand) draftConsultation(tab *browser.Tab) (page string) {
	s.t.Helper()
	today := s.env.Now().In(i18n.Zone)
	tab.Go(s.url + "/desk/consultations/new")
	tab.Axe()
	tab.Fill("#title", "关于公开征求《云溪县公共自行车管理办法（征求意见稿）》意见的公告")
	tab.Set("#kind", string(consult.OtherKind))
	tab.Fill("#legal_basis", "《城市道路管理条例》")
	tab.Fill("#contact", "县城市管理局 0000-5550188")
	tab.Set("#opens_at", today.Format("2006-01-02"))
	tab.Set("#closes_at", today.AddDate(0, 0, 1).Format("2006-01-02"))
	tab.Fill("#notice", "现向社会公开征求意见。联系人手机 13800000000。")
	tab.Fill("#explanation", "为了规范管理。")
	tab.Click("main form button[type=submit]")
	at, err := url.Parse(tab.URL())
	if err != nil {
		s.t.Fatal(err)
	}
	tab.Go(s.url + at.Path + "/draft")
	tab.Upload("input[type=file]", wordFile(s.t))
	tab.Click("main form button[type=submit]")
	says(s.t, tab, "不占用盲道")
	tab.Axe()
	tab.Click("form[action$='/draft/confirm'] button[type=submit]")
	s.act(tab, at.Path, consult.Submit)
	return at.Path
}

// waive lets stand what the scan of the notice found: until then it cannot be approved.
func (s *stand) waive(tab *browser.Tab, page string) {
	s.t.Helper()
	tab.Go(s.url + page)
	says(s.t, tab, "手机号 138")
	if strings.Contains(tab.Text("section[aria-labelledby=findings]"), "13800000000") {
		s.t.Error("what was found is shown in full")
	}
	says(s.t, tab, "还有 1 处个人信息")
	tab.Axe()
	tab.Press("input[name=finding]")
	tab.Fill("#waiver_reason", "联系人同意公开")
	tab.Click("form[action$='/findings/waive'] button[type=submit]")
	says(s.t, tab, "联系人同意公开")
}

// act takes a step of the review.
func (s *stand) act(tab *browser.Tab, page string, action consult.Action) {
	s.t.Helper()
	tab.Go(s.url + page)
	tab.Click("form:has(input[name=action][value=" + string(action) + "]) button[type=submit]")
}

// publicPage finds the public address of the consultation just released.
func (s *stand) publicPage(tab *browser.Tab) string {
	s.t.Helper()
	link := tab.Attribute("a[href^='/consultations/']", "href")
	if link == "" {
		s.t.Fatalf("%s does not link to the public page", tab.URL())
	}
	return link
}

// slip is what a submitter keeps.
type slip struct{ no, secret string }

// commentOnThird comments on 第三条 from the draft's own link.
func (s *stand) commentOnThird(public string, w browser.Window, enterprise bool) slip {
	s.t.Helper()
	tab := s.open(w)
	tab.Go(s.url + public + "/draft")
	tab.FitsWidth()
	third := tab.Attribute("a[data-clause][aria-label$='第三条']", "href")
	tab.Go(s.url + third)
	says(s.t, tab, "第三条")
	tab.Fill("textarea", "建议第三条增加雨棚。")
	tab.Press("details.person summary")
	if enterprise {
		tab.Press("input[name=identity][value=enterprise] + span")
		tab.Fill("#organisation", "云溪县便民自行车有限公司")
		tab.Fill("#uscc", "91350100M000100Y43")
	} else {
		tab.Fill("#name", "朱国强")
		tab.Fill("#phone", "19900001234")
	}
	tab.Click(".comment-form .actions button[type=submit]")
	found := s.slipOn(tab)
	if !w.NoScript {
		tab.Axe()
	}
	return found
}

// slipOn reads the receipt off the page that hands it over.
func (s *stand) slipOn(tab *browser.Tab) (found slip) {
	s.t.Helper()
	codes := tab.Text("dl.slip")
	for _, l := range strings.Fields(codes) {
		switch len(strings.ReplaceAll(l, "-", "")) {
		case 10:
			found.no = l
		case 16:
			found.secret = l
		}
	}
	if found.no == "" || found.secret == "" {
		s.t.Fatalf("no receipt in %q", codes)
	}
	return found
}

func (s *stand) moderate(tab *browser.Tab, page string) {
	s.t.Helper()
	tab.Go(s.url + page + "/comments")
	tab.Axe()
	tab.Click("form:has(input[name=visibility][value=published]) button[type=submit]")
	tab.Click("form:has(input[name=visibility][value=published]) button[type=submit]")
}

// check is the second pair of eyes on what the adjudicator decided.
func (s *stand) check(page string) {
	s.t.Helper()
	tab := s.signIn(account.Reviewer)
	tab.Go(s.url + page + "/results")
	tab.Click("form[action$='/suggestions/check'] button[type=submit]")
	says(s.t, tab, "已复核")
}

func (s *stand) decide(tab *browser.Tab, page string) {
	s.t.Helper()
	for _, clause := range []string{"三", "四"} {
		tab.Go(s.url + page + "/suggestions")
		tab.Press("input[name=outcome][value=partly_adopted] + span")
		tab.Fill("textarea[name=reason]", "关于巡查次数的建议予以采纳，已在第"+clause+"条中补充。")
		tab.Click("form:has(input[name=outcome]) .actions button[type=submit]")
	}
}

// readAnswer looks the answer up with the receipt, on a phone without JavaScript.
func (s *stand) readAnswer(r slip) {
	s.t.Helper()
	tab := s.open(browser.Window{Width: 390, Height: 844, NoScript: true})
	tab.Go(s.url + "/receipts")
	tab.Fill("#no", strings.ToLower(r.no))
	tab.Fill("#secret", r.secret)
	tab.Click("main form button[type=submit]")
	says(s.t, tab, "部分采纳")
	says(s.t, tab, "条中补充。")
	if strings.Contains(tab.URL(), r.secret) {
		s.t.Error("the secret is in the address")
	}
	tab.FitsWidth()
}
