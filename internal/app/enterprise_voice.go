package app

import (
	"context"
	"slices"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/privacy"
	"nayan/repo"
)

// Speaker is a verified enterprise that somebody may speak for, with its opinion
// in a consultation as it stands.
type Speaker struct {
	ID       int64
	Name     string
	SpokenAt time.Time // zero: it has none yet
	SpokenBy string    // masked; "" where no name was given
	Own      bool      // by who asks
}

// Speakers lists the enterprises that a person may speak for in a consultation.
func (a *App) Speakers(ctx context.Context, p Person, no string) ([]Speaker, error) {
	list, err := a.Repo.Speakers(ctx, p.ID, no)
	out := make([]Speaker, len(list))
	for i, s := range list {
		if err == nil {
			out[i] = Speaker{ID: s.ID, Name: s.Name, SpokenAt: orZero(s.SpokenAt), Own: s.ByAccount == p.ID}
			out[i].SpokenBy, err = a.maskedName(s.BySealed)
		}
	}
	return out, err
}

func (a *App) maskedName(sealed []byte) (string, error) {
	name, err := a.Keys.Open(sealCommentName, sealed)
	return privacy.MaskName(name), err
}

// speakFor makes a submission that of an enterprise: its name and code come from
// the register. Error: Invalid for who is no member of it, or while it is not verified.
func (a *App) speakFor(ctx context.Context, in *SubmitInput) error {
	if in.EnterpriseID == 0 {
		return nil
	}
	list, err := a.Repo.Speakers(ctx, in.AccountID, in.ConsultationNo)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(s repo.Speaker) bool { return s.ID == in.EnterpriseID })
	if in.AccountID == 0 || i < 0 {
		var f fault.Fields
		f.Add("identity", "comment.error.enterprise")
		return f.Err()
	}
	s := &in.Submission
	s.Identity, s.Organisation = consult.Enterprise, list[i].Name
	s.USCC, err = a.Keys.Open(sealEnterpriseUSCC, list[i].USCCSealed)
	return err
}

// EnterpriseCall is a consultation in the account of an enterprise, with what was
// sent for it there, the latest first.
type EnterpriseCall struct {
	repo.EnterpriseCall
	Sent []EnterpriseComment
}

// EnterpriseComment is what somebody sent for an enterprise.
type EnterpriseComment struct {
	ReceiptNo    string
	ReceivedAt   time.Time
	SupersededAt time.Time // zero: it is the voice of the enterprise
	By           string    // masked; "" where no name was given
	Own          bool      // by who asks
}

// EnterpriseCalls gives a page of the consultations that an enterprise is asked
// in, was invited to, or spoke in, and how many there are.
func (a *App) EnterpriseCalls(ctx context.Context, p Person, enterpriseID int64, page, perPage int) (out []EnterpriseCall, total int, err error) {
	defer fault.Wrap(&err, "app.EnterpriseCalls(%d)", enterpriseID)
	calls, total, err := a.Repo.EnterpriseCalls(ctx, enterpriseID, a.Now(), page, perPage)
	if err != nil || len(calls) == 0 {
		return nil, 0, err
	}
	ids := make([]int64, len(calls))
	for i, c := range calls {
		ids[i] = c.ID
		out = append(out, EnterpriseCall{EnterpriseCall: c})
	}
	sent, err := a.Repo.EnterpriseComments(ctx, enterpriseID, ids)
	for _, s := range sent {
		by, err := a.maskedName(s.BySealed)
		if err != nil {
			return nil, 0, err
		}
		c := &out[slices.Index(ids, s.ConsultationID)]
		c.Sent = append(c.Sent, EnterpriseComment{ReceiptNo: s.ReceiptNo, ReceivedAt: s.ReceivedAt, SupersededAt: orZero(s.SupersededAt), By: by,
			Own: s.ByAccount == p.ID})
	}
	return out, total, err
}
