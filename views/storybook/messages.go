package storybook

import (
	"time"

	"nayan/internal/account"
	"nayan/internal/message"
	"nayan/views/desk"
)

// unsent is what is not being sent, in every state, and what is missing.
func (d deskFixtures) unsent() []Story {
	at := d.Now.Add(-time.Hour)
	items := []desk.Unsent{
		{ID: 41, Channel: message.Email, Template: message.StaffInvitation, To: "z***@example.org", State: message.Failed, Attempts: 8,
			Problem: message.ProblemUnreachable, CreatedAt: at, CanRetry: true},
		{ID: 40, Channel: message.SMS, Template: message.Code, To: "199****1234", State: message.Uncertain, Attempts: 1,
			Problem: message.ProblemUnanswered, CreatedAt: at, CanRetry: true},
		{ID: 39, Channel: message.Email, Template: message.EnterpriseInvitation, To: "c***@example.org", State: message.Held,
			Problem: message.ProblemNoAddress, CreatedAt: at},
		{ID: 38, Channel: message.Email, Template: message.EnterpriseRejected, To: "l***@example.org", State: message.Queued, Attempts: 2,
			Problem: message.ProblemBusy, CreatedAt: at},
		{ID: 37, Channel: message.Email, Template: message.Code, State: message.Expired, Attempts: 3, Problem: message.ProblemDenied, CreatedAt: at},
	}
	jobs := []desk.FailedJob{{ID: 7, Kind: "release_held", Attempts: 8, Error: "panic", At: at}, {ID: 6, Kind: "send_message", Attempts: 8, Error: "unavailable", At: at}}
	lacks := []desk.Withheld{{Lack: desk.LackEmail, Count: 3}, {Lack: desk.LackSMS}, {Lack: desk.LackAddress, Count: 1}}
	count := map[message.State]int{"": 3, message.Failed: 1, message.Uncertain: 1, message.Held: 1, message.Queued: 1, message.Expired: 1}
	seat := func(roles ...account.Role) desk.Page { return d.seat("desk.messages.title", desk.Messaging, roles...) }
	return []Story{
		{"desk/messages", desk.Messages(desk.MessagesPage{Page: seat(account.Administrator), Items: items, Withheld: lacks, Count: count, Jobs: jobs, Last: 2, At: 1})},
		{"desk/messages/auditor", desk.Messages(desk.MessagesPage{Page: seat(account.Auditor), Items: items, Count: count, Last: 1, At: 1})},
		{"desk/messages/none", desk.Messages(desk.MessagesPage{Page: seat(account.Clerk), State: message.Failed, Last: 1, At: 1})},
		{"desk/home/messages", desk.Dashboard(desk.HomePage{Page: d.seat("desk.home.title", desk.Home, account.Clerk), Name: d.Member, Withheld: lacks, Stuck: 2})},
	}
}
