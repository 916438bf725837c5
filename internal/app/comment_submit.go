package app

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/privacy"
	"nayan/repo"
)

const (
	// MaxKeyRunes bounds an idempotency key.
	MaxKeyRunes = 200
	// MaxCommentFiles bounds the files that come with a comment.
	MaxCommentFiles = 5
)

// Field names under which a comment is sealed and indexed.
const (
	sealCommentName         = "comment.name"
	sealCommentPhone        = "comment.phone"
	sealCommentEmail        = "comment.email"
	sealCommentOrganisation = "comment.organisation"
	sealCommentUSCC         = "comment.uscc"
)

// SubmitInput is one comment as it comes in.
type SubmitInput struct {
	ConsultationNo string
	Submission     consult.Submission
	IdempotencyKey string // optional; the same key and content give the same receipt
	Channel        consult.Channel
	AccountID      int64  // of who is signed in; 0: nobody
	ConsentVersion string // of the notice beside the form; "" from a program
	DraftID        int64  // the version beside the form; 0: that of its clauses, or the current one
	EnterpriseID   int64  // for which the account speaks; 0: for none that is registered

	Files []string // tokens of uploaded files
	Sums  []string // of these files, by FileSums: what makes a repeated request the same
}

// SubmitComment stores a comment and gives its receipt; it is durable when the
// function returns. A repeated key with the same content gives the first receipt
// again, however many such requests run at once.
//
// Errors: NotFound, Invalid (fields as in the JSON body), Closed (with the
// instant), Mismatch (the key came with other content).
func (a *App) SubmitComment(ctx context.Context, in SubmitInput) (receipt consult.Receipt, err error) {
	defer fault.Wrap(&err, "app.SubmitComment(%q)", in.ConsultationNo)
	if utf8.RuneCountInString(in.IdempotencyKey) > MaxKeyRunes {
		var f fault.Fields
		f.Add("idempotency_key", "comment.error.key_long", MaxKeyRunes)
		return consult.Receipt{}, f.Err()
	}
	if err := a.speakFor(ctx, &in); err != nil {
		return consult.Receipt{}, a.orShut(ctx, in.ConsultationNo, err)
	}
	if len(in.Files) > MaxCommentFiles {
		var f fault.Fields
		f.Add("files", "comment_files.error.count", MaxCommentFiles)
		return consult.Receipt{}, f.Err()
	}
	in.Submission = in.Submission.Normalise()
	if err := in.Submission.Validate(); err != nil {
		return consult.Receipt{}, a.orShut(ctx, in.ConsultationNo, err)
	}
	return a.storeComment(ctx, a.newComment(in))
}

// orShut prefers to say that the call is unknown or takes nothing now: nobody is
// to mend fields for nothing.
func (a *App) orShut(ctx context.Context, no string, invalid error) error {
	con, err := a.Repo.ConsultationByNo(ctx, no)
	if err == nil {
		err = con.CheckOpen(a.Now())
	}
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Closed) {
		return err
	}
	return invalid
}

// receiptTries is how often a receipt number may turn out to be taken: with 50
// random bits once is already a rarity.
const receiptTries = 3

func (a *App) storeComment(ctx context.Context, c repo.NewComment) (consult.Receipt, error) {
	for try := 1; ; try++ {
		c.ReceiptNo = grouped(newCode(receiptSize), receiptGroup)
		accepted, err := a.comments.store(ctx, a.Repo, c)
		switch {
		case repo.Constraint(err) == "receipts_pkey" && try < receiptTries:
			continue
		case err != nil:
			return consult.Receipt{}, err
		case accepted:
			return a.receipt(c.ReceiptNo, c.TextHash), nil
		}
		earlier, err := a.Repo.Refusal(ctx, c)
		if fault.Is(err, fault.Conflict) && try < receiptTries {
			continue // the call was extended in between
		}
		if err != nil {
			return consult.Receipt{}, err
		}
		return a.receipt(earlier.ReceiptNo, earlier.TextHash), a.linkEarlier(ctx, earlier.ReceiptNo, c.AccountID)
	}
}

// linkEarlier makes a comment that was sent before signing in, and is now sent
// again, the account's own.
func (a *App) linkEarlier(ctx context.Context, no string, accountID int64) error {
	if accountID == 0 {
		return nil
	}
	_, err := a.link(ctx, no, accountID, false)
	return err
}

// newComment seals what is personal and masks what will be public. Postgres keeps
// microseconds and rounds: an instant rounded up could fall on the closing one.
func (a *App) newComment(in SubmitInput) repo.NewComment {
	s := in.Submission
	c := repo.NewComment{
		ConsultationNo: in.ConsultationNo, ReceivedAt: a.Now().Truncate(time.Microsecond), Channel: in.Channel,
		AccountID: in.AccountID, EnterpriseID: in.EnterpriseID, DraftID: in.DraftID, Identity: s.Identity, PublicName: publicName(s), TextHash: consult.TextHash(s.Points),
		Sealed: repo.Sealed{
			Name: a.Keys.Seal(sealCommentName, s.Name), Phone: a.Keys.Seal(sealCommentPhone, s.Phone),
			Email: a.Keys.Seal(sealCommentEmail, s.Email), Organisation: a.Keys.Seal(sealCommentOrganisation, s.Organisation),
			USCC: a.Keys.Seal(sealCommentUSCC, s.USCC),
		},
		Index: repo.BlindIndex{
			Phone:        a.Keys.Index(sealCommentPhone, consult.PhoneKey(s.Phone)),
			Email:        a.Keys.Index(sealCommentEmail, consult.EmailKey(s.Email)),
			Organisation: a.Keys.Index(sealCommentOrganisation, consult.OrganisationKey(s.Organisation)),
			USCC:         a.Keys.Index(sealCommentUSCC, s.USCC),
		},
	}
	c.Points, c.Secrets = a.sealSecrets(s.Points)
	if s.Personal() {
		c.ConsentVersion = privacy.KnownNotice(in.ConsentVersion)
	}
	if len(in.Files) > 0 {
		c.Files = hashTokens(in.Files)
	}
	if in.IdempotencyKey != "" {
		c.KeyHash = a.Keys.MAC("comment key", in.IdempotencyKey)
		parts := append(content(s), in.Sums...)
		if in.EnterpriseID != 0 {
			parts = append(parts, "\x00enterprise "+strconv.FormatInt(in.EnterpriseID, 10))
		}
		c.RequestMAC = a.Keys.MAC("comment content", parts...)
	}
	return c
}

// publicName is how results and lists name the sender: residents masked,
// enterprises not, "" for who gave no name.
func publicName(s consult.Submission) string {
	if s.Identity == consult.Enterprise {
		return s.Organisation
	}
	return privacy.MaskName(s.Name)
}

// content is everything a repeated request must repeat.
func content(s consult.Submission) []string {
	parts := []string{string(s.Identity), s.Name, s.Phone, s.Email, s.Organisation, s.USCC}
	for _, p := range s.Points {
		ids := make([]string, len(p.ClauseIDs))
		for i, id := range p.ClauseIDs {
			ids[i] = strconv.FormatInt(id, 10)
		}
		parts = append(parts, p.Body, strings.Join(ids, ","))
		if p.Secret != "" {
			parts = append(parts, "\x00secret "+p.Secret) // no body has a NUL
		}
	}
	return parts
}
