package account_test

import (
	"encoding/csv"
	"os"
	"testing"

	"nayan/internal/account"
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
		if got := account.USCCValid(row[1]); got != (row[2] == "valid") {
			t.Errorf("USCCValid(%q) = %v: %s", row[1], got, row[3])
		}
	}
}
