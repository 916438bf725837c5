package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"nayan/internal/account"
)

func TestAnAuditorReadsWhoDidWhatAndWhatChanged(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.signedIn(account.Auditor)
	page := v.get("/desk/audit").want(http.StatusOK)
	page.holds("table.audit tbody", "沈其昌").holds("table.audit tbody", "登录")
	page.holds(`table.audit tr:has(b:contains("审看留言")) .meta`, "留言 ")
	v.get("/desk").holds("nav", "操作记录")
	if strings.Contains(page.body, "%!") {
		t.Error("a message lacks a value")
	}
	t.Log(page.page().Find("table.audit").Text())
}
