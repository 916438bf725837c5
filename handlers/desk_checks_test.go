package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/repo"
)

// waiver is the form that lets every finding on a page stand.
func waiver(a answer, reason string) url.Values {
	form := a.page().Find("form[action$='/findings/waive']")
	values := url.Values{"waiver_reason": {reason}}
	form.Find("input").Each(func(_ int, in *goquery.Selection) {
		name, _ := in.Attr("name")
		value, _ := in.Attr("value")
		values.Add(name, value)
	})
	return values
}

// indiscreet is a consultation in approval with a mobile number in its notice.
func (s *site) indiscreet() (at string) {
	drafter := s.signedIn(account.Drafter)
	at = drafted(s.t, drafter)
	form := newConsultation(s.env.Now())
	form.Set("notice", "联系人手机 13812345678，县人民攻府。")
	drafter.post(at+"/edit", at+"/edit", form).seeOther()
	drafter.step(at, consult.Submit, "").seeOther()
	s.signedIn(account.Reviewer).step(at, consult.ReviewPass, "").seeOther()
	return at
}

func TestAnApproverSeesWhatWasFoundMaskedAndWaivesItWithAReason(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	at := s.indiscreet()
	approver := s.signedIn(account.Approver)
	page := approver.get(at).want(http.StatusOK).holds("#findings ~ *", "手机号").holds(".refused", "还有 1 处")
	if strings.Contains(page.page().Find("section[aria-labelledby=findings]").Text(), "13812345678") {
		t.Error("the finding shows the number")
	}
	page.holds("section[aria-labelledby=findings]", "“攻府”应为“政府”")
	approver.step(at, consult.Approve, "").want(http.StatusConflict).holds("#problem", "没有处理")
	form := waiver(approver.get(at), " ")
	refused := approver.postRaw(at+"/findings/waive", form).want(http.StatusUnprocessableEntity).holds("#waiver_reason-error", "理由")
	if refused.page().Find("input[name=finding][checked]").Length() != 1 {
		t.Error("the refused form forgets what was chosen")
	}
	form.Set("waiver_reason", "联系人书面同意公开")
	approver.postRaw(at+"/findings/waive", form).seeOther()
	approver.get(at).holds("section[aria-labelledby=findings]", "联系人书面同意公开")
	approver.step(at, consult.Approve, "").seeOther()
}

func TestTheAuthorSeesWhereFindingsAreAndCannotWaiveThem(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	at := s.indiscreet()
	s.signedIn(account.Approver).step(at, consult.ApproveBack, "删去手机号").seeOther()
	drafter := s.signedIn(account.Drafter)
	page := drafter.get(at).want(http.StatusOK).page()
	if page.Find("form[action$='/findings/waive']").Length() != 0 {
		t.Error("the author is offered a waiver")
	}
	if href, _ := page.Find("section[aria-labelledby=findings] a").First().Attr("href"); href != at+"/edit#notice" {
		t.Errorf("the finding leads to %q", href)
	}
}

func TestALegalityReviewThatIsIncompleteComesBackAsTyped(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafter := s.signedIn(account.Drafter)
	at := drafted(t, drafter)
	got := drafter.post(at, at+"/legality", url.Values{"office": {"县司法局"}, "reviewed_on": {"2026-13-45"}}).want(http.StatusUnprocessableEntity)
	if value, _ := got.page().Find("#office").Attr("value"); value != "县司法局" {
		t.Errorf("the office came back as %q", value)
	}
	got.holds("#reviewed_on-error", "")
}

func TestAListOfWordingsWithAMistakeIsNotImported(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin := s.signedIn(account.Administrator)
	const path = "/desk/settings/wording"
	admin.upload(path, path, "名单.csv", []byte("wrong,right,where_observed\n只有一列\n")).want(http.StatusUnprocessableEntity).holds("#list-error", "第 2 行")
	admin.upload(path, path, "名单.csv", []byte("wrong,right,where_observed\n桔子州,橘子洲,本县公告\n")).seeOther()
	admin.get(path).holds("section[aria-labelledby=own]", "橘子洲")
}

func TestTheQueueOffersToCoverWhatTheScanFinds(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	sent := s.sendTo(s.firstOpen(), "请尽快回电😀：138-1234-5678，谢谢。")
	adjudicator := s.signedIn(account.Adjudicator)
	page := adjudicator.get(sent.desk).want(http.StatusOK).holds("details[data-redact] label.check", "138-1234-5678").holds("details[data-redact] label.check", "手机号")
	action, values := formOf(page.page().Find("details[data-redact] form"))
	place, _ := page.page().Find("input[name=place]").Attr("value")
	values.Set("place", place)
	values.Set("code", string(consult.ReasonPersonalData))
	values.Set("publish", "1")
	adjudicator.postRaw(action, values).seeOther()
	adjudicator.get(sent.desk).holds(".redacted", "138-1234-5678")
}

// foundInResults is what a release that was refused leaves behind.
func (s *site) foundInResults(at string) {
	s.t.Helper()
	id, err := strconv.ParseInt(at[strings.LastIndex(at, "/")+1:], 10, 64)
	if err == nil {
		err = s.env.Repo.Write(s.t.Context(), func(tx *repo.Tx) error {
			return tx.ReplaceFindings(s.t.Context(), id, consult.OfResults, []consult.Finding{{Check: consult.PrivacyCheck, Source: consult.InReason,
				SourceID: 1, Kind: "landline", Excerpt: "057****21", MAC: []byte{1}}}, s.env.Now())
		})
	}
	if err != nil {
		s.t.Fatal(err)
	}
}
