package notify

import (
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"

	"github.com/wneessen/go-mail"
)

// Mail hands letters to one SMTP server. It is safe for concurrent use.
type Mail struct {
	host     string
	from     netmail.Address
	domain   string // of the sender; names this program to the server
	implicit bool   // TLS from the first byte
	tls      *tls.Config
	options  []mail.Option
}

// encryption is a way to speak to a server, by its word in the configuration.
var encryption = map[string]struct {
	port     int
	policy   mail.TLSPolicy
	implicit bool
}{
	"starttls": {587, mail.TLSMandatory, false},
	"implicit": {465, mail.TLSOpportunistic, true},
	"none":     {25, mail.NoTLS, false},
}

var errSMTPURL = errors.New("the SMTP URL is not of the form smtp://user:password@host:port?tls=starttls, implicit or none")

// NewMail reads where mail goes: smtp://user:password@host:port?tls=starttls. from
// is an address, with or without a name; name stands in for a missing one.
func NewMail(rawURL, from, name string) (*Mail, error) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Scheme != "smtp" || u.Hostname() == "" {
		return nil, errSMTPURL // the parser's own words would quote the password
	}
	how, known := encryption[cmp.Or(u.Query().Get("tls"), "starttls")]
	if !known {
		return nil, errSMTPURL
	}
	sender, err := netmail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("the sender of mails is no address: %w", err)
	}
	sender.Name = cmp.Or(sender.Name, name)
	m := &Mail{host: u.Hostname(), from: *sender, domain: sender.Address[strings.LastIndexByte(sender.Address, '@')+1:],
		implicit: how.implicit, tls: &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}}
	port := how.port
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, errSMTPURL
		}
	}
	m.options = append(login(u.User), mail.WithPort(port), mail.WithTLSPolicy(how.policy), mail.WithTLSConfig(m.tls),
		mail.WithTimeout(sendWithin), mail.WithHELO(m.domain), mail.WithoutNoop(), mail.WithoutRset())
	return m, nil
}

func login(user *url.Userinfo) []mail.Option {
	if user == nil {
		return nil
	}
	password, _ := user.Password()
	return []mail.Option{mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(user.Username()), mail.WithPassword(password)}
}
