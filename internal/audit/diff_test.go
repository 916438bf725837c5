package audit_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"nayan/internal/audit"
)

func diff(t *testing.T, before, after string) []audit.Change {
	t.Helper()
	changes, err := audit.Diff([]byte(before), []byte(after))
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

func TestOnlyWhatChangedIsListed(t *testing.T) {
	t.Parallel()
	got := diff(t, `{"a": 1, "b": "x", "c": [1]}`, `{"a": 2, "b": "x", "c": [1], "d": true}`)
	if len(got) != 2 || got[0] != (audit.Change{Field: "a", Before: json.Number("1"), After: json.Number("2")}) ||
		got[1] != (audit.Change{Field: "d", After: true}) {
		t.Errorf("got %v", got)
	}
}

func TestWhatIsMadeOrRemovedIsListedWhole(t *testing.T) {
	t.Parallel()
	if got := diff(t, "", `{"a": 1, "b": ""}`); len(got) != 1 || got[0].Before != nil {
		t.Errorf("made: %v", got)
	}
	if got := diff(t, `{"a": 1, "b": 2}`, ""); len(got) != 2 || got[1].After != nil {
		t.Errorf("removed: %v", got)
	}
}

func TestOneInstantInTwoZonesIsNoChange(t *testing.T) {
	t.Parallel()
	if got := diff(t, `{"at": "2026-12-01T00:00:00+08:00"}`, `{"at": "2026-11-30T16:00:00Z"}`); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	got := diff(t, `{"at": "2026-12-01T00:00:00+08:00"}`, `{"at": "2026-12-01T00:00:01+08:00"}`)
	if len(got) != 1 {
		t.Fatalf("got %v", got)
	}
	if _, is := got[0].After.(time.Time); !is {
		t.Errorf("a moment is read as %T", got[0].After)
	}
}

func TestEmptyIsEmptyHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	if got := diff(t, `{"a": null, "b": [], "c": "", "d": [{"e": null}]}`, `{"b": null, "d": [{}]}`); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	if got := diff(t, `{"a": false}`, `{"a": true}`); len(got) != 1 {
		t.Errorf("no is an answer: %v", got)
	}
}

func TestWhatHasNoMembersIsComparedAsAWhole(t *testing.T) {
	t.Parallel()
	if got := diff(t, `false`, `true`); len(got) != 1 || got[0] != (audit.Change{Before: false, After: true}) {
		t.Errorf("got %v", got)
	}
	if got := diff(t, `[1, 2]`, `[1, 2]`); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	if _, err := audit.Diff([]byte(`{`), nil); err == nil {
		t.Error("half an object is taken")
	}
}

func TestWhatAnObjectIsComesBeforeTheRest(t *testing.T) {
	t.Parallel()
	got := diff(t, "", `{"bring": "B", "contact": "C", "theme": "T", "unit_id": 1}`)
	names := make([]string, len(got))
	for i, c := range got {
		names[i] = c.Field
	}
	if want := []string{"theme", "unit_id", "bring", "contact"}; !slices.Equal(names, want) {
		t.Errorf("the members come as %q, want %q", names, want)
	}
}
