package storybook

import (
	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	accountview "nayan/views/account"
	consultview "nayan/views/consult"
	"nayan/views/desk"
	receiptview "nayan/views/receipt"
)

// addressing is one of every kind of condition.
func (f fixtures) addressing() consult.Addressing {
	return consult.Addressing{Industries: []account.Industry{"A", "C"}, Sizes: []account.Size{account.Small, account.Micro},
		Townships: []account.Township{{ID: 1, Name: f.Open.UnitName}}, Listed: []consult.NamedEnterprise{{ID: 1, Name: f.Open.UnitName}}}
}

func (f fixtures) enterpriseTrack() []Story {
	speaks := f.commentsPage(f.OpenEnterprise, nil)
	speaks.Form.Prefilled = true
	speaks.Form.Speakers = []consultview.Speaker{{ID: 1, Name: f.Open.UnitName, SpokenAt: f.Now, By: f.Rows[0].PublicName}, {ID: 2, Name: f.Open.Title}}
	speaks.Form.SpeaksFor = 1
	confided := speaks
	confided.Form.Values.Points = []consult.Point{{Position: 1, Body: f.Rows[0].Body, Secret: f.Rows[0].Reason}}
	confided.Form.Errors = []fault.Field{{Name: "points.0.secret", Key: "comment.error.secret_identity"}, {Name: "identity", Key: "comment.error.enterprise"}}

	replaced := f.Status
	replaced.SupersededAt = &f.Now
	replaced.Points = []consult.AnsweredPoint{{Body: f.Rows[0].Body, Secret: f.Rows[0].Reason}}
	call := accountview.EnterpriseCallsPage{Page: f.own(accountview.Enterprises, "enterprise.call.title"), Now: f.Now, Enterprise: f.firm(account.EnterpriseVerified), At: 1, Last: 2}
	none := call
	none.Enterprise = f.firm(account.EnterprisePending)
	for _, con := range []consult.Consultation{f.Open, f.Closed, f.Answered} {
		call.Items = append(call.Items, accountview.EnterpriseCall{No: con.No, Title: con.Title, Unit: con.UnitName, Times: con.Times, InvitedAt: f.Now, Spoken: true,
			Sent: []accountview.EnterpriseComment{{ReceiptNo: f.Receipt.No, ReceivedAt: f.Now, Own: true}, {ReceiptNo: f.Receipt.No, ReceivedAt: f.Now, SupersededAt: f.Now, By: f.Rows[0].PublicName}}})
	}
	call.Items = append(call.Items, accountview.EnterpriseCall{No: f.Open.No, Title: f.Open.Title, Unit: f.Open.UnitName, Times: f.Open.Times})
	return []Story{
		{"comments/speaks", consultview.Comments(speaks)},
		{"comments/confided", consultview.Comments(confided)},
		{"receipt/superseded", receiptview.Status(receiptview.StatusPage{Page: f.page(), Status: replaced, Now: f.Now})},
		{"enterprise/calls", accountview.EnterpriseCalls(call)},
		{"enterprise/calls/none", accountview.EnterpriseCalls(none)},
	}
}

func (d deskFixtures) enterpriseTrack() []Story {
	seat := d.seat("desk.comments.title", desk.Consultations, account.Adjudicator)
	drafter := d.seat("addressing.title", desk.Consultations, account.Drafter)
	clerk := d.seat("township.title", desk.Enterprises, account.Clerk)
	towns := []account.Township{{ID: 1, Name: d.Unit, Enterprises: 2}, {ID: 2, Name: d.Open.Title}}
	address := desk.AddressingPage{Page: drafter, Con: d.Open, Count: 3, Townships: towns, Form: desk.WriteAddressing(d.addressing())}
	wrong := address
	wrong.Form.Errors = []fault.Field{{Name: "list", Key: "addressing.error.unknown", Args: []any{1, d.Unit}}, {Name: "list", Key: "addressing.error.several", Args: []any{2, d.Unit}}}
	bad := desk.TownshipsPage{Page: clerk, Items: towns, Errors: []fault.Field{{Name: "township", Key: "township.error.name", Args: []any{50}}}}
	return []Story{
		{"desk/secrets", desk.Secrets(desk.SecretsPage{Page: seat, Con: d.Open, Comment: consult.Comment{ID: 1, ReceiptNo: d.Receipt.No, PublicName: d.Unit},
			Points: []consult.Point{{Position: 1, Body: d.Rows[0].Body, Secret: d.Rows[0].Reason}}})},
		{"desk/addressing", desk.AddressingEdit(address)},
		{"desk/addressing/refused", desk.AddressingEdit(wrong)},
		{"desk/townships", desk.Townships(desk.TownshipsPage{Page: clerk, Items: towns})},
		{"desk/townships/refused", desk.Townships(bad)},
		{"desk/townships/none", desk.Townships(desk.TownshipsPage{Page: clerk})},
	}
}
