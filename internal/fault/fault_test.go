package fault_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"nayan/internal/fault"
)

func TestAKindIsFoundThroughEveryWrapping(t *testing.T) {
	t.Parallel()
	read := func() (err error) {
		defer fault.Wrap(&err, "repo.Thing(%d)", 7)
		return fault.New(fault.NotFound, "error.not_found")
	}
	err := fmt.Errorf("handler: %w", read())
	if !fault.Is(err, fault.NotFound) || fault.Of(err).Key != "error.not_found" {
		t.Errorf("the kind is lost in %v", err)
	}
	if !strings.Contains(err.Error(), "repo.Thing(7)") {
		t.Errorf("%v does not say what was being done", err)
	}
}

func TestAnErrorWithoutAKindIsInternal(t *testing.T) {
	t.Parallel()
	f := fault.Of(io.ErrUnexpectedEOF)
	if f.Kind != fault.Internal || !errors.Is(f, io.ErrUnexpectedEOF) {
		t.Errorf("Of gives %v", f)
	}
	if fault.Is(nil, fault.Internal) {
		t.Error("no error is an internal one")
	}
}

func TestFieldsWithoutAFaultAreNoError(t *testing.T) {
	t.Parallel()
	var f fault.Fields
	f.Check(true, "name", "x")
	if err := f.Err(); err != nil {
		t.Errorf("Err = %v", err)
	}
	f.Check(false, "title", "consult.error.title", 200)
	f.Add("contact", "consult.error.contact")
	got := fault.Of(f.Err())
	if got.Kind != fault.Invalid || len(got.Fields) != 2 || got.Fields[0].Name != "title" || got.Fields[0].Args[0] != 200 {
		t.Errorf("Err = %+v", got)
	}
}

func TestALimitSaysWhenToComeBack(t *testing.T) {
	t.Parallel()
	if f := fault.Of(fault.Limited("error.rate_limited", time.Minute)); f.Kind != fault.RateLimited || f.RetryAfter != time.Minute {
		t.Errorf("Limited gives %+v", f)
	}
}

func TestEveryKindHasANameOfItsOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for k := fault.Internal; k <= fault.Mismatch; k++ {
		if seen[k.String()] {
			t.Errorf("%s names two kinds", k)
		}
		seen[k.String()] = true
	}
}
