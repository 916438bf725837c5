package handlers_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/consult"
	"nayan/repo"
)

// decode reads a JSON answer.
func decode[T any](a answer) (value T) {
	a.t.Helper()
	if err := json.Unmarshal([]byte(a.body), &value); err != nil {
		a.t.Fatalf("%v in %.500s", err, a.body)
	}
	return value
}

type receipt struct {
	No       string `json:"receipt_no"`
	Secret   string `json:"secret"`
	TextHash string `json:"text_hash"`
}

type draftAnswer struct {
	Clauses []clause `json:"clauses"`
}

type clause struct {
	ID       string   `json:"id"`
	Kind     string   `json:"kind"`
	Number   string   `json:"number"`
	Children []clause `json:"children"`
}

// articles lists the articles of a tree in order.
func articles(list []clause) (out []clause) {
	for _, c := range list {
		if c.Kind == "article" {
			out = append(out, c)
		}
		out = append(out, articles(c.Children)...)
	}
	return out
}

func TestACommentThroughTheAPIGivesAReceiptThatShowsItsState(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, no := s.visitor(), s.firstOpen()
	third := articles(decode[draftAnswer](v.get("/api/v1/consultations/" + no + "/draft").want(http.StatusOK)).Clauses)[2]
	body := `{"points":[{"body":"第三条建议明确楼道范围。\r\n谢谢","clause_ids":["` + third.ID + `"]},{"body":"整体支持。"}],"name":"朱国强","phone":"19900001234"}`
	a := v.json(http.MethodPost, "/api/v1/consultations/"+no+"/comments", body).want(http.StatusCreated)
	r := decode[receipt](a)
	sum := sha256.Sum256([]byte("第三条建议明确楼道范围。\n谢谢\n\n整体支持。"))
	if r.TextHash != hex.EncodeToString(sum[:]) {
		t.Errorf("text_hash %s is not that of the stored text", r.TextHash)
	}
	got := v.json(http.MethodGet, "/api/v1/receipts/"+r.No, "", "Receipt-Secret", r.Secret).want(http.StatusOK)
	status := decode[struct {
		State, Visibility string
		Points            []struct {
			Body      string
			Clauses   []string
			Decisions []any
		}
	}](got)
	if status.State != "received" || status.Visibility != "pending" || len(status.Points) != 2 || len(status.Points[0].Decisions) != 0 ||
		strings.Join(status.Points[0].Clauses, "") != "第三条" {
		t.Errorf("status is %+v", status)
	}
}

func TestASimpleBodyIsEnough(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	s.visitor().json(http.MethodPost, "/api/v1/consultations/"+s.firstOpen()+"/comments", `{"body":"支持"}`).want(http.StatusCreated)
}

func TestAnUnknownNumberAMalformedOneAndAWrongSecretAreTheSame404(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.visitor()
	r := decode[receipt](v.json(http.MethodPost, "/api/v1/consultations/"+s.firstOpen()+"/comments", `{"body":"支持"}`))
	var bodies []string
	for _, try := range [][2]string{{r.No, "0000-0000-0000-0000"}, {"00000-00000", r.Secret}, {"x", ""}, {r.No, ""}} {
		a := v.json(http.MethodGet, "/api/v1/receipts/"+try[0], "", "Receipt-Secret", try[1]).want(http.StatusNotFound)
		problem := decode[map[string]any](a)
		delete(problem, "request_id")
		bodies = append(bodies, fmt.Sprint(problem))
	}
	for _, b := range bodies[1:] {
		if b != bodies[0] {
			t.Errorf("answers differ: %s and %s", bodies[0], b)
		}
	}
}

func TestAnIdempotencyKeyGivesTheSameReceiptOnce(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	no := s.firstOpen()
	before := commentCount(s, no)
	path := "/api/v1/consultations/" + no + "/comments"
	got := make([]receipt, 12)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			got[i] = decode[receipt](s.visitor().json(http.MethodPost, path, `{"body":"支持"}`, "Idempotency-Key", "k1").want(http.StatusCreated))
		})
	}
	wg.Wait()
	for _, r := range got {
		if r != got[0] || r.Secret == "" {
			t.Errorf("receipts differ: %v and %v", r, got[0])
		}
	}
	if n := commentCount(s, no); n != before+1 {
		t.Errorf("%d comments were stored, want 1", n-before)
	}
	s.visitor().json(http.MethodPost, path, `{"body":"反对"}`, "Idempotency-Key", "k1").want(http.StatusUnprocessableEntity)
}

func commentCount(s *site, no string) int {
	s.t.Helper()
	c, err := s.env.Repo.ConsultationByNo(s.t.Context(), no)
	if err != nil {
		s.t.Fatal(err)
	}
	return c.CommentCount
}

func TestTheClosingInstantIsRefusedWithTheTimeSaid(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	no := s.firstOpen()
	c, err := s.env.Repo.ConsultationByNo(t.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	at := func(now time.Time) *visitor {
		moved := *s.env
		moved.App, moved.Now = s.env.App.At(now), func() time.Time { return now }
		return (&site{t: t, env: &moved, web: handlers.New(&moved), log: s.log}).visitor()
	}
	path := "/api/v1/consultations/" + no + "/comments"
	at(c.ClosesAt.Add(-time.Microsecond)).json(http.MethodPost, path, `{"body":"赶上了"}`).want(http.StatusCreated)
	late := at(c.ClosesAt)
	a := late.json(http.MethodPost, path, `{"body":"晚了"}`).want(http.StatusGone)
	if !strings.Contains(a.body, "23:59:59") {
		t.Errorf("the closing time is not said: %s", a.body)
	}
	page := late.post("/receipts", "/consultations/"+no+"/comments", map[string][]string{"points[0].body": {"晚了"}}).want(http.StatusGone)
	if !strings.Contains(page.body, "23:59:59") {
		t.Error("the page does not say the closing time")
	}
}

func TestBadJSONAndBadFieldsAreProblems(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	path := "/api/v1/consultations/" + s.firstOpen() + "/comments"
	for body, field := range map[string]string{
		`{`: "", `[]`: "", `{"body":""}`: "points.0.body", `{"body":"` + strings.Repeat("字", 5001) + `"}`: "points",
		`{"body":"好","clause_ids":["999999"]}`: "points.0.clause_ids", `{"body":"好","identity":"x"}`: "identity",
		`{"body":"好","email":"not an address"}`: "email", `{"body":"好","uscc":"123"}`: "uscc",
	} {
		a := s.visitor().json(http.MethodPost, path, body).want(http.StatusUnprocessableEntity)
		if got := a.header.Get("Content-Type"); !strings.HasPrefix(got, "application/problem+json") {
			t.Errorf("Content-Type %q", got)
		}
		if field != "" && !strings.Contains(a.body, `"name":"`+field) {
			t.Errorf("%.60s: field %s is not named in %s", body, field, a.body)
		}
	}
}

func TestAFullSessionAnswers409AndABookingCanBeCancelled(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.visitor()
	id, left := roomiestSession(s)
	path := "/api/v1/sessions/" + id + "/bookings"
	codes := []string{}
	for i := range left / 4 {
		a := v.json(http.MethodPost, path, fmt.Sprintf(`{"party_size":4,"name":"测试","phone":"1990001%04d"}`, i)).want(http.StatusCreated)
		codes = append(codes, decode[struct{ Code, State string }](a).Code)
	}
	v.json(http.MethodPost, path, `{"party_size":4,"name":"测试","phone":"19900029999"}`).want(http.StatusConflict)
	v.json(http.MethodDelete, "/api/v1/bookings/"+codes[0], "").want(http.StatusNoContent)
	v.json(http.MethodPost, path, `{"party_size":4,"name":"测试","phone":"19900029999"}`).want(http.StatusCreated)
	v.json(http.MethodPost, path, `{"party_size":9,"name":"","phone":"1"}`).want(http.StatusUnprocessableEntity)
}

// roomiestSession gives the bookable session with the most places left.
func roomiestSession(s *site) (id string, left int) {
	s.t.Helper()
	days := decode[struct {
		Items []struct {
			Sessions []struct {
				ID        string
				Remaining int
				Bookable  bool
			}
		}
	}](s.visitor().get("/api/v1/open-days").want(http.StatusOK))
	for _, d := range days.Items {
		for _, x := range d.Sessions {
			if x.Bookable && x.Remaining > left {
				id, left = x.ID, x.Remaining
			}
		}
	}
	return id, left
}

func TestEveryListHasTheSameShape(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	answered, err := s.env.Repo.Consultations(t.Context(), repo.Filter{Phase: consult.Answered, Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	no := answered.Items[0].No
	for path, total := range map[string]int{"/api/v1/consultations": 6, "/api/v1/consultations?status=open": 2, "/api/v1/open-days": 3,
		"/api/v1/consultations/" + no + "/comments": -1, "/api/v1/consultations/" + no + "/results": 15} {
		list := decode[struct {
			Items []json.RawMessage
			Total *int
			Page  int
		}](s.visitor().get(path).want(http.StatusOK))
		if list.Total == nil || list.Page != 1 || (total >= 0 && (*list.Total != total || len(list.Items) != total)) {
			t.Errorf("%s: %d items, total %v, page %d", path, len(list.Items), list.Total, list.Page)
		}
	}
}

func TestOpenConsultationsComeFirst(t *testing.T) {
	t.Parallel()
	list := decode[struct {
		Items []struct{ Status, Audience string }
	}](newCounty(t).visitor().get("/api/v1/consultations").want(http.StatusOK))
	if list.Items[0].Status != "open" || list.Items[0].Audience != "public" || list.Items[1].Status != "open" {
		t.Errorf("the list begins with %+v", list.Items[:2])
	}
}
