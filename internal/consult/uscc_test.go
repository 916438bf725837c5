package consult_test

import (
	"testing"

	"nayan/internal/account"
	"nayan/internal/consult"
)

func TestAWrongCheckCharacterDoesNotRefuseASubmission(t *testing.T) {
	t.Parallel()
	s := consult.Submission{Points: []consult.Point{{Body: "意见"}}, Identity: consult.Enterprise, USCC: " １３341524ma99930927 "}.Normalise()
	if s.USCC != "13341524MA99930927" || account.USCCValid(s.USCC) {
		t.Fatalf("USCC %q", s.USCC)
	}
	if err := s.Validate(); err != nil {
		t.Errorf("Validate: %v", err)
	}
}
