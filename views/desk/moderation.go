package desk

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// ModerationPage is one comment to decide on: in the queue, or on its own.
type ModerationPage struct {
	Page
	Con     consult.Consultation
	Comment consult.Comment            // ID 0: the queue has none here
	Clauses map[int64][]consult.Clause // what the points are on, by the id of the clause
	Hits    []Hit
	Files   Files
	Queue   *Queue // nil: the page of the comment itself
	Hide    ModerationForm
	Redact  RedactForm
}

// Queue says how much waits, and where in it the page is.
type Queue struct {
	Scope    int64 // the consultation it is narrowed to; 0: all of the moderator's
	Waiting  int
	Previous int // that wait before this one
}

// Hit is something in a comment that is perhaps not for the public.
type Hit struct {
	consult.PlacedSpan
	Kind string // what it seems to be, in words
	Text string
}

// ModerationForm is a step of moderation that was refused, as it was typed.
type ModerationForm struct {
	CommentID   int64
	Code, Words string // one of consult.HideCodes, and what goes with it
	Errors      ui.Errors
}

// RedactForm is a redaction that was refused, as it was chosen.
type RedactForm struct {
	Places []string // as Place writes them
	Words  string
	Code   string
	Errors ui.Errors
}

// Place writes where a part of a comment lies, for a form.
func Place(s consult.PlacedSpan) string {
	return strconv.Itoa(s.Position) + ":" + strconv.Itoa(s.Start) + ":" + strconv.Itoa(s.End)
}

// QueueURL leads to what waits after or before a comment; scope 0 is every
// consultation of the moderator's.
func QueueURL(scope int64, direction string, id int64) string {
	q := url.Values{}
	if scope != 0 {
		q.Set("consultation", id64(scope))
	}
	if id != 0 {
		q.Set(direction, id64(id))
	}
	return withQuery("/desk/moderation", q)
}

// Where a form of moderation stood, to come back there: in the queue, on the page
// of the comment, or on the list, which is "".
const (
	FromQueue   = "queue"
	FromComment = "comment"
)

func (p ModerationPage) from() string {
	if p.Queue != nil {
		return FromQueue
	}
	return FromComment
}

func (p ModerationPage) scope() string {
	if p.Queue == nil {
		return ""
	}
	return id64(p.Queue.Scope)
}

func (p ModerationPage) url(end string) string { return commentURL(p.Con.ID, p.Comment.ID, end) }

func commentURL(consultationID, id int64, end string) string {
	path := consultationURL(consultationID, "comments/"+id64(id))
	if end == "" {
		return path
	}
	return path + "/" + end
}

func (p ModerationPage) moderates() bool { return p.Comment.ID != 0 && p.Can(account.Adjudicator) }

// hits gives where hits lie on the point at a position.
func (p ModerationPage) hits(position int) (out []consult.Span) {
	for _, h := range p.Hits {
		if h.Position == position {
			out = append(out, h.Span)
		}
	}
	return out
}

// open are the hits that nothing covers yet.
func (p ModerationPage) open() (out []Hit) {
	for _, h := range p.Hits {
		inside := slices.ContainsFunc(p.redactions(), func(r consult.Redaction) bool {
			return r.Position == h.Position && r.Start <= h.Start && h.End <= r.End
		})
		if !inside {
			out = append(out, h)
		}
	}
	return out
}

func (p ModerationPage) redactions() (out []consult.Redaction) {
	for _, point := range p.Comment.Points {
		out = append(out, point.Redactions...)
	}
	return out
}

// words are what a redaction covers; only who reads the comment whole sees them.
func (p ModerationPage) words(r consult.Redaction) string {
	for _, point := range p.Comment.Points {
		if runes := []rune(point.Body); point.Position == r.Position && r.End <= len(runes) {
			return string(runes[r.Start:r.End])
		}
	}
	return ""
}

// hideOptions are the reasons in the order of the keys that choose them.
func hideOptions(ctx context.Context) (out []ui.Option) {
	for i, code := range consult.HideCodes {
		out = append(out, ui.Option{Value: string(code), Label: i18n.T(ctx, "moderation.numbered", i+1, codeWord(ctx, code))})
	}
	return out
}

func codeOptions(ctx context.Context, codes []consult.ReasonCode) (out []ui.Option) {
	for _, code := range codes {
		out = append(out, ui.Option{Value: string(code), Label: codeWord(ctx, code)})
	}
	return out
}

func codeWord(ctx context.Context, code consult.ReasonCode) string {
	return i18n.T(ctx, "moderation.code."+string(code))
}

func (f ModerationForm) code(ctx context.Context, id string) ui.Field {
	return ui.Field{ID: id, Name: "code", Label: i18n.T(ctx, "moderation.hide.code"), Required: true, Value: f.Code, Error: f.Errors.Message(ctx, id)}
}

func (f ModerationForm) words(ctx context.Context, id string) ui.Field {
	return ui.Field{ID: id, Name: "reason", Label: i18n.T(ctx, "moderation.hide.text"), Hint: i18n.T(ctx, "moderation.hide.text.hint"),
		Value: f.Words, Error: f.Errors.Message(ctx, id), Rows: 2, MaxLength: consult.MaxHiddenReasonRunes}
}

func (f RedactForm) words(ctx context.Context) ui.Field {
	return ui.Field{ID: "words", Name: "words", Label: i18n.T(ctx, "moderation.redact.words"), Hint: i18n.T(ctx, "moderation.redact.words.hint"),
		Value: f.Words, Error: f.Errors.Message(ctx, "words"), Rows: 3, MaxLength: consult.MaxRedactedRunes}
}

func (f RedactForm) code(ctx context.Context) ui.Field {
	value := f.Code
	if value == "" {
		value = string(consult.ReasonPersonalData)
	}
	return ui.Field{ID: "redact-code", Name: "code", Label: i18n.T(ctx, "moderation.redact.code"), Value: value,
		Error: f.Errors.Message(ctx, "redact-code"), Required: true}
}
