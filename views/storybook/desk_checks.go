package storybook

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/wording"
	"nayan/views/desk"
)

//go:embed fixtures/checks.json
var checksJSON []byte

// checkWords is what is found, and what is said of it.
type checkWords struct {
	Clause, Address, File, Waiver, Right, Wrong, Office, Opinion string
	OpinionNo                                                    string `json:"opinion_no"`
	OwnWrong                                                     string `json:"own_wrong"`
	OwnRight                                                     string `json:"own_right"`
	OwnSource                                                    string `json:"own_source"`
}

func mustChecks() (w checkWords) {
	if err := json.Unmarshal(checksJSON, &w); err != nil {
		panic(fmt.Sprintf("storybook: fixtures/checks.json: %v", err))
	}
	return w
}

// checked are the checks before a release: for who mends and for who waives.
func (d deskFixtures) checked() []Story {
	w, waived := mustChecks(), d.Now.Add(-time.Hour)
	list := []consult.Finding{
		{ID: 1, Check: consult.PrivacyCheck, Source: consult.InNotice, Kind: "mobile", Excerpt: "138******78"},
		{ID: 2, Check: consult.PrivacyCheck, Source: consult.InDraft, SourceID: 7, Place: w.Clause, Kind: "address", Excerpt: w.Address},
		{ID: 3, Check: consult.UnscannedCheck, Source: consult.InAttachment, SourceID: 4, Place: w.File, Kind: "no_text"},
		{ID: 4, Check: consult.PrivacyCheck, Source: consult.InContact, Kind: "email", Excerpt: "zha******cn",
			Waiver: consult.Waiver{Reason: w.Waiver, WaivedBy: 1, WaivedAt: &waived}},
		{ID: 5, Check: consult.WordingCheck, Source: consult.InExplanation, Kind: w.Right, Excerpt: w.Wrong},
	}
	mend := desk.ConsultationPage{Page: d.seat("desk.consultations.title", desk.Consultations, account.Drafter), Con: d.inState(consult.Drafting),
		Editable: true, AuthorName: d.Member, NoticeHTML: d.NoticeHTML, Choices: d.choices(consult.Drafting, nil),
		Missing:  []fault.Field{{Name: "legality", Key: "check.error.legality"}},
		Findings: desk.Findings{Scope: consult.OfRelease, List: list, Total: 230, Names: map[int64]string{1: d.Other}, Editable: true},
		Legality: desk.LegalityPart{Needed: true, Form: desk.LegalityForm{Office: w.Office,
			Errors: []fault.Field{{Name: "opinion_no", Key: "check.error.required.opinion_no"}}}}}
	waive := mend
	waive.Page, waive.Con, waive.Editable = d.seat("desk.consultations.title", desk.Consultations, account.Approver), d.inState(consult.InApproval), false
	waive.Missing, waive.Choices = nil, d.choices(consult.InApproval, fault.New(fault.Conflict, "check.error.open", 3))
	waive.Findings.Editable, waive.Findings.MayWaive, waive.Findings.Total = false, true, len(list)
	waive.Legality = desk.LegalityPart{Needed: true, Known: &consult.Legality{Office: w.Office, OpinionNo: w.OpinionNo, ReviewedOn: d.Now,
		Opinion: w.Opinion}}
	rejected := waive
	rejected.Findings.Form = desk.WaiverForm{Chosen: []int64{2}, Errors: []fault.Field{{Name: "waiver_reason", Key: "check.error.reason_required"}}}
	results := desk.ResultsPage{Page: d.seat("desk.consultations.title", desk.Consultations, account.Approver), Con: d.Closed, Totals: d.Totals,
		Findings: desk.Findings{Scope: consult.OfResults, MayWaive: true, Total: 1, List: []consult.Finding{
			{ID: 9, Check: consult.PrivacyCheck, Source: consult.InReason, SourceID: 2, Kind: "landline", Excerpt: "057******21"}}}}
	words := desk.WordingsPage{Page: d.seat("desk.wordings.title", desk.Settings, account.Administrator), Default: wording.Default(),
		Own: []wording.Rule{{Wrong: w.OwnWrong, Right: w.OwnRight, Source: w.OwnSource}}}
	refused := words
	refused.Own, refused.Errors = nil, []fault.Field{{Name: "list", Key: "wording.error.cells", Args: []any{2}}}
	return []Story{
		{"desk/checks/mend", desk.Consultation(mend)}, {"desk/checks/waive", desk.Consultation(waive)},
		{"desk/checks/rejected", desk.Consultation(rejected)}, {"desk/checks/results", desk.Results(results)},
		{"desk/wordings", desk.Wordings(words)}, {"desk/wordings/refused", desk.Wordings(refused)},
	}
}
