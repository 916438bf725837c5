package fault_test

import (
	"errors"
	"strings"
	"testing"

	"nayan/internal/fault"
)

func TestAPanicBecomesAnErrorWithoutWhatItCarries(t *testing.T) {
	t.Parallel()
	var panicked *fault.PanicError
	err := fault.Safely(func() error { panic("不可外传Marker") })
	if !errors.As(err, &panicked) || panicked.What != "string" || strings.Contains(err.Error(), "Marker") {
		t.Errorf("%v", err)
	}
	err = fault.Safely(func() error { _ = []int{}[len(t.Name())]; return nil })
	if !errors.As(err, &panicked) || !strings.Contains(panicked.What, "out of range") || !strings.Contains(string(panicked.Stack), "panic_test") {
		t.Errorf("%v", err)
	}
	if err := fault.Safely(func() error { return nil }); err != nil {
		t.Errorf("%v", err)
	}
}
