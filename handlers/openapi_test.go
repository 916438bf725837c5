package handlers_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var pathParameter = regexp.MustCompile(`:(\w+)`)

func TestTheOpenAPIDocumentNamesExactlyTheRoutesOfTheAPI(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var doc struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal([]byte(s.visitor().get("/api/openapi.json").want(http.StatusOK).body), &doc); err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{}
	for path, methods := range doc.Paths {
		for method := range methods {
			described[strings.ToUpper(method)+" "+path] = true
		}
	}
	for _, r := range s.env.Routes() {
		if !strings.HasPrefix(r.Path, "/api/") {
			continue
		}
		name := r.Method + " " + pathParameter.ReplaceAllString(r.Path, "{$1}")
		if !described[name] {
			t.Errorf("%s is not described", name)
		}
		delete(described, name)
	}
	for name := range described {
		t.Errorf("%s is described but not served", name)
	}
}
