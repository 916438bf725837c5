package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"strings"

	coreos "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"nayan/internal/fault"
)

// Attempt is what one sign-in must be recognised by when the browser comes back.
// It is for this browser alone.
type Attempt struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"` // of PKCE
}

// Identity is whom the provider vouches for. Subject never changes; the rest is
// what the provider knew at this moment.
type Identity struct {
	Issuer, Subject string
	Name            string
	Email           string
	EmailVerified   bool
	Phone           string
	PhoneVerified   bool
}

// Begin makes an attempt and the provider's address to send the browser to.
// redirect is where the provider sends it back. Errors: Unavailable.
func (p *Provider) Begin(ctx context.Context, redirect string) (a Attempt, address string, err error) {
	defer fault.Wrap(&err, "oidc.Begin")
	e, err := p.discover(ctx)
	if err != nil {
		return Attempt{}, "", err
	}
	a = Attempt{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	return a, p.oauth(e, redirect).AuthCodeURL(a.State, coreos.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)), nil
}

// Finish turns the code that the browser brought back into an identity. Errors:
// Unavailable; Invalid for what cannot be trusted.
func (p *Provider) Finish(ctx context.Context, a Attempt, code, redirect string) (id Identity, err error) {
	defer fault.Wrap(&err, "oidc.Finish")
	e, err := p.discover(ctx)
	if err != nil {
		return Identity{}, err
	}
	ctx = p.within(ctx)
	token, err := p.oauth(e, redirect).Exchange(ctx, code, oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return Identity{}, exchangeFailed(err)
	}
	claims, err := p.verify(ctx, e, a, token)
	if err != nil {
		return Identity{}, err
	}
	if err := p.complete(ctx, e, token, &claims); err != nil {
		return Identity{}, err
	}
	return Identity{Issuer: p.config.Issuer, Subject: claims.Subject, Name: claims.Name, Email: claims.Email,
		EmailVerified: bool(claims.EmailVerified), Phone: claims.Phone, PhoneVerified: bool(claims.PhoneVerified)}, nil
}

// IsIssuer reports whether a response may come from this provider: where it names
// an issuer, it must be ours (RFC 9207, 2.4).
func (p *Provider) IsIssuer(named string) bool { return named == "" || named == p.config.Issuer }

// exchangeFailed tells a code that is not good from a provider that is down.
func exchangeFailed(err error) error {
	r := (*oauth2.RetrieveError)(nil)
	if errors.As(err, &r) && r.ErrorCode == "invalid_grant" {
		return refused(cause(err))
	}
	return unavailable(cause(err))
}

// claims are what an ID token or the userinfo endpoint says of somebody.
type claims struct {
	Subject       string `json:"sub"`
	Authorized    string `json:"azp"`
	Name          string `json:"name"`
	Email         string `json:"email"`
	EmailVerified flag   `json:"email_verified"`
	Phone         string `json:"phone_number"`
	PhoneVerified flag   `json:"phone_number_verified"`
}

// flag is a boolean that some providers send as text.
type flag bool

// UnmarshalJSON implements json.Unmarshaler; what is not plainly true is false.
func (f *flag) UnmarshalJSON(data []byte) error {
	*f = strings.Trim(string(data), `"`) == "true"
	return nil
}

// verify holds the ID token to OpenID Connect Core 1.0, 3.1.3.7: signature,
// issuer, audience and expiry by the library, the rest here.
func (p *Provider) verify(ctx context.Context, e *endpoints, a Attempt, token *oauth2.Token) (c claims, err error) {
	raw, _ := token.Extra("id_token").(string)
	t, err := e.verifier.Verify(ctx, raw)
	if err != nil {
		return c, notVerified(err)
	}
	switch {
	case t.Claims(&c) != nil:
		return c, refused(errors.New("the claims cannot be read"))
	case c.Subject == "":
		return c, refused(errors.New("the token names nobody"))
	case subtle.ConstantTimeCompare([]byte(t.Nonce), []byte(a.Nonce)) != 1:
		return c, refused(errors.New("the nonce is of another attempt"))
	case c.Authorized != "" && c.Authorized != p.config.ClientID:
		return c, refused(errors.New("the token is for another party"))
	case t.AccessTokenHash != "" && t.VerifyAccessToken(token.AccessToken) != nil:
		return c, refused(errors.New("the access token is not the one that was signed"))
	}
	return c, nil
}

// notVerified tells a token that is not good from keys that cannot be had; the
// library says so in its text alone. Otherwise that text names issuers, audiences
// and algorithms, and nobody's data.
func notVerified(err error) error {
	if strings.Contains(err.Error(), "fetching keys") {
		return unavailable(errors.New("its keys cannot be read"))
	}
	return refused(err)
}

// complete asks the userinfo endpoint, where there is one, for what the ID token
// left out (OpenID Connect Core 1.0, 5.3 and 5.4).
func (p *Provider) complete(ctx context.Context, e *endpoints, token *oauth2.Token, c *claims) error {
	if e.provider.UserInfoEndpoint() == "" {
		return nil
	}
	info, err := e.provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return unavailable(cause(err))
	}
	var more claims
	if err := info.Claims(&more); err != nil {
		return unavailable(errors.New("the claims cannot be read"))
	}
	if more.Subject != c.Subject { // 5.3.2: else it may be a token of somebody else
		return refused(errors.New("userinfo tells of somebody else"))
	}
	c.add(more)
	return nil
}

// add takes over what the other claims say. A contact comes with the word of
// whoever named it: that one address is verified says nothing of another.
func (c *claims) add(more claims) {
	if more.Name != "" {
		c.Name = more.Name
	}
	if more.Email != "" {
		c.Email, c.EmailVerified = more.Email, more.EmailVerified
	}
	if more.Phone != "" {
		c.Phone, c.PhoneVerified = more.Phone, more.PhoneVerified
	}
}
