package email

import (
	"context"

	"nayan/internal/i18n"
	"nayan/internal/message"
	"nayan/views/layout"
)

// MaxSMS is how many characters one text message takes in UCS-2 (3GPP TS 23.040);
// only a link makes one of ours longer.
const MaxSMS = 70

// maxSMSName is what is left for the name of an enterprise.
const maxSMSName = 20

// SMS writes a message as a text message that begins with 【county】: operators
// deliver none without such a signature.
func SMS(ctx context.Context, site layout.Site, t message.Template, v message.Values) string {
	text := i18n.T(ctx, "message.sms", site.County, shortly(ctx, site, t, v))
	if v.Path == "" || site.BaseURL == "" || !t.HasLink() {
		return text
	}
	switch {
	case v.Days > 0:
		text += i18n.T(ctx, "message.sms.days", v.Days)
	case v.Minutes > 0:
		text += i18n.T(ctx, "message.sms.minutes", v.Minutes)
	}
	return text + site.BaseURL + v.Path
}

func shortly(ctx context.Context, site layout.Site, t message.Template, v message.Values) string {
	text := key(t, "sms")
	switch t {
	case message.Code:
		return i18n.T(ctx, text, v.Code, v.Minutes)
	case message.EnterpriseInvitation, message.EnterpriseVerified, message.EnterpriseRejected, message.ConsultationInvitation:
		return i18n.T(ctx, text, clipped(v.Enterprise))
	case message.Answered, message.AnswerCorrected:
		return i18n.T(ctx, text, v.Receipt)
	case message.AccountErased:
		return i18n.T(ctx, text, site.Phone)
	}
	return i18n.T(ctx, text)
}

func clipped(name string) string {
	runes := []rune(name)
	if len(runes) <= maxSMSName {
		return name
	}
	return string(runes[:maxSMSName-1]) + "…"
}
