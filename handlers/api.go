package handlers

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/internal/i18n"
)

// apiRoutes is the JSON interface. Nothing of it needs a cookie, a CSRF token or
// a consent field: it acts for nobody who is signed in.
func (e *Env) apiRoutes() []Route {
	con, com, day := apiConsultations{e}, apiComments{e}, apiOpenDays{e}
	return []Route{
		{fiber.MethodGet, "/api/v1/consultations", anyone, con.list},
		{fiber.MethodGet, "/api/v1/consultations/:no", anyone, con.show},
		{fiber.MethodGet, "/api/v1/consultations/:no/draft", anyone, con.draft},
		{fiber.MethodGet, "/api/v1/consultations/:no/comments", anyone, com.list},
		{fiber.MethodPost, "/api/v1/consultations/:no/comments", anyone, com.create},
		{fiber.MethodGet, "/api/v1/consultations/:no/results", anyone, con.results},
		{fiber.MethodGet, "/api/v1/receipts/:no", anyone, com.receipt},
		{fiber.MethodGet, "/api/v1/open-days", anyone, day.list},
		{fiber.MethodGet, "/api/v1/open-days/:no", anyone, day.show},
		{fiber.MethodPost, "/api/v1/sessions/:id/bookings", anyone, day.book},
		{fiber.MethodDelete, "/api/v1/bookings/:code", anyone, day.cancel},
		{fiber.MethodGet, "/api/openapi.json", anyone, openAPI},
	}
}

// listJSON is every list of the API.
type listJSON[T any] struct {
	Items []T `json:"items"`
	Total int `json:"total"`
	Page  int `json:"page"`
}

// idJSON is an id: written as a string, read from a string or a number.
type idJSON int64

// MarshalJSON writes a string: JavaScript cannot hold every 64-bit number.
func (id idJSON) MarshalJSON() ([]byte, error) {
	return []byte(strconv.Quote(strconv.FormatInt(int64(id), 10))), nil
}

// UnmarshalJSON reads "12" or 12.
func (id *idJSON) UnmarshalJSON(data []byte) error {
	n, err := strconv.ParseInt(strings.Trim(string(data), `"`), 10, 64)
	*id = idJSON(n)
	return err
}

// instant writes a time with the county's offset (RFC 3339).
func instant(t time.Time) string { return t.In(i18n.Zone).Format(time.RFC3339) }

// optionalInstant is "" for none.
func optionalInstant(t *time.Time) string {
	if t == nil {
		return ""
	}
	return instant(*t)
}

// readJSON reads the body; anything that is not the expected JSON is Invalid.
func readJSON(c *fiber.Ctx, dst any) error {
	if err := json.Unmarshal(c.Body(), dst); err != nil {
		return fault.New(fault.Invalid, "error.json")
	}
	return nil
}

// pageNumber reads ?page=, from 1.
func pageNumber(c *fiber.Ctx) int { return min(max(c.QueryInt("page", 1), 1), 1_000_000) }

// idParam reads a numeric id from the path; anything else names nothing.
func idParam(c *fiber.Ctx, name string) (int64, error) {
	id, err := strconv.ParseInt(c.Params(name), 10, 64)
	if err != nil || id <= 0 {
		return 0, fault.New(fault.NotFound, "error.not_found")
	}
	return id, nil
}

// codeParam reads a receipt number or a ticket code from the path, as people type
// it: blanks and full-width letters arrive percent-encoded.
func codeParam(c *fiber.Ctx, name string) string {
	raw := c.Params(name)
	if typed, err := url.PathUnescape(raw); err == nil {
		return typed
	}
	return raw
}

// ids converts between the API's ids and the rules'.
func fromIDs(list []idJSON) []int64 {
	out := make([]int64, len(list))
	for i, id := range list {
		out[i] = int64(id)
	}
	return out
}
