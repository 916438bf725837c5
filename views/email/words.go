package email

import (
	"cmp"
	"context"
	"time"

	"nayan/internal/i18n"
	"nayan/internal/message"
	"nayan/views/layout"
)

// letter is what a message says, before it takes the shape of a channel.
type letter struct {
	Site    layout.Site
	Subject string
	Hello   string
	Lines   []string // what it is about, and what to do
	Code    string   // to type in; may be empty
	Action  string   // the words on the link; empty without one
	Href    string
	Good    string // how long link or code can be used; may be empty
	Ignore  string // what to do if it was not the reader who asked for it
	Manage  string // where to say what to hear of; empty where that is no question
}

func key(t message.Template, part string) string { return "message." + string(t) + "." + part }

// write puts a message into words.
func write(ctx context.Context, site layout.Site, t message.Template, v message.Values) letter {
	l := letter{Site: site, Subject: i18n.T(ctx, "message.subject", site.Name, i18n.T(ctx, key(t, "subject"))),
		Hello: i18n.T(ctx, "message.to.somebody"), Lines: lines(ctx, site, t, v), Code: v.Code, Good: good(ctx, t, v),
		Ignore: ignore(ctx, site, t)}
	if v.Name != "" {
		l.Hello = i18n.T(ctx, "message.to", v.Name)
	}
	if action := key(t, "action"); v.Path != "" && site.BaseURL != "" && i18n.Has(action) {
		l.Action, l.Href = i18n.T(ctx, action), site.BaseURL+v.Path
	}
	if v.Manage != "" && site.BaseURL != "" {
		l.Manage = site.BaseURL + v.Manage
	}
	return l
}

func lines(ctx context.Context, site layout.Site, t message.Template, v message.Values) []string {
	text := key(t, "text")
	switch t {
	case message.StaffInvitation:
		return []string{i18n.T(ctx, text, cmp.Or(v.Unit, site.Organiser), site.Name)}
	case message.EnterpriseInvitation:
		return []string{i18n.T(ctx, text, v.Enterprise, site.Name)}
	case message.EnterpriseVerified:
		return []string{i18n.T(ctx, text, v.Enterprise)}
	case message.EnterpriseRejected:
		return []string{i18n.T(ctx, text, v.Enterprise, v.Reason), i18n.T(ctx, "message.enterprise_rejected.next")}
	case message.ConsultationInvitation:
		return []string{i18n.T(ctx, text, v.Enterprise, v.Title, i18n.Second(ctx, v.ClosesAt.Add(-time.Second))), i18n.T(ctx, "message.consultation_invitation.next")}
	case message.AccountErased:
		return []string{i18n.T(ctx, text, site.Name), i18n.T(ctx, "message.account_erased.next")}
	case message.Answered, message.AnswerCorrected:
		return answers(ctx, t, v)
	case message.FollowConfirm, message.FollowKnown:
		return asked(ctx, site, t, v)
	}
	if t.ToFollowers() {
		return news(ctx, t, v)
	}
	return []string{i18n.T(ctx, text, site.Name)}
}

// good says for how long what the message carries can be used.
func good(ctx context.Context, t message.Template, v message.Values) string {
	switch {
	case t == message.Code && v.Minutes > 0:
		return i18n.T(ctx, "message.code.good", v.Minutes)
	case v.Days > 0:
		return i18n.T(ctx, "message.days", v.Days)
	case v.Minutes > 0:
		return i18n.T(ctx, "message.minutes", v.Minutes)
	}
	return ""
}

func ignore(ctx context.Context, site layout.Site, t message.Template) string {
	if t.ToFollowers() {
		return i18n.T(ctx, "message.follow.why", site.Name)
	}
	switch t {
	case message.EnterpriseVerified, message.EnterpriseRejected, message.AccountErased, message.ConsultationInvitation, message.Answered, message.AnswerCorrected:
		return i18n.T(ctx, key(t, "ignore"), site.Phone)
	}
	return i18n.T(ctx, key(t, "ignore"))
}
