package mailsink

import (
	"errors"
	"io"
	"regexp"
	"testing"

	"github.com/emersion/go-message/mail"
)

// Mail is what arrived, decoded.
type Mail struct {
	From, To string // of the envelope
	Subject  string
	Plain    string
	HTML     string
	Header   mail.Header
	Raw      string // the part of the subject as it travelled
	SignedIn string // user:password of the connection; empty without
}

// link and code are what mails of this program ask somebody to go on with.
var (
	link = regexp.MustCompile(`https?://[^\s<>"，。]+`)
	code = regexp.MustCompile(`\b[0-9]{6}\b`)
)

// Link gives the first link of the plain text.
func (m Mail) Link(t testing.TB) string { return m.find(t, "link", link) }

// Code gives the first six digits of the plain text.
func (m Mail) Code(t testing.TB) string { return m.find(t, "code", code) }

func (m Mail) find(t testing.TB, what string, shape *regexp.Regexp) string {
	t.Helper()
	found := shape.FindString(m.Plain)
	if found == "" {
		t.Fatalf("the mail %q has no %s", m.Subject, what)
	}
	return found
}

func parse(r io.Reader) (m Mail, err error) {
	reader, err := mail.CreateReader(r)
	if err != nil {
		return m, err
	}
	m.Header, m.Raw = reader.Header, reader.Header.Get("Subject")
	if m.Subject, err = reader.Header.Subject(); err != nil {
		return m, err
	}
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return m, nil
		}
		if err != nil {
			return m, err
		}
		if err := m.add(part); err != nil {
			return m, err
		}
	}
}

func (m *Mail) add(part *mail.Part) error {
	body, err := io.ReadAll(part.Body)
	if err != nil {
		return err
	}
	header, ok := part.Header.(*mail.InlineHeader)
	if !ok {
		return errors.New("a mail of ours carries no attachments")
	}
	switch kind, _, err := header.ContentType(); {
	case err != nil:
		return err
	case kind == "text/html":
		m.HTML = string(body)
	default:
		m.Plain = string(body)
	}
	return nil
}
