package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/repo"
)

// closedCall gives the desk's address of a closed sample call, with or without comments.
func (s *site) closedCall(commented bool) string {
	s.t.Helper()
	list, err := s.env.Repo.Consultations(s.t.Context(), repo.Filter{Phase: consult.Closed, Page: 1, Now: s.env.Now()})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, con := range list.Items {
		if (con.CommentCount > 0) == commented {
			return "/desk/consultations/" + strconv.FormatInt(con.ID, 10)
		}
	}
	s.t.Fatal("no such closed call among the samples")
	return ""
}

// checkAll is the second pair of eyes on every decision of a consultation.
func (s *site) checkAll(id int64) {
	s.t.Helper()
	reviewer := s.staffID(s.signedIn(account.Reviewer))
	if _, err := s.env.App.CheckDecisions(s.t.Context(), app.Actor{StaffID: reviewer}, id, nil); err != nil {
		s.t.Fatal(err)
	}
}

// formOf reads where a form goes and what it carries unseen.
func formOf(form *goquery.Selection) (action string, values url.Values) {
	action, _ = form.Attr("action")
	values = url.Values{}
	form.Find("input[type=hidden]").Each(func(_ int, in *goquery.Selection) {
		name, _ := in.Attr("name")
		value, _ := in.Attr("value")
		values.Set(name, value)
	})
	return action, values
}

func TestEveryAnswerComesBackToItsPlaceAndThenAllAreReleased(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	v.post(at+"/results", at+"/results", url.Values{}).want(http.StatusConflict).holds("#problem", "没有办成").holds(".warnings", "尚未选择采纳情况")
	for range 20 {
		first := v.get(at + "/suggestions").page().Find(".item form[data-deciding]").First()
		if first.Length() == 0 {
			break
		}
		action, values := formOf(first)
		values.Set("outcome", string(consult.Adopted))
		values.Set("reason", "予以采纳。")
		values.Set("override", stands)
		back := v.postRaw(action, values).seeOther()
		if !strings.Contains(back, "state=undecided") || !strings.Contains(back, "#suggestion") {
			t.Fatalf("after an answer the browser goes to %s", back)
		}
	}
	v.get(at+"/suggestions").holds(".empty", "每一条都答复了")
	v.post(at+"/results", at+"/results", url.Values{}).want(http.StatusConflict).holds(".warnings", "尚待第二人复核")
	v.post(at+"/results", at+"/suggestions/check", url.Values{}).seeOther() // nobody checks what they decided themselves
	v.post(at+"/results", at+"/results", url.Values{}).want(http.StatusConflict)
	second := s.signedIn(account.Reviewer)
	second.get(second.post(at+"/results", at+"/suggestions/check", url.Values{}).seeOther()).holds("[role=status]", "已复核")
	promised := v.get(at + "/results").page().Find(".lead").Text()
	page := v.get(v.post(at+"/results", at+"/results", url.Values{}).seeOther()).want(http.StatusOK)
	page.holds(".lead", promised)
	page.holds("[role=status]", "结果已公布").holds(".footing", "各批公布合计")
	public, _ := page.page().Find(".note a").Attr("href")
	s.visitor().get(public).want(http.StatusOK).holds("main", "予以采纳。")
}

// Each answer leaves the list of the undecided, so that its last page empties under the reader.
func TestAPageThatEmptiedGivesWayToTheLastOne(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	page := s.signedIn(account.Adjudicator).get(s.closedCall(true) + "/suggestions?page=2").want(http.StatusOK).page()
	if page.Find(".item form[data-deciding]").Length() == 0 {
		t.Errorf("the page reads %q", page.Find(".sheet").Text())
	}
}

func TestTheDashboardTellsAnAdjudicatorWhatCameInAndWhatIsDue(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	home := s.signedIn(account.Adjudicator).get("/desk").want(http.StatusOK)
	for _, words := range []string{"请审看留言", "件待审看", "请答复意见", "条未答复，已于", "请公布结果", "没有收到意见"} {
		home.holds(".board", words)
	}
	if text := s.signedIn(account.Administrator).get("/desk").page().Find(".work").Text(); text != "" {
		t.Errorf("the administrator is asked to do %q", text)
	}
}

func TestACallThatDrewNothingIsReleasedAsSuch(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(false)
	v.get(at+"/results").holds(".lead", "本次征集未收到意见建议。")
	v.post(at+"/results", at+"/results", url.Values{}).seeOther()
}

func TestARefusedAnswerKeepsWhatWasTypedInItsOwnForm(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	action, values := formOf(v.get(at + "/suggestions").page().Find(".item form[data-deciding]").First())
	values.Set("reason", "正在研究")
	page := v.postRaw(action, values).want(http.StatusUnprocessableEntity).page()
	if n := page.Find(".field.invalid").Length(); n != 1 {
		t.Errorf("%d fields are marked, want the one of this form", n)
	}
	if got := page.Find(".item").First().Find("textarea[name=reason]").Text(); got != "正在研究" {
		t.Errorf("the reason came back as %q", got)
	}
	link, _ := page.Find(".error-summary a").Attr("href")
	if page.Find(link).Length() != 1 {
		t.Errorf("the summary leads to %q, which is not on the page", link)
	}
}

func TestHidingACommentNeedsAReasonItsSenderCanRead(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	list := at + "/comments?visibility=published"
	action, values := formOf(v.get(list).page().Find(".item form.form").First())
	v.postRaw(action, values).want(http.StatusUnprocessableEntity).holds(".item .field-error", "请选择不公开的理由")
	values.Set("code", "other")
	v.postRaw(action, values).want(http.StatusUnprocessableEntity).holds(".item .field-error", "请填写不公开的理由")
	values.Set("code", "insult")
	values.Set("reason", "点名")
	back := v.postRaw(action, values).seeOther()
	if !strings.Contains(back, "visibility=published") {
		t.Errorf("the filter is lost: %s", back)
	}
	v.get(at+"/comments?visibility=hidden").holds(".item", "内容含有辱骂、攻击的话：点名")
}
