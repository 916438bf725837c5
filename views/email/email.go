package email

import (
	"bytes"
	"context"
	"strings"

	"nayan/internal/i18n"
	"nayan/internal/message"
	"nayan/views/layout"
)

// Mail is a message as mail: the same words twice, once in HTML.
type Mail struct {
	Subject, Plain, HTML string
	Unsubscribe          string // where one POST stops such mails; empty where nobody subscribed
}

// Render writes a message as mail in the county's name. Links begin with the
// site's BaseURL; without one they are left out.
func Render(ctx context.Context, site layout.Site, t message.Template, v message.Values) (Mail, error) {
	l := write(ctx, site, t, v)
	var html bytes.Buffer
	if err := page(l).Render(ctx, &html); err != nil {
		return Mail{}, err
	}
	mail := Mail{Subject: l.Subject, Plain: l.plain(ctx), HTML: html.String()}
	if v.Stop != "" && site.BaseURL != "" {
		mail.Unsubscribe = site.BaseURL + v.Stop
	}
	return mail, nil
}

func (l letter) plain(ctx context.Context) string {
	parts := append([]string{l.Hello}, l.Lines...)
	for _, part := range []string{l.Code, l.Href, l.Good, l.Ignore, l.Manage} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	parts = append(parts, "-- \n"+strings.Join(l.foot(ctx), "\n")) // RFC 3676, 4.3: begins a signature
	return strings.Join(parts, "\n\n") + "\n"
}

func (l letter) foot(ctx context.Context) []string {
	return []string{l.Site.Organiser, i18n.T(ctx, "message.automatic", l.Site.Name), i18n.T(ctx, "message.call", l.Site.Phone)}
}
