package consult_test

import (
	"strings"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

func TestAMilestoneIsNotedOnceTheCallIsOver(t *testing.T) {
	t.Parallel()
	c, then := closed(t), at(t, "2026-10-01 09:00:00")
	answered, withdrawn, draft := c, c, c
	answered.ResultsAt, withdrawn.WithdrawnAt, draft.State = &then, &then, consult.Drafting
	for name, x := range map[string]struct {
		con consult.Consultation
		now string
		key string
	}{
		"open":      {c, "2026-09-25 23:59:59", "milestone.error.open"},
		"closed":    {c, "2026-09-26 00:00:00", ""},
		"answered":  {answered, "2026-10-02 00:00:00", ""},
		"withdrawn": {withdrawn, "2026-10-02 00:00:00", "milestone.error.withdrawn"},
		"a draft":   {draft, "2026-10-02 00:00:00", "milestone.error.open"},
	} {
		err := x.con.MayNote(at(t, x.now))
		if (err == nil) != (x.key == "") || err != nil && (fault.Of(err).Key != x.key || !fault.Is(err, fault.Conflict)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMilestonesComeInTheirOrderAndSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	c, now := closed(t), at(t, "2026-11-20 09:00:00")
	gone := at(t, "2026-11-19 09:00:00")
	published := consult.Milestone{Kind: consult.DecisionPublished, On: day(t, "2026-11-10"), Note: "云政规〔2026〕3号"}
	taken := published
	taken.WithdrawnAt = &gone
	one := []consult.Milestone{taken, published}
	with := func(change func(*consult.Milestone)) consult.Milestone {
		m := consult.Milestone{Kind: consult.DecisionEvaluated, On: day(t, "2026-11-20"), Note: "后评估报告", URL: "https://www.yunxi.example/a"}
		change(&m)
		return m
	}
	for name, x := range map[string]struct {
		m          consult.Milestone
		have       []consult.Milestone
		field, key string
	}{
		"published":            {published, nil, "", ""},
		"published anew":       {published, []consult.Milestone{taken}, "", ""},
		"published twice":      {published, one, "kind", "milestone.error.twice"},
		"evaluated twice":      {with(func(*consult.Milestone) {}), append(one, with(func(*consult.Milestone) {})), "", ""},
		"evaluated first":      {with(func(*consult.Milestone) {}), []consult.Milestone{taken}, "kind", "milestone.error.published_first"},
		"of no kind":           {with(func(m *consult.Milestone) { m.Kind = "forgotten" }), one, "kind", "milestone.error.kind"},
		"before it was public": {with(func(m *consult.Milestone) { m.On = day(t, "2026-11-09") }), one, "on_day", "milestone.error.before_published"},
		"tomorrow":             {with(func(m *consult.Milestone) { m.On++ }), one, "on_day", "milestone.error.future"},
		"on no day":            {with(func(m *consult.Milestone) { m.On = 0 }), one, "on_day", "milestone.error.day"},
		"in effect later":      {consult.Milestone{Kind: consult.DecisionEffective, On: day(t, "2027-01-01")}, one, "", ""},
		"in effect never":      {consult.Milestone{Kind: consult.DecisionEffective, On: day(t, "2226-01-01")}, one, "on_day", "change.error.far"},
		"while the call ran":   {consult.Milestone{Kind: consult.DecisionPublished, On: day(t, "2026-09-25"), Note: "号"}, nil, "on_day", "milestone.error.before_closing"},
		"without words":        {with(func(m *consult.Milestone) { m.Note = "　" }), one, "note", "milestone.error.note"},
		"with too many":        {with(func(m *consult.Milestone) { m.Note = strings.Repeat("号", consult.MaxMilestoneNote+1) }), one, "note", "consult.error.too_long"},
		"over plain HTTP":      {with(func(m *consult.Milestone) { m.URL = "http://www.yunxi.example/" }), one, "url", "milestone.error.url"},
		"a script":             {with(func(m *consult.Milestone) { m.URL = "javascript:alert(1)" }), one, "url", "milestone.error.url"},
		"with a password":      {with(func(m *consult.Milestone) { m.URL = "https://a:b@www.yunxi.example/" }), one, "url", "milestone.error.url"},
		"an endless address":   {with(func(m *consult.Milestone) { m.URL += strings.Repeat("a", consult.MaxMilestoneURL) }), one, "url", "milestone.error.url_long"},
	} {
		got := broken(c.CheckMilestone(x.m, x.have, now))
		if got[x.field] != x.key || x.key == "" && len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}
