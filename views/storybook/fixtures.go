package storybook

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"nayan/internal/consult"
	"nayan/internal/openday"
	consultview "nayan/views/consult"
	homeview "nayan/views/home"
	"nayan/views/layout"
)

//go:embed fixtures/pages.json
var pagesJSON []byte

// fixtures are the invented county's data that the stories show. Now is the
// moment at which every story takes place.
type fixtures struct {
	Site layout.Site
	Now  time.Time

	Open, OpenEnterprise, Scheduled, Closed, Answered, AnsweredEmpty consult.Consultation

	DraftTitle      string
	NoticeHTML      string
	ExplanationHTML string
	Attachments     []consult.Attachment
	Clauses         []consult.Clause
	Comments        []consult.Comment
	Typed           consult.Submission // as somebody typed it, with mistakes
	Receipt         consult.Receipt
	Totals          consult.Totals
	Rows            []consult.ResultRow
	Status          consult.ReceiptStatus
	Waiting         consult.ReceiptStatus
	OpenDays        []openday.OpenDay
	Ticket          openday.Ticket
	Units           []consultview.Unit
	Figures         homeview.Figures
}

func mustFixtures() fixtures {
	var f fixtures
	if err := json.Unmarshal(pagesJSON, &f); err != nil {
		panic(fmt.Sprintf("storybook: fixtures/pages.json: %v", err))
	}
	return f
}

// page is the frame's part of every story, with tokens so that forms look real.
func (f fixtures) page() layout.Page {
	return layout.Page{Site: f.Site, CSRF: "storybook", Notice: "2026-11"}
}

func (f fixtures) head(c consult.Consultation) consultview.Head {
	return consultview.Head{Page: f.page(), Now: f.Now, Consultation: c}
}
