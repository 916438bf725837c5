package consultview

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// Speaker is a verified enterprise that who is signed in may speak for. SpokenAt
// is when its opinion as it stands was sent, zero for none yet; By is who sent it,
// masked, "" where that is not known.
type Speaker struct {
	ID       int64
	Name     string
	SpokenAt time.Time
	By       string
	Own      bool // by who is signed in
}

// SpeaksForPrefix begins the value of the identity that names an enterprise.
const SpeaksForPrefix = string(consult.Enterprise) + ":"

func (s Speaker) value() string { return SpeaksForPrefix + strconv.FormatInt(s.ID, 10) }

// chosen is the value of the identity that is marked where enterprises can be
// spoken for.
func (f CommentForm) chosen(asked consult.Audience) string {
	switch i := slices.IndexFunc(f.Speakers, func(s Speaker) bool { return s.ID == f.SpeaksFor }); {
	case i >= 0:
		return f.Speakers[i].value()
	case f.Values.Identity == "" && asked == consult.Enterprises:
		return f.Speakers[0].value()
	}
	return string(consult.Resident)
}

// spoken says what becomes of an opinion that the enterprise has sent before.
func (s Speaker) spoken(ctx context.Context) string {
	at := i18n.Minute(ctx, s.SpokenAt)
	switch {
	case s.Own:
		return i18n.T(ctx, "speaks.spoken.own", s.Name, at)
	case s.By == "":
		return i18n.T(ctx, "speaks.spoken", s.Name, at)
	}
	return i18n.T(ctx, "speaks.spoken.by", s.Name, s.By, at)
}

func (f CommentForm) secret(ctx context.Context, p pointView) ui.Field {
	return ui.Field{ID: p.id("secret"), Name: p.name("secret"), Value: p.Secret, Rows: 3, MaxLength: consult.MaxSecretRunes,
		Label: i18n.T(ctx, "comment.secret"), Hint: i18n.T(ctx, "comment.secret.hint", consult.MaxSecretRunes), Later: true,
		Error: f.Errors.Message(ctx, p.id("secret"))}
}

// Addressees says in words whom an enterprise consultation addresses, one part a
// line.
func Addressees(ctx context.Context, a consult.Addressing) (parts []string) {
	if a.All() {
		return []string{i18n.T(ctx, "addressing.all")}
	}
	add := func(key string, names []string) {
		if len(names) > 0 {
			parts = append(parts, i18n.T(ctx, key, strings.Join(names, i18n.T(ctx, "addressing.and"))))
		}
	}
	add("addressing.industries", wordsOf(ctx, "industry.", a.Industries))
	add("addressing.sizes", wordsOf(ctx, "size.", a.Sizes))
	add("addressing.townships", namesOf(a.Townships))
	if n := len(a.Listed); n > 0 && len(parts) > 0 {
		parts = append(parts, i18n.T(ctx, "addressing.listed.too", n))
	} else if n > 0 {
		parts = append(parts, i18n.T(ctx, "addressing.listed", n))
	}
	return parts
}

func wordsOf[T account.Industry | account.Size](ctx context.Context, prefix string, list []T) (out []string) {
	for _, v := range list {
		out = append(out, i18n.T(ctx, prefix+string(v)))
	}
	return out
}

func namesOf(list []account.Township) (out []string) {
	for _, t := range list {
		out = append(out, t.Name)
	}
	return out
}
