package sample

import (
	"context"
	"fmt"
	"slices"
	"time"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
)

// Intake is an opinion that came on paper or by word; a clerk recorded it on the
// day it was received.
type Intake struct {
	Key          string           `json:"key"`
	Consultation string           `json:"consultation"` // key of a Consultation
	Channel      consult.Channel  `json:"channel"`
	ReceivedDay  int              `json:"received_day"` // days after the opening day
	PostedDay    *int             `json:"posted_day"`   // of a letter
	Time         Clock            `json:"time"`         // at which it was recorded
	Identity     consult.Identity `json:"identity"`
	Name         string           `json:"name"`
	Phone        string           `json:"phone"`
	Organisation string           `json:"organisation"`
	Points       []Point          `json:"points"`
}

// intakes records what came in for one call on paper or by word.
func (f *filler) intakes(ctx context.Context, c Consultation) error {
	for _, i := range f.county.Intakes {
		if i.Consultation != c.Key {
			continue
		}
		if err := f.intake(ctx, c, i); err != nil {
			return fmt.Errorf("%s: %w", i.Key, err)
		}
	}
	return nil
}

func (f *filler) intake(ctx context.Context, c Consultation, i Intake) error {
	clerk, err := f.withRole(account.Clerk)
	if err != nil {
		return err
	}
	call := f.calls[c.Key]
	said, err := Comment{Identity: i.Identity, Name: i.Name, Phone: i.Phone, Organisation: i.Organisation, Points: i.Points}.submission(call)
	if err != nil {
		return err
	}
	recorded := consult.Intake{Channel: i.Channel, ReceivedOn: f.dayOf(c, i.ReceivedDay), Submission: said}
	if i.PostedDay != nil {
		recorded.PostmarkedOn = f.dayOf(c, *i.PostedDay)
	}
	at := f.base.At(f.earlier(recorded.ReceivedOn.Add(time.Duration(i.Time))))
	_, err = at.RecordIntake(ctx, clerk, app.IntakeInput{ConsultationID: call.id, Intake: recorded})
	return err
}

func (f *filler) dayOf(c Consultation, day int) time.Time {
	return instant(f.now, c.OpensInDays+day, 0)
}

func (k *checker) intake(i Intake) {
	con, ok := k.consultations[i.Consultation]
	k.must(ok && con.State == consult.Released, "%s: no released consultation %q", i.Key, i.Consultation)
	k.must(slices.Contains(consult.IntakeChannels, i.Channel), "%s: no channel %q", i.Key, i.Channel)
	k.must(i.PostedDay == nil || i.Channel == consult.ByLetter && *i.PostedDay > 0 && *i.PostedDay <= i.ReceivedDay, "%s: posted", i.Key)
	day := con.OpensInDays + i.ReceivedDay
	k.must(i.ReceivedDay > 0 && day <= con.ClosesInDays && day < 0, "%s: received outside the period or in the future", i.Key)
	k.must(len(i.Points) > 0, "%s: no point", i.Key)
	for _, p := range i.Points {
		k.point(i.Key, con, p)
	}
}
