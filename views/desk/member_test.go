package desk_test

import (
	"testing"

	"github.com/PuerkitoBio/goquery"

	"nayan/internal/account"
	"nayan/views/desk"
	"nayan/views/viewtest"
)

func TestAMembersPageOffersNothingThatWouldBeRefused(t *testing.T) {
	t.Parallel()
	page := func(m desk.Member, beyond bool) *goquery.Document {
		return viewtest.Document(t, desk.MemberShow(desk.MemberPage{Page: frame(t, account.Administrator), Member: m, Beyond: beyond}))
	}
	const forms = "section[aria-labelledby=account] form"
	viewtest.Count(t, page(desk.Member{ID: 1, Self: true}, false), forms, 0)
	viewtest.Count(t, page(desk.Member{ID: 2}, true), forms, 0)
	viewtest.Count(t, page(desk.Member{ID: 2, Left: true, Disabled: true}, false), "main form[action]", 0)
	viewtest.Attr(t, page(desk.Member{ID: 2}, false), "input[name=disabled]", "value", "1")
	viewtest.Attr(t, page(desk.Member{ID: 3, Disabled: true}, false), "input[name=disabled]", "value", "0")
	viewtest.Count(t, page(desk.Member{ID: 3, Disabled: true}, false), "form[action$='/invitations']", 0)
	viewtest.Count(t, page(desk.Member{ID: 3, SecondFactor: true}, false), "form[action$='/reset']", 1)
}
