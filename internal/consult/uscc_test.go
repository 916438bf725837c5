package consult_test

import (
	"encoding/csv"
	"os"
	"testing"

	"nayan/internal/consult"
)

func TestTheCheckCharacterOfACreditCodeIsJudgedByTheStandard(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/uscc.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 40 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		if got := consult.USCCValid(row[1]); got != (row[2] == "valid") {
			t.Errorf("USCCValid(%q) = %v: %s", row[1], got, row[3])
		}
	}
}

func TestAWrongCheckCharacterDoesNotRefuseASubmission(t *testing.T) {
	t.Parallel()
	s := consult.Submission{Points: []consult.Point{{Body: "意见"}}, Identity: consult.Enterprise, USCC: " １３341524ma99930927 "}.Normalise()
	if s.USCC != "13341524MA99930927" || consult.USCCValid(s.USCC) {
		t.Fatalf("USCC %q", s.USCC)
	}
	if err := s.Validate(); err != nil {
		t.Errorf("Validate: %v", err)
	}
}
