package sample

import (
	"strings"
	"testing"

	"nayan/internal/consult"
)

func TestMistakesInTheFilesAreFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(*County)
		want  string
	}{
		"a key used twice":           {func(c *County) { c.Units[1].Key = c.Units[0].Key }, "key used twice"},
		"an unknown unit":            {func(c *County) { c.Consultations[0].Unit = "moon" }, "no unit"},
		"an author who drafts not":   {func(c *County) { c.Consultations[0].Author = "reviewer" }, "is no drafter"},
		"a drafter of another unit":  {func(c *County) { c.Consultations[0].Author = "drafter-civil" }, "is no drafter for"},
		"an extension by nothing":    {func(c *County) { c.Consultations[1].Extended.FromDays = c.Consultations[1].ClosesInDays }, "by nothing"},
		"an extension once closed":   {func(c *County) { c.Consultations[1].Extended.InDays = -14 }, "extended too late"},
		"closing before opening":     {func(c *County) { c.Consultations[1].ClosesInDays = -99 }, "days out of order"},
		"an unknown consultation":    {func(c *County) { c.Comments[0].Consultation = "moon" }, "no released consultation"},
		"a comment after closing":    {func(c *County) { c.Comments[0].Day = 70 }, "outside the period"},
		"a comment from tomorrow":    {func(c *County) { last(c).Day = 14 }, "outside the period or in the future"},
		"a comment before nine":      {func(c *County) { c.Comments[0].Time = 0 }, "before the opening"},
		"hiding without a reason":    {func(c *County) { c.Comments[0].Visibility = consult.Hidden }, "hidden without a reason"},
		"results with a gap":         {func(c *County) { c.Comments[0].Points[0].Decision = nil }, "undecided point"},
		"a decision while open":      {func(c *County) { last(c).Points[0].Decision = c.Comments[0].Points[0].Decision }, "before the closing"},
		"a decision without reason":  {func(c *County) { c.Comments[0].Points[0].Decision.Reason = "" }, "without outcome or reason"},
		"an oversold session":        {func(c *County) { c.Bookings = append(c.Bookings, c.Bookings[9]) }, "oversold"},
		"a party of five":            {func(c *County) { c.Bookings[0].PartySize = 5 }, "a party of 5"},
		"an unknown session":         {func(c *County) { c.Bookings[0].Session = "moon" }, "names no session"},
		"a comment of two people":    {func(c *County) { c.Residents[1].Comments = c.Residents[0].Comments }, "still to be sent"},
		"an e-mail in capitals":      {func(c *County) { c.Residents[0].Email = "Zhu@yunxi.example" }, "no e-mail"},
		"a follower of nothing":      {func(c *County) { c.Followers[1].Kinds = nil }, "a follower of nothing"},
		"a follower of a draft":      {func(c *County) { c.Followers[0].Consultations = []string{"civility"} }, "a follower of no released"},
		"an unknown manager":         {func(c *County) { c.Enterprises[0].Manager = "moon" }, "no person"},
		"a person twice":             {func(c *County) { c.Enterprises[0].Members[0] = c.Enterprises[0].Manager }, "a person twice"},
		"verified before registered": {func(c *County) { c.Enterprises[0].VerifiedInDays = -30 }, "days out of order"},
		"verified by a drafter":      {func(c *County) { c.Enterprises[0].VerifiedBy = "drafter" }, "is no clerk"},
		"an open day of one hand":    {func(c *County) { c.OpenDays[0].ReleasedBy = c.OpenDays[0].Author }, "is no approver"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			county := load(t)
			c.spoil(&county)
			if err := county.check(); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func last(c *County) *Comment { return &c.Comments[len(c.Comments)-1] }
