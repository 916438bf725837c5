package app

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/privacy"
	"nayan/internal/survey"
	"nayan/repo"
)

// sealSurveyDraft is the field under which a draft is sealed.
const sealSurveyDraft = "survey.draft"

// SurveyDraft is what somebody has typed and not sent.
type SurveyDraft struct {
	Key     string         `json:"key"` // of the form
	Answers survey.Answers `json:"answers"`
	SavedAt time.Time      `json:"-"`
}

// SaveSurveyDraft keeps what somebody has typed so far, whatever it is. Errors:
// NotFound, Closed.
func (a *App) SaveSurveyDraft(ctx context.Context, in SurveyInput) (err error) {
	defer fault.Wrap(&err, "app.SaveSurveyDraft(%q)", in.ConsultationNo)
	s, err := a.openSurvey(ctx, in.ConsultationNo)
	if err != nil {
		return err
	}
	document, err := json.Marshal(SurveyDraft{Key: in.Key, Answers: in.Answers})
	if err != nil {
		return err
	}
	owners := a.draftOwners(in.By)
	if len(owners) == 0 {
		return fault.New(fault.Conflict, "survey.error.no_cookie")
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		return tx.SaveSurveyDraft(ctx, owners[0], repo.SurveyDraft{ConsultationID: s.ID, SavedAt: a.Now(),
			ValuesSealed: a.Keys.Seal(sealSurveyDraft, string(document))})
	})
}

// openSurvey reads a survey that takes answers now. Errors: NotFound, Closed.
func (a *App) openSurvey(ctx context.Context, no string) (s repo.Survey, err error) {
	if s, err = a.Repo.SurveyByNo(ctx, no); err != nil {
		return s, err
	}
	return s, s.CheckOpen(a.Now())
}

// SurveyDraftOf gives the newest draft of a respondent; found is false for none.
func (a *App) SurveyDraftOf(ctx context.Context, consultationID int64, by Respondent) (d SurveyDraft, found bool, err error) {
	defer fault.Wrap(&err, "app.SurveyDraftOf(%d)", consultationID)
	owners := a.draftOwners(by)
	if len(owners) == 0 {
		return d, false, nil
	}
	kept, err := a.Repo.SurveyDraft(ctx, consultationID, owners)
	if fault.Is(err, fault.NotFound) {
		return d, false, nil
	}
	if err != nil {
		return d, false, err
	}
	d, err = a.openDraft(kept)
	return d, err == nil, err
}

func (a *App) openDraft(kept repo.SurveyDraft) (d SurveyDraft, err error) {
	document, err := a.Keys.Open(sealSurveyDraft, kept.ValuesSealed)
	if err != nil {
		return d, err
	}
	d.SavedAt = kept.SavedAt
	return d, json.Unmarshal([]byte(document), &d)
}

// draftOwners are the owners whose drafts are a respondent's own, the one that
// keeps the next draft first: what was typed before signing in is found after.
func (a *App) draftOwners(by Respondent) (owners [][]byte) {
	if by.AccountID != 0 {
		owners = append(owners, a.accountOwner(by.AccountID))
	}
	if by.Device != "" {
		owners = append(owners, a.Keys.MAC("survey draft", "device", by.Device))
	}
	return owners
}

func (a *App) accountOwner(id int64) []byte {
	return a.Keys.MAC("survey draft", "account", strconv.FormatInt(id, 10))
}

// RequestSurveyCode sends a code to a mobile, to show that it is one's own.
// Errors: NotFound, Closed, Invalid (contact).
func (a *App) RequestSurveyCode(ctx context.Context, no, phone, consentVersion string) (code IssuedCode, err error) {
	defer fault.Wrap(&err, "app.RequestSurveyCode(%q)", no)
	if _, err := a.openSurvey(ctx, no); err != nil {
		return IssuedCode{}, err
	}
	to, ok := account.ReadContact(phone)
	if !ok || to.Phone == "" {
		return IssuedCode{}, invalid("contact", "survey.error.phone")
	}
	return a.issue(ctx, repo.ForSurvey, to, 0, privacy.KnownNotice(consentVersion))
}

// RequestSurveyCodeAgain is RequestCodeAgain for a survey.
func (a *App) RequestSurveyCodeAgain(ctx context.Context, token string) (code IssuedCode, err error) {
	defer fault.Wrap(&err, "app.RequestSurveyCodeAgain")
	return a.issueAgain(ctx, repo.ForSurvey, token, 0)
}

// SurveyCodeSent is CodeSent for a survey.
func (a *App) SurveyCodeSent(ctx context.Context, token string) (sent SentCode, err error) {
	defer fault.Wrap(&err, "app.SurveyCodeSent")
	_, sent, err = a.codeUnderWay(ctx, repo.ForSurvey, token, 0)
	return sent, err
}
