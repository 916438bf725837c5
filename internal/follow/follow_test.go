package follow_test

import (
	"slices"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/follow"
	"nayan/internal/message"
)

func TestASubjectIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	for _, s := range []follow.Subject{{}, {No: "2026-0001"}, {UnitID: 3}, {Kind: consult.Plan}} {
		if got, ok := follow.ReadSubject(s.String()); !ok || got != s {
			t.Errorf("%s is read as %+v, %v", s, got, ok)
		}
	}
	for _, text := range []string{"", "every", "unit:", "unit:x", "unit:-1", "unit:0", "kind:", "kind:rumour", "consultation:"} {
		if got, ok := follow.ReadSubject(text); ok {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}

func TestEveryEventHasWordsThatHoldALink(t *testing.T) {
	t.Parallel()
	for _, e := range follow.Events {
		if tpl := e.Template(); !slices.Contains(message.Templates, tpl) || !tpl.HasLink() {
			t.Errorf("%s is written as %q", e, tpl)
		}
	}
}
