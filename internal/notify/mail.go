package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"slices"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"nayan/internal/message"
)

// Letter is one mail, ready to go.
type Letter struct {
	MessageID int64 // gives the mail its Message-ID: twice the same is the same mail
	To        string
	Subject   string
	Plain     string
	HTML      string
	At        time.Time
	// Unsubscribe is the address that stops such letters with one POST; "" for a
	// letter that somebody asked for.
	Unsubscribe string
}

// Send hands a letter over. Errors: *SendError.
func (m *Mail) Send(ctx context.Context, l Letter) error {
	msg, err := m.compose(l)
	if err != nil {
		return refused(message.ProblemRefused)
	}
	// Letters go at the same time: none may write into the options that all share.
	options := slices.Concat(m.options, []mail.Option{mail.WithDialContextFunc(m.dialUntil(ctx))})
	client, err := mail.NewClient(m.host, options...)
	if err != nil {
		return later(message.ProblemUnreachable)
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return unreached(err)
	}
	defer client.CloseWithSMTPClient(connection) //nolint:errcheck // the letter's fate is known by now
	return m.deliver(client, connection, msg)
}

func (m *Mail) deliver(client *mail.Client, connection *smtp.Client, msg *mail.Msg) error {
	err := client.SendWithSMTPClient(connection, msg)
	if err == nil || msg.IsDelivered() {
		return nil
	}
	return undelivered(err)
}

func (m *Mail) compose(l Letter) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := msg.To(l.To); err != nil {
		return nil, err
	}
	msg.FromMailAddress(&m.from)
	msg.Subject(l.Subject)
	msg.SetDateWithValue(l.At)
	msg.SetMessageIDWithValue(fmt.Sprintf("nayan-message-%d@%s", l.MessageID, m.domain))
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834, 5: no robot is to answer
	if l.Unsubscribe != "" {                             // RFC 8058, 3.1
		msg.SetGenHeader("List-Unsubscribe", "<"+l.Unsubscribe+">")
		msg.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(mail.TypeTextPlain, l.Plain)
	msg.AddAlternativeString(mail.TypeTextHTML, l.HTML)
	return msg, nil
}

// dialUntil connects, and hangs up when ctx ends: the library itself looks at it
// only while it connects.
func (m *Mail) dialUntil(ctx context.Context) mail.DialContextFunc {
	return func(dialing context.Context, network, address string) (net.Conn, error) {
		conn, err := m.dial(dialing, network, address)
		if err == nil {
			context.AfterFunc(ctx, func() { _ = conn.Close() })
		}
		return conn, err
	}
}

func (m *Mail) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if m.implicit {
		return (&tls.Dialer{Config: m.tls}).DialContext(ctx, network, address)
	}
	return new(net.Dialer).DialContext(ctx, network, address)
}

// unreached sorts what went wrong before the letter was mentioned: whatever it
// was, nothing was taken.
func unreached(err error) *SendError {
	var answer *textproto.Error
	var untrusted *tls.CertificateVerificationError
	var noTLS tls.RecordHeaderError
	var noName x509.HostnameError
	switch {
	case errors.As(err, &answer) && answer.Code >= 500:
		return later(message.ProblemDenied)
	case errors.As(err, &untrusted), errors.As(err, &noTLS), errors.As(err, &noName):
		return later(message.ProblemInsecure)
	}
	return later(message.ProblemUnreachable)
}

// undelivered sorts what went wrong with the letter. Until its last line is sent
// no server may take it (RFC 5321, 4.1.1.4); after that only an answer tells.
func undelivered(err error) *SendError {
	var f *mail.SendError
	switch {
	case !errors.As(err, &f):
		return Of(err)
	case f.ErrorCode() >= 500 && f.Reason == mail.ErrSMTPMailFrom:
		return later(message.ProblemDenied) // our own address: a matter of the configuration
	case f.ErrorCode() >= 500:
		return refused(message.ProblemRefused)
	case f.ErrorCode() >= 400:
		return later(message.ProblemBusy)
	case f.Reason == mail.ErrSMTPDataClose:
		return Of(err)
	}
	return later(message.ProblemUnreachable)
}
