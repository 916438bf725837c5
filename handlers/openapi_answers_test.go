package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// schema is as much of JSON Schema as the document uses.
type schema struct {
	Ref        string             `json:"$ref"`
	AllOf      []schema           `json:"allOf"`
	Type       string             `json:"type"`
	Format     string             `json:"format"`
	Enum       []string           `json:"enum"`
	Properties map[string]*schema `json:"properties"`
	Required   []string           `json:"required"`
	Items      *schema            `json:"items"`
}

type apiDocument struct {
	Paths map[string]map[string]struct {
		Responses map[string]struct {
			Content map[string]struct {
				Schema schema `json:"schema"`
			} `json:"content"`
		} `json:"responses"`
	} `json:"paths"`
	Components struct {
		Schemas map[string]schema `json:"schemas"`
	} `json:"components"`
}

// whole follows references and joins what allOf lists.
func (d apiDocument) whole(s schema) schema {
	if s.Ref != "" {
		return d.whole(d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")])
	}
	for _, part := range s.AllOf {
		part = d.whole(part)
		s.Type = part.Type
		s.Required = append(s.Required, part.Required...)
		for name, p := range part.Properties {
			if s.Properties == nil {
				s.Properties = map[string]*schema{}
			}
			s.Properties[name] = p
		}
	}
	return s
}

// check lists where a value differs from its schema; a member that the schema
// does not name is a difference, too.
func (d apiDocument) check(at string, s schema, value any) (wrong []string) {
	s = d.whole(s)
	switch v := value.(type) {
	case map[string]any:
		if s.Type != "object" {
			return []string{at + " is an object"}
		}
		for _, name := range s.Required {
			if _, there := v[name]; !there {
				wrong = append(wrong, at+"."+name+" is missing")
			}
		}
		for name, member := range v {
			if p := s.Properties[name]; p == nil {
				wrong = append(wrong, at+"."+name+" is not described")
			} else {
				wrong = append(wrong, d.check(at+"."+name, *p, member)...)
			}
		}
	case []any:
		if s.Type != "array" {
			return []string{at + " is an array"}
		}
		for i, item := range v {
			wrong = append(wrong, d.check(at+"["+strconv.Itoa(i)+"]", *s.Items, item)...)
		}
	default:
		return s.checkScalar(at, v)
	}
	return wrong
}

func (s schema) checkScalar(at string, value any) []string {
	fits := false
	switch v := value.(type) {
	case string:
		fits = s.Type == "string" && (s.Enum == nil || slices.Contains(s.Enum, v))
		if s.Format == "date-time" {
			_, err := time.Parse(time.RFC3339, v)
			fits = fits && err == nil
		}
	case bool:
		fits = s.Type == "boolean"
	case float64:
		fits = s.Type == "number" || s.Type == "integer" && v == float64(int64(v))
	}
	if fits {
		return nil
	}
	return []string{fmt.Sprintf("%s is %v", at, value)}
}

// described fails unless the answer is one that the document gives for the
// operation, media type and body.
func (d apiDocument) described(a answer, method, path string) {
	a.t.Helper()
	name := fmt.Sprintf("%s %s → %d", method, path, a.status)
	response, known := d.Paths[path][strings.ToLower(method)].Responses[strconv.Itoa(a.status)]
	if !known {
		a.t.Errorf("%s is not described", name)
		return
	}
	if len(response.Content) == 0 && a.body == "" {
		return
	}
	mediaType, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
	content, known := response.Content[mediaType]
	if !known {
		a.t.Errorf("%s is %s", name, mediaType)
		return
	}
	for _, wrong := range d.check("$", content.Schema, decode[any](a)) {
		a.t.Errorf("%s: %s", name, wrong)
	}
}

func TestAnswersAreAsTheOpenAPIDocumentDescribesThem(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.visitor()
	var d apiDocument
	if err := json.Unmarshal([]byte(v.get("/api/openapi.json").body), &d); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/consultations", "/consultations/{no}", "/consultations/{no}/draft", "/consultations/{no}/comments",
		"/consultations/{no}/results", "/open-days", "/open-days/{no}"} {
		for _, no := range []string{"2026-0001", "2026-0003", "2026-0004", "1999-0001"} {
			d.described(v.get("/api/v1"+strings.ReplaceAll(path, "{no}", no)), http.MethodGet, "/api/v1"+path)
		}
	}
	d.describesComments(s, v)
	d.describesBookings(s, v)
}

func (d apiDocument) describesComments(s *site, v *visitor) {
	s.t.Helper()
	const path = "/api/v1/consultations/{no}/comments"
	for _, no := range []string{s.firstOpen(), "2026-0001", "1999-0001"} {
		for _, body := range []string{`{"points":[{"body":"支持","clause_ids":[]}]}`, `{"body":""}`, `{`} {
			d.described(v.json(http.MethodPost, strings.ReplaceAll(path, "{no}", no), body), http.MethodPost, path)
		}
	}
	r := decode[receipt](v.json(http.MethodPost, strings.ReplaceAll(path, "{no}", s.firstOpen()), `{"body":"支持"}`))
	for _, secret := range []string{r.Secret, ""} {
		d.described(v.json(http.MethodGet, "/api/v1/receipts/"+r.No, "", "Receipt-Secret", secret), http.MethodGet, "/api/v1/receipts/{no}")
	}
}

func (d apiDocument) describesBookings(s *site, v *visitor) {
	s.t.Helper()
	const path, cancel = "/api/v1/sessions/{id}/bookings", "/api/v1/bookings/{code}"
	id, _ := roomiestSession(s)
	const booking = `{"party_size":1,"name":"测试","phone":"19900029999"}`
	book := func(id, body, key string) answer {
		return v.json(http.MethodPost, strings.ReplaceAll(path, "{id}", id), body, "Idempotency-Key", key)
	}
	code := decode[struct{ Code string }](book(id, booking, "k")).Code
	for _, a := range []answer{book(id, booking, "k"), book(id, booking, "other"), book(id, `{"party_size":9}`, "third"), book("999999", booking, "k")} {
		d.described(a, http.MethodPost, path)
	}
	for range 2 { // the second is a conflict
		d.described(v.json(http.MethodDelete, strings.ReplaceAll(cancel, "{code}", code), ""), http.MethodDelete, cancel)
	}
	d.described(book(id, booking, "k"), http.MethodPost, path) // the cancelled booking, as it stands
	d.described(v.json(http.MethodDelete, strings.ReplaceAll(cancel, "{code}", "x"), ""), http.MethodDelete, cancel)
}
