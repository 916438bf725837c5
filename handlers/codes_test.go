package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestACodeInAnAddressIsTakenAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.visitor()
	r := decode[receipt](v.json(http.MethodPost, "/api/v1/consultations/"+s.firstOpen()+"/comments", `{"body":"支持"}`).want(http.StatusCreated))
	id, _ := roomiestSession(s)
	ticket := decode[struct{ Code string }](v.json(http.MethodPost, "/api/v1/sessions/"+id+"/bookings",
		`{"party_size":1,"name":"测试","phone":"19900029999"}`).want(http.StatusCreated))
	for _, typed := range []func(string) string{strings.ToLower, misread, blank} {
		v.json(http.MethodGet, "/api/v1/receipts/"+url.PathEscape(typed(r.No)), "", "Receipt-Secret", typed(r.Secret)).want(http.StatusOK)
		v.get("/bookings/" + url.PathEscape(typed(ticket.Code))).want(http.StatusOK)
	}
	v.json(http.MethodDelete, "/api/v1/bookings/"+url.PathEscape(blank(ticket.Code)), "").want(http.StatusNoContent)
}

// misread is what becomes of a code that is read from paper.
func misread(code string) string { return strings.NewReplacer("0", "O", "1", "l").Replace(code) }

// blank types the groups of a code apart.
func blank(code string) string { return strings.ReplaceAll(code, "-", " ") }

func TestAListIsChosenByTheNameOfAUnitAsByItsID(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	type list struct {
		Items []struct{ No, Unit string }
		Total int
	}
	all := decode[list](s.visitor().get("/api/v1/consultations"))
	unit := all.Items[0].Unit
	got := decode[list](s.visitor().get("/api/v1/consultations?unit=" + url.QueryEscape(unit)))
	if got.Total == 0 || got.Total == all.Total {
		t.Errorf("%d of %d consultations are of %s", got.Total, all.Total, unit)
	}
	for _, con := range got.Items {
		if con.Unit != unit {
			t.Errorf("%s is of %s, not of %s", con.No, con.Unit, unit)
		}
	}
	if none := decode[list](s.visitor().get("/api/v1/consultations?unit=no-such-unit")); none.Total != 0 {
		t.Errorf("an unknown unit has %d consultations", none.Total)
	}
}
