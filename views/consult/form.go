package consultview

import (
	"context"
	"slices"
	"strconv"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// CommentForm is the form for opinions with what was typed so far. An empty one
// shows one point on the whole draft; ?clause=<id> fills Values.Points[0].ClauseIDs.
//
// It posts to /consultations/:no/comments: identity, name, phone, email,
// organisation, uscc, and per point points[0].body and any number of
// points[0].clauses (clause ids, none for the whole draft). An identity may name a
// registered enterprise, enterprise:12. action=add_point asks
// for the form again with one more point.
type CommentForm struct {
	IdempotencyKey string
	DraftID        int64 // the version beside it
	Values         consult.Submission
	Prefilled      bool           // with what is known of who is signed in
	Speakers       []Speaker      // enterprises that who is signed in may speak for
	SpeaksFor      int64          // one of them; 0: for none
	Errors         ui.Errors      // named as in JSON: points.0.body
	Files          []consult.File // that were uploaded with it
	Sums           []string       // of these
}

// firstText is how many characters of a clause the chooser shows.
const firstText = 18

// points gives the points to show, at least one.
func (f CommentForm) points() []consult.Point {
	if len(f.Values.Points) == 0 {
		return []consult.Point{{}}
	}
	return f.Values.Points
}

// identity is the one marked; an enterprise is expected where enterprises are asked.
func (f CommentForm) identity(asked consult.Audience) string {
	switch {
	case f.Values.Identity != "":
		return string(f.Values.Identity)
	case asked == consult.Enterprises:
		return string(consult.Enterprise)
	}
	return string(consult.Resident)
}

// detailed reports whether the optional part is shown open: when something in
// it was typed or is wrong, and where enterprises are asked.
func (f CommentForm) detailed(asked consult.Audience) bool {
	v := f.Values
	if asked == consult.Enterprises || f.Prefilled || v.Personal() || v.Identity == consult.Enterprise {
		return true
	}
	for _, e := range f.Errors {
		switch e.Name {
		case "name", "phone", "email", "organisation", "uscc", "identity":
			return true
		}
	}
	return false
}

// field builds one of the optional fields.
func (f CommentForm) field(ctx context.Context, name, value string) ui.Field {
	return ui.Field{
		ID: name, Name: name, Value: value, Error: f.Errors.Message(ctx, name),
		Label: i18n.T(ctx, "comment."+name), Hint: i18n.T(ctx, "comment."+name+".hint"),
	}
}

func (f CommentForm) identities(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(consult.Resident), Label: i18n.T(ctx, "identity.resident")},
		{Value: string(consult.Enterprise), Label: i18n.T(ctx, "identity.enterprise")},
	}
}

// pointView is one point of the form with the names its controls have.
type pointView struct {
	consult.Point
	index int
	of    int
}

// id is the point's part of field names in JSON and of element ids.
func (p pointView) id(part string) string { return "points." + strconv.Itoa(p.index) + "." + part }

// hint says that a further point may stay empty: it is then not sent.
func (p pointView) hint(ctx context.Context) string {
	if p.index == 0 {
		return ""
	}
	return i18n.T(ctx, "comment.body.further")
}

// name is the form's name of a control.
func (p pointView) name(part string) string {
	return "points[" + strconv.Itoa(p.index) + "]." + part
}

// pick is one clause that can be chosen.
type pick struct {
	id    string
	label string
	words string // how it begins
}

// picks lists the clauses that can be chosen, split into those chosen already,
// which stay in sight, and the rest.
func picks(clauses []consult.Clause, chosen []int64) (on, off []pick) {
	for _, c := range clauses {
		if !c.Commentable() {
			continue
		}
		p := pick{strconv.FormatInt(c.ID, 10), c.Label, begin(c)}
		if slices.Contains(chosen, c.ID) {
			on = append(on, p)
		} else {
			off = append(off, p)
		}
	}
	return on, off
}

// begin gives the first words of a clause, so that people know it without its number.
func begin(c consult.Clause) string {
	text := c.Heading + c.Text
	n := 0
	for i := range text {
		if n == firstText {
			return text[:i] + "…"
		}
		n++
	}
	return text
}
