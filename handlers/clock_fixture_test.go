package handlers_test

import (
	"fmt"
	"net/url"
	"strconv"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/workday"
	"nayan/repo"
)

// callIn gives a sample call in a phase and its address on the desk.
func (s *site) callIn(phase consult.Phase) (at string, con consult.Consultation) {
	s.t.Helper()
	list, err := s.env.Repo.Consultations(s.t.Context(), repo.Filter{Phase: phase, Page: 1, Now: s.env.Now()})
	if err != nil || len(list.Items) == 0 {
		s.t.Fatalf("no call is %s: %v", phase, err)
	}
	con = list.Items[0]
	return "/desk/consultations/" + strconv.FormatInt(con.ID, 10), con
}

// due makes a closed sample call one whose results were promised so many days ago.
func (s *site) due(daysAgo int) (at string, con consult.Consultation) {
	s.t.Helper()
	at, con = s.callIn(consult.Closed)
	day := consult.DayOf(s.env.Now()) - workday.Date(daysAgo)
	s.exec(`UPDATE consultations SET results_due_on = $1, results_due_awaits = 0, results_delayed_to = NULL WHERE id = $2`, day.String(), con.ID)
	con.ResultsDueOn, con.ResultsDueAwaits = day, 0
	return at, con
}

func (s *site) exec(query string, args ...any) {
	s.t.Helper()
	if _, err := s.env.Repo.DB().ExecContext(s.t.Context(), query, args...); err != nil {
		s.t.Fatal(err)
	}
}

// holidayFile is a year in the format of holiday-cn, with New Year's Day off.
func holidayFile(year int) []byte {
	return fmt.Appendf(nil, `{"year": %d, "papers": ["https://www.gov.cn/%d"], "days": [{"name": "元旦", "date": "%d-01-01", "isOffDay": true}]}`,
		year, year, year)
}

// ofTheClock are the deeds that move periods.
func ofTheClock(s *site) []deed {
	open, con := s.callIn(consult.Open)
	late, _ := s.due(3)
	scheduled, _ := s.callIn(consult.Scheduled)
	return []deed{
		{"/desk/consultations/:id/extend", "consultation.extend", account.Approver, false, false, func(v *visitor) answer {
			return v.post(open+"/extend", open+"/extend", url.Values{"closes_at": {(con.LastDay() + 7).String()}, "reason": {"应群众要求"}})
		}},
		{"/desk/consultations/:id/delay", "consultation.delay", account.Approver, false, false, func(v *visitor) answer {
			return v.post(late+"/delay", late+"/delay", url.Values{"results_on": {dayFrom(s.env.Now(), 20)}, "reason": {"意见较多"}})
		}},
		{"/desk/consultations/:id/withdraw", "consultation.withdraw", account.Approver, false, false, func(v *visitor) answer {
			return v.post(scheduled+"/withdraw", scheduled+"/withdraw", url.Values{"reason": {"上位法调整"}})
		}},
		{"/desk/settings/kinds/:kind", "kind_rule.update", account.Administrator, false, false, func(v *visitor) answer {
			const page = "/desk/settings/kinds/plan"
			return v.post(page, page, url.Values{"enabled": {"1"}, "minimum": {"10"}, "minimum_in": {"working_days"}, "source": {"本地做法"}, "results_days": {"15"}})
		}},
		{"/desk/settings/holidays", "holidays.import", account.Administrator, true, false, func(v *visitor) answer {
			return v.upload("/desk/settings/holidays", "/desk/settings/holidays", "2031.json", holidayFile(2031))
		}},
	}
}
