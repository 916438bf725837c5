package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/repo"
)

// Moderation may run ahead of what the notice has promised: a call that shows
// nothing before closing shows neither the words, nor who sent them, nor how many.
func TestAnOpenCallThatShowsNoCommentsShowsNothingOfThem(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	con := s.silentCall()
	v, api, page := s.visitor(), "/api/v1/consultations/"+con.No, "/consultations/"+con.No
	clause := articles(decode[draftAnswer](v.get(api + "/draft")).Clauses)[1].ID
	v.json(http.MethodPost, api+"/comments", `{"body":"尚未公开的话","name":"诸葛某某","clause_ids":["`+clause+`"]}`).want(http.StatusCreated)
	s.publishNewest(con.ID)
	for _, path := range []string{page, page + "/draft", page + "/comments", page + "/results", api, api + "/draft", api + "/comments", api + "/results"} {
		a := v.get(path).want(http.StatusOK)
		for _, word := range []string{"尚未公开的话", "诸葛", "已公开 1"} {
			if strings.Contains(a.body, word) {
				t.Errorf("%s shows %q", path, word)
			}
		}
	}
}

// silentCall is an open call of the samples that shows comments after closing only.
func (s *site) silentCall() consult.Consultation {
	s.t.Helper()
	list, err := s.env.Repo.Consultations(s.t.Context(), repo.Filter{Phase: consult.Open, Page: 1, Now: s.env.Now()})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, con := range list.Items {
		if !con.PublishWhileOpen {
			return con
		}
	}
	s.t.Fatal("every open call of the samples shows its comments")
	return consult.Consultation{}
}

// publishNewest lets the newest comment of a call pass moderation.
func (s *site) publishNewest(consultationID int64) {
	s.t.Helper()
	v, at := s.signedIn(account.Adjudicator), "/desk/consultations/"+strconv.FormatInt(consultationID, 10)+"/comments"
	list, err := s.env.Repo.DeskComments(s.t.Context(), consultationID, repo.CommentFilter{Visibility: consult.Pending, Page: 1, PerPage: 100})
	if err != nil || len(list.Items) == 0 {
		s.t.Fatalf("nothing waits for moderation: %v", err)
	}
	newest := list.Items[0].ID
	for _, c := range list.Items {
		newest = max(newest, c.ID)
	}
	v.post(at, at+"/"+strconv.FormatInt(newest, 10)+"/visibility", url.Values{"visibility": {"published"}}).want(http.StatusSeeOther)
}
