package oidc

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
)

const (
	// patience bounds one call to the provider; a sign-in takes up to three.
	patience = 5 * time.Second
	// maxAnswer bounds what is read of an answer: discovery documents and key sets
	// are a few kilobytes.
	maxAnswer = 1 << 20
)

// newClient speaks to the provider, and to nobody it refers us to.
func newClient() *http.Client {
	return &http.Client{
		Timeout:       patience,
		Transport:     bounded{http.DefaultTransport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// bounded cuts off answers that are too long to be honest.
type bounded struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := b.next.RoundTrip(r)
	if err == nil {
		res.Body = http.MaxBytesReader(nil, res.Body, maxAnswer)
	}
	return res, err
}

// cause says for the log why the provider could not be used. Answers are left
// out: they may hold a code, a token or a person's data.
func cause(err error) error {
	if u := (*url.Error)(nil); errors.As(err, &u) {
		return u.Err
	}
	if r := (*oauth2.RetrieveError)(nil); errors.As(err, &r) {
		return fmt.Errorf("the token endpoint answered %s %s", r.Response.Status, known(r.ErrorCode))
	}
	return errors.New("its answer is not what OpenID Connect asks for")
}

// codes are the errors of a token endpoint (RFC 6749, 5.2).
var codes = map[string]bool{"invalid_request": true, "invalid_client": true, "invalid_grant": true,
	"unauthorized_client": true, "unsupported_grant_type": true, "invalid_scope": true}

// known keeps anything but the registered codes out of the log.
func known(code string) string {
	if codes[code] {
		return code
	}
	return ""
}
