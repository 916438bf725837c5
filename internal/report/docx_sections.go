package report

import (
	"strconv"
	"strings"

	"nayan/internal/consult"
)

// basis says who asked whom, when, how, and what came.
func (s *statement) basis() {
	s.chapter("report.statement.basis")
	p := s.t("report.statement.call", s.Unit, s.Period, named(s.Title), s.No)
	if len(s.Channels) > 0 {
		p += s.t("report.statement.channels", strings.Join(s.Channels, s.t("comment.and")))
	}
	s.body(oneLine(p))
	if s.empty() {
		s.body(s.t("results.none"))
	}
	n := s.Totals
	if n.Comments == 0 {
		return
	}
	p = s.t("report.statement.figures", n.Comments, n.Persons, n.Enterprises, n.Suggestions)
	if n.Offline > 0 {
		p += s.t("results.offline", n.Offline)
	}
	if n.Superseded > 0 {
		p += s.t("results.superseded", n.Superseded)
	}
	if n.EnterpriseSuggestions > 0 {
		p += s.t("results.of_enterprises", n.EnterpriseSuggestions, n.Enterprises)
	}
	s.body(p)
}

func oneLine(p string) string { return strings.ReplaceAll(Clean(p), "\n", " ") }

// outcomes is the table that foots.
func (s *statement) outcomes() {
	s.chapter("report.statement.outcomes")
	s.body(s.Lead)
	tab := s.table(gridColumn{s.t("results.outcome"), 4200, true}, gridColumn{s.t("report.suggestions"), 2400, true})
	for _, o := range consult.Outcomes {
		tab.row(s.t("outcome."+string(o)), strconv.Itoa(s.Totals.Of(o)))
	}
	tab.row(s.t("report.sum"), strconv.Itoa(s.Totals.Suggestions))
	tab.end()
	s.body(s.t("report.statement.foots"))
}

// opinions is the table of opinions and answers, on pages of their own.
func (s *statement) opinions() error {
	if s.Lines == nil {
		return nil
	}
	s.turn(true)
	s.chapter("report.statement.opinions")
	tab := s.table(gridColumn{s.t("results.no"), 850, true}, gridColumn{s.t("report.draft_clause"), 1600, false},
		gridColumn{s.t("results.body"), 3900, false}, gridColumn{s.t("results.outcome"), 1200, true},
		gridColumn{s.t("results.reason"), 3100, false}, gridColumn{s.t("report.final"), 2105, false})
	outcomes := outcomeWords(s.t)
	for l, err := range s.Lines {
		if err != nil {
			return err
		}
		tab.row(strconv.Itoa(l.Position), or(l.Clause, s.t, "comment.whole_draft"), or(l.Body, s.t, "results.withheld"),
			outcomes[l.Outcome], l.Reason, l.Final)
		if err := s.Err(); err != nil {
			return err
		}
	}
	tab.end()
	return nil
}

// refusals are the reasons of what was not adopted, each once.
func (s *statement) refusals() error {
	n := 0
	for f, err := range each(s.Refusals) {
		if err != nil {
			return err
		}
		if n++; n == 1 {
			s.turn(false)
			s.chapter("report.statement.refusals")
		}
		s.item(n, oneLine(s.t("report.statement.refusal", or(f.Clauses, s.t, "comment.whole_draft"), f.Count)))
		s.body(f.Reason)
		s.body(s.positions(f))
		if err := s.Err(); err != nil {
			return err
		}
	}
	return nil
}

func (s *statement) positions(f Refusal) string {
	if len(f.Positions) == 0 {
		return ""
	}
	numbers := make([]string, len(f.Positions))
	for i, p := range f.Positions {
		numbers[i] = strconv.Itoa(p)
	}
	key := "report.statement.positions"
	if f.Count > len(f.Positions) {
		key = "report.statement.positions_first"
	}
	return s.t(key, strings.Join(numbers, s.t("comment.and")))
}

// corrections are the answers that changed after they were public.
func (s *statement) corrections() error {
	for i, c := range s.Corrections {
		if i == 0 {
			s.turn(false)
			s.chapter("report.statement.corrections")
		}
		s.item(i+1, s.t("report.statement.correction", c.Position, c.On))
		s.body(s.t("report.statement.was", s.t("outcome."+string(c.Was)), c.WasReason))
		s.body(s.t("report.statement.now", s.t("outcome."+string(c.Now)), c.NowReason))
		s.body(s.t("report.statement.because", c.Because))
	}
	return s.Err()
}
