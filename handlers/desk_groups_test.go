package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"nayan/internal/account"
)

// choose sends the form of a proposal as a browser does, without the boxes that are
// unticked: with what stands in it, to the address that ends in the word.
func (v *visitor) choose(form *goquery.Selection, word string, untick ...string) answer {
	v.t.Helper()
	if form.Length() == 0 {
		v.t.Fatal("there is no such form")
	}
	values := url.Values{}
	form.Find("input").Each(func(_ int, in *goquery.Selection) {
		name, _ := in.Attr("name")
		value, _ := in.Attr("value")
		if kind, _ := in.Attr("type"); kind != "checkbox" || !slices.Contains(untick, value) {
			values.Add(name, value)
		}
	})
	action, _ := form.Attr("action")
	return v.postRaw(action[:strings.LastIndex(action, "/")+1]+word, values)
}

func TestAProposedGroupIsAdoptedAndTakenBack(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	v.get(at).holds(".con-head", "归并建议：1 组")
	v.get(at+"/suggestions").holds(".to-go", "归并建议：1 组")
	page := v.get(at+"/suggestions/groups").want(http.StatusOK).holds(".item-head", "4 件 · 4 人 · 0 家").holds(".item-head .meta", "与首条相同 1 件，相近 2 件").page()
	if page.Find(".item").Length() != 1 || page.Find(".alike li").Length() != 4 || page.Find(".alike ins").Length() == 0 {
		t.Fatal("the group is not shown with what differs")
	}
	form := page.Find(".item form").First()
	boxes := form.Find("input[type=checkbox]")
	if boxes.Length() != 3 {
		t.Fatalf("%d can be left out", boxes.Length())
	}
	left, _ := boxes.Last().Attr("value")
	back := v.choose(form, "adopt", left).seeOther()
	done := v.get(back).holds("[role=status]", "已归为一条").holds(".empty", "没有待处理")
	one, _ := done.page().Find(".to-go a[href*='/suggestions/']").First().Attr("href")
	v.get(one).want(http.StatusOK).holds(".meta", "3 个要点").holds(".history", "相似")
	adopted := v.get(at + "/suggestions/groups?view=adopted").page().Find(".item").First()
	back = v.choose(adopted.Find(".item-actions form").First(), "undo").seeOther()
	v.get(back).holds("[role=status]", "已撤销")
	v.get(at+"/suggestions/groups").holds(".item", "待处理")
	v.choose(form, "adopt").seeOther()
	v.choose(form, "adopt").want(http.StatusConflict).holds("#problem", "已经是一条")
	v.choose(adopted.Find(".item-actions form").First(), "undo").want(http.StatusConflict).holds("#problem", "撤销过").holds("h2", "归并建议")
}

func TestWhatComesAfterAGroupWasAdoptedIsOfferedToTheSameSuggestion(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	page := v.get(at + "/suggestions/groups").page()
	v.choose(page.Find(".item form").First(), "adopt").seeOther()
	s.said(at, "停车费和电梯广告费是全体业主的钱，建议把每一笔收入和支出按季度贴到单元门口，让老人也看得见。")
	grown := v.get(at+"/suggestions/groups").holds(".item", "又有 1 条相近意见").holds("form .btn", "归入 #").page()
	form := grown.Find(".item form").First()
	if n := form.Find("input[type=checkbox]").Length(); n != 1 {
		t.Errorf("%d can be left out", n)
	}
	dismissed := v.choose(form, "dismiss").seeOther()
	v.get(dismissed).holds(".empty", "没有待处理")
	restored := v.choose(v.get(at+"/suggestions/groups?view=adopted").page().Find(".item-actions form").Last(), "dismiss").seeOther()
	v.get(restored).holds("[role=status]", "已恢复")
	v.choose(form, "adopt").seeOther()
	group, _ := grown.Find(".item h3 a").First().Attr("href")
	v.get(group).want(http.StatusOK).holds(".item-head", "5 件").holds(".alike", "完全相同")
	v.get(at + "/suggestions/groups/999999").want(http.StatusNotFound)
	v.get(at + "/suggestions/groups?view=other&page=99").want(http.StatusOK)
}

func TestWeakerProposalsSayWhyAndAreAdoptedOrRefusedTogether(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	s.said(at, "云河小区北门的地下车库从来没有开放，请查一查。", "我们住云河小区，北门地下车库到底什么时候能停车？", "请求公布云河小区北门地下车库的产权，业主已经等了三年。")
	list := at + "/suggestions/groups?view=themes"
	theme := func() *goquery.Selection {
		return v.get(list).want(http.StatusOK).page().Find(".item").FilterFunction(func(_ int, item *goquery.Selection) bool {
			return strings.Contains(item.Text(), "共同出现：云河小区")
		})
	}
	if theme().Find("input[name=groups]").Length() != 3 || !strings.Contains(theme().Text(), "与首条都有") {
		t.Fatalf("it is not proposed: %s", v.get(list).page().Find(".items").Text())
	}
	form := theme().Find("form").First()
	v.choose(form, "dismiss").seeOther()
	if theme().Length() != 0 {
		t.Error("what was refused is proposed")
	}
	v.choose(v.get(at+"/suggestions/groups?view=unlike").page().Find(".item-actions form").First(), "dismiss").seeOther()
	first, _ := theme().Find("input[name=groups]").First().Attr("value")
	second, _ := theme().Find("input[name=groups]").Eq(1).Attr("value")
	v.choose(form, "adopt", first, second).want(http.StatusUnprocessableEntity).holds("#problem", "至少勾选两组")
	v.get(v.choose(form, "adopt", first).seeOther()).holds("[role=status]", "已归为一条").holds(".to-go", "#")
	v.choose(theme().Find("form").First(), "adopt").seeOther()
	if theme().Length() != 0 {
		t.Error("what is together is proposed")
	}
}

func TestAReviewerReadsProposalsAndTouchesNothing(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	at := s.closedCall(true)
	for _, role := range []account.Role{account.Reviewer, account.Auditor} {
		v := s.as(account.EveryUnit, role)
		for _, page := range []string{"", "?view=themes", "/1"} {
			doc := v.get(at + "/suggestions/groups" + page).want(http.StatusOK).page()
			if n := doc.Find("main form, main button, main input").Length(); n != 0 {
				t.Errorf("%s has %d forms and buttons for the %s", page, n, role)
			}
		}
	}
	if n := s.as(account.EveryUnit, account.Reviewer).get(at + "/suggestions/groups").page().Find(`a[href*="/comments/"]`).Length(); n != 0 {
		t.Errorf("%d links lead a reviewer to comments, which are not theirs to read", n)
	}
}

func TestAPageOfProposalsDoesNotWaitForWhatTakesLong(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	s.said(at, slices.Repeat([]string{"请公布投诉电话和办公地址，方便大家反映情况。"}, 501)...)
	v.get(at+"/suggestions/groups").want(http.StatusOK).holds(".note", "正在比对")
}

// said writes opinions of the consultation at an address of the desk.
func (s *site) said(at string, bodies ...string) {
	s.t.Helper()
	_, err := s.env.Repo.DB().ExecContext(s.t.Context(), `WITH i AS (SELECT body, row_number() OVER () AS n FROM string_to_table($2, E'\n') AS i (body)),
		m AS (INSERT INTO comments (consultation_id, receipt_no, channel, identity, public_name, text_hash, received_at)
			SELECT $1::bigint, '', 'web', 'resident', '', sha256(''), now() FROM i RETURNING id),
		k AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM m),
		p AS (INSERT INTO points (consultation_id, comment_id, position, body) SELECT $1::bigint, k.id, 1, i.body FROM k JOIN i USING (n) RETURNING comment_id),
		s AS (INSERT INTO suggestions (consultation_id, created_at) SELECT $1::bigint, now() FROM p RETURNING id),
		l AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM s)
		INSERT INTO suggestion_points (consultation_id, suggestion_id, comment_id, position) SELECT $1::bigint, l.id, k.id, 1 FROM l JOIN k USING (n)`,
		at[strings.LastIndex(at, "/")+1:], strings.Join(bodies, "\n"))
	if err != nil {
		s.t.Fatal(err)
	}
}
