package workday_test

import (
	"os"
	"strings"
	"testing"

	"nayan/internal/fault"
	"nayan/internal/workday"
)

const year2027 = `{"$schema": "s", "$id": "i", "year": 2027, "papers": ["https://www.gov.cn/2027"],
"days": [{"name": "元旦", "date": "2026-12-31", "isOffDay": true}, {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
{"name": "元旦", "date": "2027-01-03", "isOffDay": false}]}`

func TestAYearIsReadFromTheFormatOfHolidayCN(t *testing.T) {
	t.Parallel()
	y, err := workday.Parse([]byte(year2027))
	if off, makeUp := y.Off(); err != nil || y.Number != 2027 || off != 2 || makeUp != 1 || len(y.Papers) != 1 {
		t.Errorf("%+v: %v", y, err)
	}
	raw, err := os.ReadFile("holidays/2026.json")
	if err != nil {
		t.Fatal(err)
	}
	if y, err := workday.Parse(raw); err != nil || y.Number != 2026 || len(y.Days) != 39 {
		t.Errorf("2026: %d days: %v", len(y.Days), err)
	}
}

func TestAFileThatIsNoYearIsRefusedWithThePlace(t *testing.T) {
	t.Parallel()
	change := func(old, text string) string { return strings.Replace(year2027, old, text, 1) }
	for name, c := range map[string]struct {
		file, key string
		args      []any
	}{
		"broken":         {change(`"days": [{`, `"days": [{{`), "workday.error.json", []any{2}},
		"another shape":  {change(`true}, {"name"`, `"yes"}, {"name"`), "workday.error.json", []any{2}},
		"two values":     {year2027 + "\n{}", "workday.error.json", []any{4}},
		"another member": {change(`"papers"`, `"paper"`), "workday.error.json", nil},
		"cut off":        {"{\n\n", "workday.error.json", []any{3}},
		"nothing":        {"", "workday.error.json", []any{1}},
		"a list":         {"[]", "workday.error.json", []any{1}},
		"no year":        {change(`"year": 2027, `, ``), "workday.error.year", nil},
		"no real year":   {change(`"year": 2027`, `"year": 27`), "workday.error.year", nil},
		"not out yet":    {`{"year": 2028, "papers": [], "days": []}`, "workday.error.empty", []any{2028}},
		"another year":   {change(`"year": 2027`, `"year": 2029`), "workday.error.far", []any{1, "2026-12-31", 2029}},
		"no paper":       {change(`["https://www.gov.cn/2027"]`, `[]`), "workday.error.papers", nil},
		"no day":         {change(`2027-01-01`, `2027-02-30`), "workday.error.date", []any{2}},
		"another day":    {change(`2027-01-01`, `2027-1-1`), "workday.error.date", []any{2}},
		"no answer":      {change(`, "isOffDay": false`, ``), "workday.error.member", []any{3, "2027-01-03"}},
		"no name":        {change(`"元旦", "date": "2027-01-01"`, `" ", "date": "2027-01-01"`), "workday.error.member", []any{2, "2027-01-01"}},
		"a day twice":    {change(`2027-01-03`, `2027-01-01`), "workday.error.twice", []any{3, "2027-01-01"}},
		"only the eve":   {`{"year": 2027, "papers": ["p"], "days": [{"name": "n", "date": "2026-12-31", "isOffDay": true}]}`, "workday.error.empty", []any{2027}},
		"a large file":   {year2027 + strings.Repeat(" ", workday.MaxFile), "workday.error.large", []any{256}},
	} {
		_, err := workday.Parse([]byte(c.file))
		f := fault.Of(err).Fields
		if !fault.Is(err, fault.Invalid) || len(f) != 1 || f[0].Name != "file" || f[0].Key != c.key {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, want := range c.args {
			if f[0].Args[i] != want {
				t.Errorf("%s: the message says %v, want %v", name, f[0].Args, c.args)
			}
		}
	}
}

// Whatever comes in is read or refused, and what is read can be counted with.
func FuzzParse(f *testing.F) {
	raw, err := os.ReadFile("holidays/2019.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(year2027))
	f.Add([]byte(`{"year": 2027, "papers": [""], "days": [null]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		y, err := workday.Parse(data)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return
		}
		cal := workday.Calendar{}.With(y)
		for _, d := range y.Days {
			if works, err := cal.IsWorkday(d.Date); err != nil || works == d.Off {
				t.Fatalf("%s: worked %v although off is %v: %v", d.Date, works, d.Off, err)
			}
		}
	})
}
