package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/repo"
)

// TellAuthors is the job that writes to who sent comments that all of their answers
// are public, or, with a correction, that one was corrected. After is the last
// comment that was looked at: it goes on there.
type TellAuthors struct {
	ConsultationID int64 `json:"consultation_id"`
	CorrectionID   int64 `json:"correction_id"`
	After          int64 `json:"after"`
}

// Kind implements the queue's interface.
func (TellAuthors) Kind() string { return "tell_authors" }

// answerDays is how long an answer is worth a message that could not be sent at
// once; the receipt keeps it.
const answerDays = 90

// TellAuthors writes to authors, batch by batch, until nobody is left or the time
// is up; then another job goes on. However often it is cut off and begins again,
// nobody is told twice: who was told is kept with the message.
func (a *App) TellAuthors(ctx context.Context, job TellAuthors, until time.Time) (err error) {
	defer fault.Wrap(&err, "app.TellAuthors(%d, %d)", job.ConsultationID, job.CorrectionID)
	call, err := a.Repo.AnsweredCall(ctx, job.ConsultationID, job.CorrectionID)
	if err != nil {
		return err
	}
	for {
		last, err := a.tellAuthorsBatch(ctx, call, job.After, tellBatch)
		if err != nil || last == 0 {
			return err
		}
		if job.After = last; a.Now().After(until) {
			return a.Repo.Write(ctx, func(tx *repo.Tx) error { return tx.EnqueueLater(ctx, job) })
		}
	}
}

// tellAuthorsBatch writes to the authors of the next comments after one and gives the
// last of them, 0 when there are none.
func (a *App) tellAuthorsBatch(ctx context.Context, call repo.AnsweredCall, after int64, batch int) (last int64, err error) {
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		list, err := tx.AuthorsToTell(ctx, call, after, batch)
		if err != nil || len(list) == 0 {
			return err
		}
		last = list[len(list)-1].CommentID
		var out []repo.NewMessage
		told := repo.AuthorTellings{At: a.Now()}
		for _, author := range list {
			messages, err := a.answerMessages(call, author)
			if err != nil {
				return err
			}
			told.Add(author.CommentID, messages)
			out = append(out, messages...)
		}
		if err := tx.InsertAuthorTellings(ctx, call, told); err != nil {
			return err
		}
		ids, err := tx.InsertMessages(ctx, out)
		if err != nil {
			return err
		}
		return enqueueLater(ctx, tx, ids)
	})
	return last, err
}

// answerMessages are the messages to one author: by mail where an address was given,
// else to the phone, and into the inbox of the account that the comment is of. The
// first is the way by which they count as told.
func (a *App) answerMessages(call repo.AnsweredCall, author repo.Author) (out []repo.NewMessage, err error) {
	o := &opener{app: a}
	email, phone := o.open(sealCommentEmail, author.EmailSealed), o.open(sealCommentPhone, author.PhoneSealed)
	v := answerValues(call, author)
	v.Name = o.open(sealCommentName, author.NameSealed)
	if o.err != nil {
		return nil, o.err
	}
	add := func(c message.Channel, to string) error {
		n, err := a.newAnswer(call, author, c, to, v)
		out = append(out, n)
		return err
	}
	switch {
	case email != "":
		err = add(message.Email, email)
	case phone != "":
		err = add(message.SMS, phone)
	}
	if err == nil && author.AccountID != 0 {
		v.Path = "/account/comments/" + author.ReceiptNo
		err = add(message.Inbox, "")
	}
	return out, err
}

func (a *App) newAnswer(call repo.AnsweredCall, author repo.Author, c message.Channel, to string, v message.Values) (n repo.NewMessage, err error) {
	m := Message{Channel: c, Template: message.Answered}
	if call.CorrectionID != 0 {
		m.Template = message.AnswerCorrected
	}
	if c == message.SMS {
		v.Answers, v.Reason = nil, "" // a text message says where to read them
	}
	values, err := json.Marshal(v)
	if err != nil {
		return n, err
	}
	now := a.Now()
	return repo.NewMessage{Cause: fmt.Sprintf("answer:%d:%d:%d", call.ConsultationID, author.CommentID, call.CorrectionID), Channel: c, Template: m.Template,
		RecipientSealed: a.Keys.Seal(sealMessageRecipient, to), ValuesSealed: a.Keys.Seal(sealMessageValues, string(values)),
		AccountID: author.AccountID, State: a.firstState(m), NotAfter: now.AddDate(0, 0, answerDays), At: now}, nil
}

// saidRunes is how much of their own words a message repeats of each point.
const saidRunes = 200

// answerValues are what a message about answers says: in its author's own words,
// never in the public's, and never what was said in confidence. Its link has the
// number of the receipt, and not its secret.
func answerValues(call repo.AnsweredCall, author repo.Author) message.Values {
	v := message.Values{Title: call.Title, Unit: call.UnitName, Receipt: author.ReceiptNo, Path: "/receipts?no=" + author.ReceiptNo, Reason: call.Why}
	for _, p := range author.Points {
		said := message.AnsweredPoint{Said: excerpt(p.Body, saidRunes)}
		for _, d := range p.Decisions {
			said.Decisions = append(said.Decisions, message.Decision{Outcome: string(d.Outcome), Reason: d.Reason})
		}
		v.Answers = append(v.Answers, said)
	}
	return v
}

func excerpt(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}
