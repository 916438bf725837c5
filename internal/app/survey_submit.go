package app

import (
	"context"
	"crypto/hmac"
	"encoding/json"
	"strconv"
	"time"

	"nayan/internal/fault"
	"nayan/internal/privacy"
	"nayan/internal/survey"
	"nayan/repo"
)

// Respondent is what is known of who answers: the random id that their browser
// keeps, and the account they are signed in to, if any.
type Respondent struct {
	Device    string
	AccountID int64
}

// SurveyInput is an answer to a survey as it comes in.
type SurveyInput struct {
	ConsultationNo string
	Answers        survey.Answers
	Key            string // of the form: the same one with the same answers is one answer
	By             Respondent
}

// SurveyReceipt says that an answer is kept.
type SurveyReceipt struct {
	At    time.Time
	Given int // questions answered
}

// SubmitSurvey stores the answer of a device or an account; it is durable when the
// function returns. The same form again, as by a double click, is the first answer.
//
// Errors: NotFound, Closed, Invalid (fields as on the form), Unauthenticated where
// one signs in to answer, Conflict when somebody has answered before, or where a
// phone must be shown to be theirs: [App.SubmitSurveyByPhone].
func (a *App) SubmitSurvey(ctx context.Context, in SurveyInput) (r SurveyReceipt, err error) {
	defer fault.Wrap(&err, "app.SubmitSurvey(%q)", in.ConsultationNo)
	return a.storeSurvey(ctx, in, func(s repo.Survey) (repo.NewSurveyAnswer, error) {
		mark, err := a.surveyMark(s, in.By)
		return repo.NewSurveyAnswer{Mark: mark}, err
	}, func(*repo.Tx) error { return nil })
}

// SubmitSurveyByPhone is SubmitSurvey for who has typed the code that was sent to
// their phone. Errors also: Invalid (code), Closed when the code is over.
func (a *App) SubmitSurveyByPhone(ctx context.Context, in SurveyInput, token, typed string) (r SurveyReceipt, err error) {
	defer fault.Wrap(&err, "app.SubmitSurveyByPhone(%q)", in.ConsultationNo)
	c, err := a.try(ctx, repo.ForSurvey, token, 0, typed)
	if fault.Is(err, fault.Closed) { // a second click finds the code used
		if r, found := a.SurveySentWith(ctx, in.ConsultationNo, token); found {
			return r, nil
		}
	}
	if err != nil {
		return r, err
	}
	to, err := a.openContact(c)
	if err != nil {
		return r, err
	}
	return a.storeSurvey(ctx, in, func(s repo.Survey) (repo.NewSurveyAnswer, error) {
		return repo.NewSurveyAnswer{Mark: a.markOf(s.ID, survey.Phone, to.Phone), KeyMAC: a.codeKey(token),
			ConsentVersion: privacy.KnownNotice(c.ConsentVersion)}, nil
	}, func(tx *repo.Tx) error { return a.spend(ctx, tx, c) })
}

// SurveySentWith finds the answer that was sent with the code of this token.
func (a *App) SurveySentWith(ctx context.Context, no, token string) (r SurveyReceipt, found bool) {
	s, err := a.Repo.SurveyByNo(ctx, no)
	if err != nil || token == "" {
		return r, false
	}
	earlier, err := a.Repo.EarlierAnswer(ctx, s.ID, nil, a.codeKey(token))
	return SurveyReceipt{At: earlier.ReceivedAt, Given: earlier.Given}, err == nil
}

// codeKey recognises the browser that asked for a code; it does not lead to the
// code, nor to the phone.
func (a *App) codeKey(token string) []byte { return a.Keys.MAC("survey code", token) }

// storeSurvey stores an answer in one transaction: who says whose it is, spend uses
// up what showed that.
func (a *App) storeSurvey(ctx context.Context, in SurveyInput, who func(repo.Survey) (repo.NewSurveyAnswer, error),
	spend func(*repo.Tx) error) (r SurveyReceipt, err error) {
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		held, err := tx.HoldSurvey(ctx, in.ConsultationNo)
		if err != nil {
			return err
		}
		n, err := a.newSurveyAnswer(held, in, who)
		if err != nil {
			return err
		}
		if err := spend(tx); err != nil {
			return err
		}
		fresh, err := tx.InsertSurveyAnswer(ctx, n)
		switch {
		case err != nil:
			return err
		case !fresh:
			r, err = answeredBefore(ctx, tx, n)
			return err
		}
		r = SurveyReceipt{At: n.ReceivedAt, Given: n.Given}
		return a.countSurvey(ctx, tx, held.Asked().Tally(n.Answers), n, in.By)
	})
	return r, err
}

// newSurveyAnswer checks what came in, as the survey stands now. Postgres keeps
// microseconds and rounds: an instant rounded up could fall on the closing one.
func (a *App) newSurveyAnswer(held repo.Survey, in SurveyInput, who func(repo.Survey) (repo.NewSurveyAnswer, error)) (n repo.NewSurveyAnswer, err error) {
	now := a.Now().Truncate(time.Microsecond)
	if err := held.CheckOpen(now); err != nil {
		return n, err
	}
	asked := held.Asked()
	answers := asked.Normalise(in.Answers)
	if err := asked.Check(answers); err != nil {
		return n, err
	}
	if n, err = who(held); err != nil {
		return n, err
	}
	n.ConsultationID, n.ReceivedAt, n.Answers, n.Given = held.ID, now, answers, asked.Given(answers)
	if n.KeyMAC == nil {
		n.KeyMAC = a.surveyKey(in.Key, answers)
	}
	return n, nil
}

// countSurvey adds an answer to the figures and forgets its drafts.
func (a *App) countSurvey(ctx context.Context, tx *repo.Tx, tally []int64, n repo.NewSurveyAnswer, by Respondent) error {
	if err := tx.CountSurvey(ctx, n.ConsultationID, tally); err != nil {
		return err
	}
	if err := tx.PublishSurvey(ctx, n.ConsultationID, n.ReceivedAt); err != nil {
		return err
	}
	return tx.DropSurveyDrafts(ctx, n.ConsultationID, a.draftOwners(by))
}

// answeredBefore tells a second click from a second answer.
func answeredBefore(ctx context.Context, tx *repo.Tx, n repo.NewSurveyAnswer) (SurveyReceipt, error) {
	earlier, err := tx.EarlierAnswer(ctx, n.ConsultationID, n.Mark, n.KeyMAC)
	switch {
	case err != nil:
		return SurveyReceipt{}, err
	case len(n.KeyMAC) > 0 && hmac.Equal(earlier.KeyMAC, n.KeyMAC):
		return SurveyReceipt{At: earlier.ReceivedAt, Given: earlier.Given}, nil
	}
	return SurveyReceipt{}, fault.New(fault.Conflict, "survey.error.sent", earlier.ReceivedAt)
}

// SurveyAnswered finds what a device or an account has answered before; found is
// false where nobody can tell before a phone is named.
func (a *App) SurveyAnswered(ctx context.Context, s repo.Survey, by Respondent) (r SurveyReceipt, found bool, err error) {
	defer fault.Wrap(&err, "app.SurveyAnswered(%q)", s.No)
	mark, _ := a.surveyMark(s, by)
	if mark == nil { // nothing to know them by
		return r, false, nil
	}
	earlier, err := a.Repo.EarlierAnswer(ctx, s.ID, mark, nil)
	if fault.Is(err, fault.NotFound) {
		return r, false, nil
	}
	return SurveyReceipt{At: earlier.ReceivedAt, Given: earlier.Given}, err == nil, err
}

// surveyMark is the mark of a respondent under the survey's rule.
func (a *App) surveyMark(s repo.Survey, by Respondent) ([]byte, error) {
	switch {
	case s.OnePer == survey.Device && by.Device != "":
		return a.markOf(s.ID, survey.Device, by.Device), nil
	case s.OnePer == survey.Account && by.AccountID != 0:
		return a.markOf(s.ID, survey.Account, strconv.FormatInt(by.AccountID, 10)), nil
	case s.OnePer == survey.Account:
		return nil, fault.New(fault.Unauthenticated, "survey.error.sign_in")
	}
	return nil, fault.New(fault.Conflict, "survey.error.unproved")
}

// markOf differs between consultations, so that nobody can be followed from one
// to another.
func (a *App) markOf(consultationID int64, rule survey.OnePer, who string) []byte {
	return a.Keys.MAC("survey mark", strconv.FormatInt(consultationID, 10), string(rule), who)
}

// surveyKey recognises a form with what it says; nil for one without a key.
func (a *App) surveyKey(key string, answers survey.Answers) []byte {
	if key == "" {
		return nil
	}
	document, err := json.Marshal(answers)
	if err != nil {
		panic(err) // texts and numbers
	}
	return a.Keys.MAC("survey key", key, string(document))
}
