package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/consult"
)

// exampleOf fills a route's parameters with values that name nothing.
func exampleOf(path string) string {
	return strings.NewReplacer(":no", "1999-0001", ":id", "999999", ":aid", "999999", ":cid", "999999", ":sid", "999999",
		":step", "999999", ":oid", "999999", ":gid", "999999", ":bid", "999999", ":fid", "999999", ":eid", "999999", ":mid", "999999", ":iid", "999999", ":token", "none",
		":version", "1999-01", ":code", "0000-0000-0000-0000", "*", "none.css").Replace(path)
}

func TestEveryRouteLetsInExactlyTheRolesOfItsRow(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	for _, role := range append([]account.Role{"", residentRole, halfway}, account.Roles...) {
		v, staff := s.visitor(), slices.Contains(account.Roles, role)
		switch {
		case role == residentRole:
			v = s.person("walker@yunxi.example")
		case role == halfway:
			v = s.signedInAs(s.member(account.Approver).ID, account.SecondFactor)
		case staff:
			v = s.signedIn(role)
		}
		v.get("/desk/sign-in") // for the CSRF cookie
		token, _ := v.get("/receipts").page().Find("input[name=_csrf]").Attr("value")
		for _, r := range s.env.Routes() {
			if strings.HasSuffix(r.Path, "/sign-out") {
				continue // ends the session that the walk needs; has a test of its own
			}
			name := fmt.Sprintf("%s %s as %q", r.Method, r.Path, role)
			got := walk(v, role, r, token)
			admitted := !refused(got)
			want := r.Access.Realm == handlers.Open || r.Access.Stage == account.SecondFactor && role == halfway ||
				r.Access.Realm == handlers.Account && role == residentRole ||
				r.Access.Realm == handlers.Desk && staff && r.Access.Allows(account.For(account.EveryUnit, role), 0)
			if admitted != want {
				t.Errorf("%s: admitted %v, want %v (status %d)", name, admitted, want, got.status)
			}
			if got.status >= http.StatusInternalServerError {
				t.Errorf("%s: status %d: %s", name, got.status, s.log)
			}
		}
	}
}

// residentRole walks as somebody who is signed in to an account and is no staff.
const residentRole account.Role = "person"

// halfway stands in the walk for staff whose password was right and no more.
const halfway account.Role = "halfway"

func walk(v *visitor, role account.Role, r handlers.Route, token string) answer {
	path := exampleOf(r.Path)
	switch {
	case r.Method == http.MethodGet:
		return v.get(path)
	case strings.HasPrefix(path, "/api/"):
		return v.json(r.Method, path, "{}")
	}
	return v.postRaw(path, url.Values{"_csrf": {token}, "action": {string(ownAction[role])}})
}

// ownAction is a step of the review that each role may take.
var ownAction = map[account.Role]consult.Action{account.Drafter: consult.Submit, account.Reviewer: consult.ReviewPass,
	account.Approver: consult.Approve}

// refused tells the guard's answers from those of a handler.
func refused(a answer) bool {
	door := a.header.Get("Location")
	return a.status == http.StatusForbidden || strings.HasPrefix(door, "/desk/sign-in") || strings.HasPrefix(door, "/account/sign-in") ||
		door == "/desk" // who is past the stage of a page is led on
}

func TestNoFormIsTakenWithoutItsToken(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.signedIn(account.Administrator)
	for _, r := range s.env.Routes() {
		if r.Method == http.MethodGet || strings.HasPrefix(r.Path, "/api/") {
			continue
		}
		if got := v.postRaw(exampleOf(r.Path), url.Values{"_csrf": {"forged"}}); got.status != http.StatusForbidden {
			t.Errorf("%s took a forged token: status %d", r.Path, got.status)
		}
	}
}

func TestAFormFromAnotherOriginIsRefused(t *testing.T) {
	t.Parallel()
	v := newSite(t).visitor()
	token, _ := v.get("/receipts").page().Find("input[name=_csrf]").Attr("value")
	form := url.Values{"_csrf": {token}, "no": {"x"}, "secret": {"y"}}
	req := httptest.NewRequest(http.MethodPost, "/receipts", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", "https://evil.example")
	v.do(req).want(http.StatusForbidden)
}

// The table of permissions is printed, so that a change of access shows in review.
func TestThePermissionTableInTheDocsIsCurrent(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("# Who may use which route\n\nRendered by a test from the URL table in `handlers`; run `make generate` after changing it.\n\n" +
		"| method | path | who | for which unit |\n|---|---|---|---|\n")
	for _, r := range newSite(t).env.Routes() {
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s |\n", r.Method, r.Path, who(r.Access), where[r.Access.Of])
	}
	const file = "../docs/permissions.md"
	if os.Getenv("NAYAN_GENERATE") != "" {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil || string(got) != b.String() {
		t.Errorf("%s is out of date (%v): NAYAN_GENERATE=1 go test ./handlers -run Permission", file, err)
	}
}

// where says in words which unit a role must be held for.
var where = map[handlers.Object]string{handlers.OfNothing: "", handlers.OfConsultation: "the consultation's",
	handlers.OfOpenDay: "the open day's", handlers.OfStaff: "the member's", handlers.OfEveryUnit: "every",
	handlers.OfOpinion: "that of the unit that is asked"}

func who(a handlers.Access) string {
	switch {
	case a.Realm == handlers.Open:
		return "anyone"
	case a.Realm == handlers.SigningIn:
		return "staff halfway through signing in (" + string(a.Stage) + ")"
	case len(a.Members) > 0:
		return "account: " + strings.Trim(fmt.Sprint(a.Members), "[]") + " of the enterprise"
	case a.Realm == handlers.Account:
		return "account: one's own"
	case len(a.Roles) == 0:
		return "every member of staff"
	}
	return strings.Trim(fmt.Sprint(a.Roles), "[]")
}
