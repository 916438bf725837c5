package workday_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"nayan/internal/workday"
)

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

// Where the two sources name different days, both are right, as one lists a day
// that the week decides anyway:
//
//   - chinese-days also lists the weekends that the notices of 2019 call 与周末连休,
//     off like every weekend;
//   - holiday-cn also lists Monday 3 February 2020, of which the notice that
//     prolonged that Spring Festival says 起正常上班, worked like every Monday.
//
// Day by day they agree, and that is what is compared: all 3,287 days.
func TestTwoSourcesAgreeOnEveryDay(t *testing.T) {
	t.Parallel()
	var other struct{ Holidays, Workdays map[string]string }
	readJSON(t, "chinese-days-1.5.7.json", &other)
	cal, compared := workday.Embedded(), 0
	for d := date(t, "2018-01-01"); d <= date(t, "2026-12-31"); d++ {
		w := d.Weekday()
		want := w != time.Saturday && w != time.Sunday
		if _, off := other.Holidays[d.String()]; off {
			want = false
		}
		if _, on := other.Workdays[d.String()]; on {
			want = true
		}
		works, err := cal.IsWorkday(d)
		if err != nil || works != want {
			t.Errorf("%s: worked by holiday-cn %v, by chinese-days %v: %v", d, works, want, err)
		}
		compared++
	}
	if compared != 3287 {
		t.Errorf("%d days were compared", compared)
	}
}

// The days that only one source names: a change of either is to be looked at.
func TestTheDaysThatOnlyOneSourceNamesAreKnown(t *testing.T) {
	t.Parallel()
	var other struct{ Holidays, Workdays map[string]string }
	readJSON(t, "chinese-days-1.5.7.json", &other)
	cal, named := workday.Embedded(), map[string]bool{}
	for _, n := range cal.Known() {
		y, _ := cal.Year(n)
		for _, d := range y.Days {
			named[d.Date.String()] = true
		}
	}
	known := map[string]bool{"2019-04-06": true, "2019-04-07": true, "2019-06-08": true, "2019-06-09": true, "2019-09-14": true,
		"2019-09-15": true, "2020-02-03": true}
	for d := date(t, "2018-01-01"); d <= date(t, "2026-12-31"); d++ {
		day := d.String()
		there := other.Holidays[day] != "" || other.Workdays[day] != ""
		if (there != named[day]) != known[day] {
			t.Errorf("%s: named by holiday-cn %v, by chinese-days %v", day, named[day], there)
		}
	}
}

// What the sentences of the notices say, for the years that are here.
func TestTheNoticesSayWhatTheCalendarDoes(t *testing.T) {
	t.Parallel()
	var cases []struct {
		Year        int
		Description string
		Expected    []struct {
			Date     workday.Date
			IsOffDay bool
		}
	}
	readJSON(t, "state_council_notice_parsing_cases.json", &cases)
	cal, asked := workday.Embedded(), 0
	for _, c := range cases {
		if _, known := cal.Year(c.Year); !known {
			continue
		}
		for _, e := range c.Expected {
			if works, err := cal.IsWorkday(e.Date); err != nil || works == e.IsOffDay {
				t.Errorf("%s: worked %v: %v (%s)", e.Date, works, err, c.Description)
			}
			asked++
		}
	}
	if asked < 50 {
		t.Errorf("only %d days were asked about", asked)
	}
}
