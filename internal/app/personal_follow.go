package app

import (
	"context"
	"time"
)

// PersonalFollow is something of which the person is told by mail.
type PersonalFollow struct {
	Subject        string    `json:"对象"` // of consultations: all, or as the next three say
	ConsultationNo string    `json:"征集编号"`
	Title          string    `json:"征集标题"`
	Unit           string    `json:"单位"`
	Since          time.Time `json:"关注时间"`
	ConsentVersion string    `json:"同意的说明版本"`
	Email          string    `json:"邮箱"`
}

func (a *App) fillFollows(ctx context.Context, id int64, o *opener, d *PersonalData) error {
	list, err := a.Repo.HeldFollows(ctx, id)
	for _, f := range list {
		d.Follows = append(d.Follows, PersonalFollow{Subject: f.Subject.String(), ConsultationNo: f.No, Title: f.Title, Unit: f.Unit,
			Since: local(f.CreatedAt), ConsentVersion: f.ConsentVersion, Email: o.open(sealFollowerEmail, f.EmailSealed)})
	}
	return err
}
