package main

import (
	"fmt"
	"time"

	"nayan/handlers"
	"nayan/internal/jobs"
	"nayan/internal/message"
	"nayan/internal/notify"
)

// gateways are the ways out of the program; nil for what is not configured.
type gateways struct {
	mail *notify.Mail
	sms  *notify.SMS
}

func (c config) gateways() (g gateways, err error) {
	if c.SMTPURL != "" {
		if g.mail, err = notify.NewMail(c.SMTPURL, c.MailFrom, c.SiteName); err != nil {
			return gateways{}, fmt.Errorf("NAYAN_SMTP_URL, NAYAN_MAIL_FROM: %w", err)
		}
	}
	if c.SMSURL != "" {
		if g.sms, err = notify.NewSMS(c.SMSURL, c.SMSSecret); err != nil {
			return gateways{}, fmt.Errorf("NAYAN_SMS_URL, NAYAN_SMS_SECRET: %w", err)
		}
	}
	return g, nil
}

// runner builds what works off the queue, once it is known where the public
// reaches the site; poll is 0 outside of tests.
func (c config) runner(e *handlers.Env, poll time.Duration) (*jobs.Runner, error) {
	g, err := c.gateways()
	if err != nil {
		return nil, err
	}
	e.App.Gateways = message.Gateways{Email: g.mail != nil, SMS: g.sms != nil, NoLinks: e.Site.BaseURL == ""}
	return jobs.New(jobs.Config{App: e.App, Site: e.Site, Mail: g.mail, SMS: g.sms, Log: e.Log, Poll: poll})
}
