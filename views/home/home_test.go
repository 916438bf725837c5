package homeview_test

import (
	"testing"
	"time"

	"nayan/internal/consult"
	"nayan/internal/openday"
	homeview "nayan/views/home"
	"nayan/views/viewtest"
)

func call(no string, opens, closes time.Time) consult.Consultation {
	return consult.Consultation{No: no, State: consult.Released, Title: "Title " + no, Times: consult.Times{OpensAt: opens, ClosesAt: closes}}
}

func TestFiguresCarryScopeAndTime(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, homeview.Show(homeview.Page{Figures: homeview.Figures{
		Year: 2026, AsOf: viewtest.At(t, "2026-11-22 10:00"), Consultations: 24, Comments: 49, Answered: 26, Adopted: 19, OpenDays: 16,
	}}))
	viewtest.Count(t, doc, ".numbers dd", 5)
	viewtest.Holds(t, doc, ".numbers", "今年征集24 项")
	viewtest.Holds(t, doc, ".scope", "范围：全县；截至 2026年11月22日 10:00")
	viewtest.Holds(t, doc, "details.how p", "2026 年1月1日以来")
}

func TestAnOpenCallShowsHowMuchOfItIsOver(t *testing.T) {
	t.Parallel()
	for moment, want := range map[string]string{"2026-10-31 00:00": "0", "2026-11-06 00:00": "50", "2026-12-01 00:00": "100"} {
		doc := viewtest.Document(t, homeview.Show(homeview.Page{
			Now:  viewtest.At(t, moment),
			Open: []consult.Consultation{call("2026-0001", viewtest.At(t, "2026-11-01 00:00"), viewtest.At(t, "2026-11-11 00:00"))},
		}))
		viewtest.Attr(t, doc, "progress", "value", want)
		viewtest.Attr(t, doc, ".card h3 a", "href", "/consultations/2026-0001")
	}
}

func TestAnAnsweredCallLeadsToItsResults(t *testing.T) {
	t.Parallel()
	answered := call("2026-0003", viewtest.At(t, "2026-08-01 00:00"), viewtest.At(t, "2026-09-01 00:00"))
	results := viewtest.At(t, "2026-10-28 15:00")
	answered.ResultsAt = &results
	doc := viewtest.Document(t, homeview.Show(homeview.Page{Now: viewtest.At(t, "2026-11-22 10:00"), Answered: []consult.Consultation{answered}}))
	viewtest.Attr(t, doc, `[aria-labelledby="answered-title"] h3 a`, "href", "/consultations/2026-0003/results")
	viewtest.Holds(t, doc, `[aria-labelledby="answered-title"]`, "2026年10月28日公布")
}

func TestAnEmptyCountySaysWhatToDo(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, homeview.Show(homeview.Page{}))
	viewtest.Holds(t, doc, `[aria-labelledby="open-title"]`, "现在没有正在征集的事项")
	viewtest.Holds(t, doc, `[aria-labelledby="days-title"]`, "近期没有安排开放日")
	viewtest.Count(t, doc, "#answered-title", 0)
}

func TestAnOpenDayShowsTheSessionThatCanBeBooked(t *testing.T) {
	t.Parallel()
	session := func(day string, taken int) openday.Session {
		return openday.Session{
			StartsAt: viewtest.At(t, day+" 09:30"), EndsAt: viewtest.At(t, day+" 11:00"), Capacity: 10, Taken: taken,
			BookingOpensAt: viewtest.At(t, "2026-11-01 00:00"), BookingClosesAt: viewtest.At(t, "2026-12-01 00:00"),
		}
	}
	doc := viewtest.Document(t, homeview.Show(homeview.Page{
		Now:      viewtest.At(t, "2026-11-22 10:00"),
		OpenDays: []openday.OpenDay{{No: "2026-0001", Sessions: []openday.Session{session("2026-12-05", 10), session("2026-12-06", 4)}}},
	}))
	viewtest.Holds(t, doc, `[aria-labelledby="days-title"] .card`, "2026年12月6日 星期日 09:30—11:00")
	viewtest.Holds(t, doc, `[aria-labelledby="days-title"] .card`, "还有 6 个名额")
}
