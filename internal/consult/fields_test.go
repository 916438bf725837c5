package consult_test

import (
	"strings"
	"testing"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/workday"
)

// law is the statute of a kind that is on: 30 calendar days, results in 20 working days.
func law(days int, in workday.Unit) consult.Statute {
	return consult.Statute{Calendar: workday.Embedded(), Rule: consult.KindRule{Enabled: true, ResultsDays: 20,
		Minimum: consult.Minimum{MinimumDays: days, MinimumIn: in, MinimumSource: "《重大行政决策程序暂行条例》第十五条"}}}
}

var thirty = law(30, workday.CalendarDays)

func goodFields(t testing.TB) consult.Fields {
	return consult.Fields{Title: "关于公开征求《云溪县养犬管理规定》意见的公告", LegalBasis: "《重大行政决策程序暂行条例》",
		Contact: "云溪县司法局 0571-00000000", UnitID: 1, Kind: consult.MajorDecision, Audience: consult.Public,
		OpensAt: at(t, "2026-11-01 09:00:00"), ClosesAt: at(t, "2026-12-02 00:00:00"), NoticeMarkdown: "现公开征求意见。",
		Explanation: "为什么要定。"}
}

// broken lists the fields an error names, with their keys.
func broken(err error) map[string]string {
	out := map[string]string{}
	for _, f := range fault.Of(err).Fields {
		out[f.Name] = f.Key
	}
	return out
}

func TestCompleteFieldsAreValid(t *testing.T) {
	t.Parallel()
	f := goodFields(t)
	if err := f.Validate(thirty); err != nil {
		t.Error(err)
	}
	if err := f.ReadyToSubmit(1, thirty); err != nil {
		t.Error(err)
	}
}

func TestEachBrokenFieldIsNamed(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*consult.Fields){
		"title":        func(f *consult.Fields) { f.Title = " " },
		"unit_id":      func(f *consult.Fields) { f.UnitID = 0 },
		"kind":         func(f *consult.Fields) { f.Kind = "law" },
		"audience":     func(f *consult.Fields) { f.Audience = "" },
		"legal_basis":  func(f *consult.Fields) { f.LegalBasis = strings.Repeat("据", consult.MaxLegalBasis+1) },
		"contact":      func(f *consult.Fields) { f.Contact = "" },
		"opens_at":     func(f *consult.Fields) { f.OpensAt = time.Time{} },
		"closes_at":    func(f *consult.Fields) { f.ClosesAt = f.OpensAt },
		"notice":       func(f *consult.Fields) { f.NoticeMarkdown = "　\n" },
		"short_reason": func(f *consult.Fields) { f.ShortReason = strings.Repeat("由", consult.MaxReason+1) },
		"results_days": func(f *consult.Fields) { f.ResultsDays = consult.MaxResultsDays + 1 },
		"explanation":  func(f *consult.Fields) { f.Explanation = strings.Repeat("明", consult.MaxExplanation+1) },
	} {
		f := goodFields(t)
		change(&f)
		err := f.Validate(thirty)
		if got := broken(err); !fault.Is(err, fault.Invalid) || len(got) != 1 || got[name] == "" {
			t.Errorf("%s broken: %v", name, err)
		}
	}
	if got := broken(consult.Fields{}.Validate(thirty)); len(got) != 8 {
		t.Errorf("an empty form names %d fields: %v", len(got), got)
	}
}

func TestATitleHasTwoHundredCharactersAtMost(t *testing.T) {
	t.Parallel()
	f := goodFields(t)
	f.Title = strings.Repeat("题", consult.MaxTitle)
	if err := f.Validate(thirty); err != nil {
		t.Errorf("200 characters: %v", err)
	}
	f.Title += "题"
	if got := broken(f.Validate(thirty)); got["title"] != "consult.error.too_long" {
		t.Errorf("201 characters: %v", got)
	}
}

func TestSubmittingNeedsTheDraftAndItsExplanation(t *testing.T) {
	t.Parallel()
	f := goodFields(t)
	f.Explanation = " "
	got := broken(f.ReadyToSubmit(0, thirty))
	if len(got) != 2 || got["draft"] == "" || got["explanation"] == "" {
		t.Errorf("nothing but a notice: %v", got)
	}
	f.Contact = ""
	if got := broken(f.ReadyToSubmit(1, thirty)); got["contact"] == "" {
		t.Errorf("broken fields come first: %v", got)
	}
}

func TestStoredTextsAreClean(t *testing.T) {
	t.Parallel()
	f := consult.Fields{Title: " 关于\r\n公告\x00 ", NoticeMarkdown: "\n　　第一段\r\n第二段\r \xff", Contact: "司法局\x00 "}.Clean()
	if f.Title != "关于 公告" || f.NoticeMarkdown != "　　第一段\n第二段" || f.Contact != "司法局" {
		t.Errorf("cleaned: %#v", f)
	}
}

func TestAReleaseNeverShortensTheApprovedPeriod(t *testing.T) {
	t.Parallel()
	times := consult.Times{OpensAt: at(t, "2026-11-01 09:00:00"), ClosesAt: at(t, "2026-12-02 00:00:00")}
	for now, want := range map[string]string{
		"2026-10-20 09:00:00": "",
		"2026-11-01 00:00:00": "",
		"2026-11-01 23:59:59": "", // the same day: the first day is not counted anyway
		"2026-11-02 00:00:00": "consult.error.release_after_opening",
		"2026-12-01 23:59:59": "consult.error.release_after_opening",
		"2026-12-02 00:00:00": "consult.error.release_after_close",
	} {
		err := times.ReleasableAt(at(t, now))
		if want == "" && err != nil || want != "" && (!fault.Is(err, fault.Conflict) || fault.Of(err).Key != want) {
			t.Errorf("released at %s: %v, want %q", now, err, want)
		}
	}
}
