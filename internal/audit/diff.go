package audit

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// Change is one member of an object that an action changed. Before and After
// are as [encoding/json] decodes them, numbers as [json.Number] and moments as
// [time.Time]; nil is nothing. Field is "" where what was changed has no members.
type Change struct {
	Field         string
	Before, After any
}

// Object is a value that has members.
type Object map[string]any

// Diff lists the members of two JSON values that differ. What is empty on both sides
// did not change.
func Diff(before, after []byte) ([]Change, error) {
	from, err := decode(before)
	if err != nil {
		return nil, err
	}
	to, err := decode(after)
	if err != nil {
		return nil, err
	}
	var changes []Change
	for _, field := range fields(from, to) {
		c := Change{Field: field, Before: member(from, field), After: member(to, field)}
		if !same(c.Before, c.After) {
			changes = append(changes, c)
		}
	}
	return changes, nil
}

func decode(data []byte) (v any, err error) {
	if len(data) == 0 {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	return moments(v), nil
}

// moments reads what has the shape of a moment, so that one instant written in
// two zones is one.
func moments(v any) any {
	switch v := v.(type) {
	case string:
		if t, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return t
		}
	case []any:
		for i := range v {
			v[i] = moments(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = moments(v[key])
		}
		return Object(v)
	}
	return v
}

// member gives a member of an object; what is no object is its own member "".
func member(v any, field string) any {
	if object, is := v.(Object); is {
		return object[field]
	}
	if field == "" {
		return v
	}
	return nil
}

// fields lists the names of the members of both, each once.
func fields(values ...any) []string {
	all := Object{}
	for _, v := range values {
		object, is := v.(Object)
		if v != nil && !is {
			object = Object{"": v}
		}
		maps.Copy(all, object)
	}
	return all.Names()
}

// first are the members that say what an object is; the others follow by name.
var first = []string{"title", "theme", "name", "file_name", "unit_id", "role", "state", "no", "kind", "audience", "visibility", "hidden_code", "outcome", "reason",
	"opens_at", "closes_at", "starts_at", "ends_at", "capacity", "booking_opens_at", "booking_closes_at", "place", "point", "start", "end"}

// Names lists the members in the order in which people read them.
func (o Object) Names() []string {
	rank := func(name string) int {
		if i := slices.Index(first, name); i >= 0 {
			return i
		}
		return len(first)
	}
	return slices.SortedFunc(maps.Keys(o), func(a, b string) int { return cmp.Or(rank(a)-rank(b), cmp.Compare(a, b)) })
}

// same reports whether two values say the same; all that is empty does.
func same(a, b any) bool {
	if empty(a) || empty(b) {
		return empty(a) && empty(b)
	}
	switch a := a.(type) {
	case time.Time:
		t, is := b.(time.Time)
		return is && a.Equal(t)
	case []any:
		list, is := b.([]any)
		return is && slices.EqualFunc(a, list, same)
	case Object:
		object, is := b.(Object)
		return is && sameMembers(a, object)
	}
	return a == b
}

func sameMembers(a, b Object) bool {
	for key := range a {
		if !same(a[key], b[key]) {
			return false
		}
	}
	for key := range b {
		if _, both := a[key]; !both && !empty(b[key]) {
			return false
		}
	}
	return true
}

// empty is what a form leaves empty: nothing, no text, no list. No is an answer.
func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case Object:
		return sameMembers(v, nil)
	}
	return false
}
