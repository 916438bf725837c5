// Package mailsink is a real SMTP server for tests: it keeps what it is sent, and
// on demand refuses, hangs up or falls silent as mail servers do.
package mailsink

import (
	"crypto/tls"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// waitAtMost is how long a mail may take that a test waits for.
const waitAtMost = 30 * time.Second

// Manner is how the server behaves.
type Manner int

// The manners.
const (
	Accept Manner = iota
	Later         // refuses each recipient for now: 451
	Refuse        // refuses each recipient for good: 550
	HangUp        // takes the mail and cuts the connection before saying so
	Silent        // takes the mail and never says so
)

// Sink is one server. It is safe for concurrent use.
type Sink struct {
	address string
	server  *smtp.Server
	gone    chan struct{} // closed when the test ends

	mu      sync.Mutex
	manner  Manner
	mails   []Mail
	read    map[int]bool  // indexes of mails that Wait gave out
	arrived chan struct{} // closed and replaced with each mail
}

// Start runs a server until the test ends.
func Start(t testing.TB) *Sink {
	t.Helper()
	return start(t, nil)
}

// StartTLS runs a server that offers STARTTLS with the certificate.
func StartTLS(t testing.TB, c tls.Certificate) *Sink {
	t.Helper()
	return start(t, &tls.Config{Certificates: []tls.Certificate{c}, MinVersion: tls.VersionTLS12})
}

func start(t testing.TB, secure *tls.Config) *Sink {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Sink{address: listener.Addr().String(), gone: make(chan struct{}), read: map[int]bool{}, arrived: make(chan struct{})}
	s.server = smtp.NewServer(s)
	s.server.Domain = "sink.example"
	s.server.AllowInsecureAuth, s.server.TLSConfig = true, secure
	stopped := make(chan struct{})
	go func() {
		_ = s.server.Serve(listener) // being closed is how it ends
		close(stopped)
	}()
	t.Cleanup(func() {
		close(s.gone)
		_ = s.server.Close()
		<-stopped
	})
	return s
}

// URL is the server's address as NAYAN_SMTP_URL has it.
func (s *Sink) URL() string { return "smtp://" + s.address + "?tls=none" }

// Address is the server's host and port.
func (s *Sink) Address() string { return s.address }

// Behave changes the manner from the next mail on.
func (s *Sink) Behave(m Manner) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.manner = m
}

// All gives every mail so far, in the order of arrival.
func (s *Sink) All() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// Wait gives the oldest mail to an address that no Wait has given yet, and waits
// until there is one.
func (s *Sink) Wait(t testing.TB, to string) Mail {
	t.Helper()
	late := time.NewTimer(waitAtMost)
	defer late.Stop()
	for {
		mail, found, arrived := s.next(to)
		if found {
			return mail
		}
		select {
		case <-arrived:
		case <-late.C:
			t.Fatalf("no mail to %s came within %s", to, waitAtMost)
		}
	}
}

func (s *Sink) next(to string) (mail Mail, found bool, arrived <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, m := range s.mails {
		if !s.read[i] && strings.EqualFold(m.To, to) {
			s.read[i] = true
			return m, true, nil
		}
	}
	return Mail{}, false, s.arrived
}

func (s *Sink) keep(m Mail) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mails = append(s.mails, m)
	close(s.arrived)
	s.arrived = make(chan struct{})
}

func (s *Sink) behaviour() Manner {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.manner
}
