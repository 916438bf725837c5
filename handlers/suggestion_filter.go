package handlers

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/repo"
	"nayan/views/desk"
)

// The length of the list of suggestions: with a form each, and a line each.
const (
	formsPerPage = 20
	tablePerPage = 100
)

// maxListPage bounds the page that an address can ask for.
const maxListPage = 1_000_000

// maxFilterQuery bounds the words that a filter looks for, in bytes.
const maxFilterQuery = 600

// suggestionFilter reads the filter of the suggestions: of a page from its address,
// of a form from the field "filter", which holds the same. What is undecided comes
// first to hand; what a filter cannot be does not narrow.
func suggestionFilter(c *fiber.Ctx) desk.SuggestionFilter {
	text := string(c.Request().URI().QueryString())
	if c.Method() == fiber.MethodPost {
		text = c.FormValue("filter")
	}
	q, err := url.ParseQuery(text)
	if err != nil {
		q = url.Values{}
	}
	f := desk.SuggestionFilter{State: q.Get("state"), Clause: filterID(q, "clause"), Unit: max(filterID(q, "unit"), 0),
		Channel: consult.Channel(q.Get("channel")), Identity: consult.Identity(q.Get("identity")), Assignee: filterID(q, "assignee"),
		Query: strings.TrimSpace(q.Get("q")), ID: max(filterID(q, "n"), 0), Page: int(min(max(filterID(q, "page"), 1), maxListPage))}
	if f.ID != 0 {
		f.State = desk.All
	}
	if f.State != desk.All && !slices.Contains(desk.SuggestionStates, f.State) && !consult.Outcome(f.State).Valid() {
		f.State = desk.Undecided
	}
	if !slices.Contains(consult.Channels, f.Channel) {
		f.Channel = ""
	}
	if f.Identity != consult.Resident && f.Identity != consult.Enterprise {
		f.Identity = ""
	}
	if len(f.Query) > maxFilterQuery {
		f.Query = strings.ToValidUTF8(f.Query[:maxFilterQuery], "")
	}
	if q.Get("view") == desk.TableView {
		f.View = desk.TableView
	}
	return f
}

// filterID reads an id, or -1 for what stands for no id.
func filterID(q url.Values, name string) int64 {
	id, err := strconv.ParseInt(q.Get(name), 10, 64)
	if err != nil {
		return 0
	}
	return max(id, -1)
}

// wanted gives the filter as repo takes it.
func wanted(f desk.SuggestionFilter) repo.SuggestionFilter {
	out := repo.SuggestionFilter{State: f.State, ClauseID: f.Clause, Channel: f.Channel, Identity: f.Identity, Query: f.Query,
		AssigneeID: f.Assignee, UnitID: f.Unit, ID: f.ID, Page: f.Page, PerPage: formsPerPage}
	if f.State == desk.All {
		out.State = ""
	}
	if f.View == desk.TableView {
		out.PerPage = tablePerPage
	}
	return out
}
