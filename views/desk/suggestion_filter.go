package desk

import (
	"net/url"
	"strconv"

	"nayan/internal/consult"
)

// The states that the list of suggestions can be narrowed to, beside the outcomes.
// Their words are the keys "desk.suggestions.filter." and the state.
const (
	Undecided = "undecided"
	NoReason  = "no_reason"
	Unchecked = "unchecked"
	SentBack  = "sent_back"
	Checked   = "checked"
	Released  = "released"
	All       = "all"
)

// SuggestionStates lists them in the order in which a suggestion goes through them.
var SuggestionStates = []string{Undecided, NoReason, SentBack, Unchecked, Checked, Released}

// The ways to look at the list.
const (
	FormView  = ""      // a few suggestions, each with its form
	TableView = "table" // many, a line each
)

// SuggestionFilter chooses among the suggestions of a consultation. It travels in
// addresses, and in forms as one hidden field, "filter", which holds what stands
// behind the ? of the address.
type SuggestionFilter struct {
	State    string // one of SuggestionStates, All, or an outcome
	Clause   int64  // 0: any; WholeDraft: on none
	Unit     int64  // that was asked for its opinion; 0: any or none
	Channel  consult.Channel
	Identity consult.Identity
	Assignee int64 // 0: anybody; Nobody: not assigned
	Query    string
	ID       int64 // that one alone, whatever its state; 0: any
	View     string
	Page     int
}

// What stands in SuggestionFilter for what has no id.
const (
	WholeDraft int64 = -1
	Nobody     int64 = -1
)

// Values gives the filter as the address writes it; what does not narrow is left out.
func (f SuggestionFilter) Values() url.Values {
	q := url.Values{}
	set := func(name, value string, is bool) {
		if is {
			q.Set(name, value)
		}
	}
	set("state", f.State, f.State != "")
	set("clause", strconv.FormatInt(f.Clause, 10), f.Clause != 0)
	set("unit", strconv.FormatInt(f.Unit, 10), f.Unit != 0)
	set("channel", string(f.Channel), f.Channel != "")
	set("identity", string(f.Identity), f.Identity != "")
	set("assignee", strconv.FormatInt(f.Assignee, 10), f.Assignee != 0)
	set("q", f.Query, f.Query != "")
	set("n", strconv.FormatInt(f.ID, 10), f.ID != 0)
	set("view", f.View, f.View != "")
	set("page", strconv.Itoa(f.Page), f.Page > 1)
	return q
}

// Encoded gives the filter as the hidden field carries it.
func (f SuggestionFilter) Encoded() string { return f.Values().Encode() }

// URL leads to what the filter leaves of a consultation's suggestions.
func (f SuggestionFilter) URL(consultationID int64) string {
	return withQuery(consultationURL(consultationID, "suggestions"), f.Values())
}

// at gives another page of the same.
func (f SuggestionFilter) at(page int) SuggestionFilter { f.Page = page; return f }

// in gives the first page of another state.
func (f SuggestionFilter) in(state string) SuggestionFilter { f.State = state; return f.at(1) }

// viewed gives the first page in another view.
func (f SuggestionFilter) viewed(view string) SuggestionFilter { f.View = view; return f.at(1) }

// Narrow reports whether anything but the state narrows the list.
func (f SuggestionFilter) Narrow() bool {
	return f.Clause != 0 || f.Unit != 0 || f.Channel != "" || f.Identity != "" || f.Assignee != 0 || f.Query != "" || f.ID != 0
}

// SuggestionCounts says how many suggestions the filter leaves in each state and
// with each outcome.
type SuggestionCounts struct {
	All      int
	States   map[string]int
	Outcomes map[consult.Outcome]int
}

func (c SuggestionCounts) decided() int { return c.All - c.States[Undecided] }
