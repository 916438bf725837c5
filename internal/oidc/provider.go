package oidc

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

	coreos "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"nayan/internal/fault"
)

// Config is what the provider and the county agree on when the county registers.
type Config struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	Name         string   // as people know it: 省统一身份认证
	Scopes       []string // "openid" is always asked for
	Now          func() time.Time
}

// Provider is one OpenID provider. It is safe for concurrent use.
type Provider struct {
	config Config
	client *http.Client

	gate   chan struct{} // whoever holds its one token may look the provider up
	found  *endpoints    // nil until the provider has been reached
	failed time.Time     // when it last could not be reached
}

// endpoints is what the provider's discovery document said.
type endpoints struct {
	provider *coreos.Provider
	verifier *coreos.IDTokenVerifier
	style    oauth2.AuthStyle
}

// restAfterFailure is how long a provider that did not answer is left alone: who
// comes meanwhile hears at once that it is down, and does not wait for it.
const restAfterFailure = 5 * time.Second

var errNotSecure = errors.New("oidc: the provider must be reached by https")

// New prepares a provider without asking it anything: the program starts whether
// it answers or not.
func New(c Config) (*Provider, error) {
	if c.ClientID == "" || c.ClientSecret == "" {
		return nil, errors.New("oidc: a provider needs a client id and a client secret")
	}
	if !secure(c.Issuer) {
		return nil, errNotSecure
	}
	if !slices.Contains(c.Scopes, coreos.ScopeOpenID) {
		c.Scopes = append([]string{coreos.ScopeOpenID}, c.Scopes...)
	}
	return &Provider{config: c, client: newClient(), gate: make(chan struct{}, 1)}, nil
}

// Name is what people call the provider.
func (p *Provider) Name() string { return p.config.Name }

// secure reports whether nobody on the way can read or change what is sent there
// (OpenID Connect Core, 16.17); on this machine itself there is no way.
func secure(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// discover finds the provider's endpoints, once; while it is down, each attempt
// asks again.
func (p *Provider) discover(ctx context.Context) (*endpoints, error) {
	select {
	case p.gate <- struct{}{}:
		defer func() { <-p.gate }()
	case <-ctx.Done():
		return nil, unavailable(ctx.Err())
	}
	now := p.config.Now()
	if p.found != nil {
		return p.found, nil
	}
	if now.Sub(p.failed) < restAfterFailure {
		return nil, unavailable(errors.New("it did not answer a moment ago"))
	}
	found, err := p.ask(ctx)
	if err != nil {
		p.failed = now
		return nil, err
	}
	p.found = found
	return found, nil
}

// ask reads the discovery document (OpenID Connect Discovery 1.0, 4).
func (p *Provider) ask(ctx context.Context) (*endpoints, error) {
	provider, err := coreos.NewProvider(p.within(ctx), p.config.Issuer)
	if err != nil {
		return nil, unavailable(cause(err))
	}
	var said struct {
		JWKS    string   `json:"jwks_uri"`
		Methods []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := provider.Claims(&said); err != nil {
		return nil, unavailable(errors.New("its discovery document cannot be read"))
	}
	addresses := []string{provider.Endpoint().AuthURL, provider.Endpoint().TokenURL, said.JWKS}
	if userinfo := provider.UserInfoEndpoint(); userinfo != "" { // it gets the access token
		addresses = append(addresses, userinfo)
	}
	for _, address := range addresses {
		if !secure(address) {
			return nil, unavailable(errNotSecure)
		}
	}
	// The library takes the algorithms from the document and leaves out "none" and
	// those with a shared secret; a document that names no other falls back to RS256.
	verifier := provider.Verifier(&coreos.Config{ClientID: p.config.ClientID, Now: p.config.Now})
	return &endpoints{provider, verifier, authStyle(said.Methods)}, nil
}

// authStyle is how the client shows its secret: by HTTP Basic unless the provider
// offers only the other way (OpenID Connect Discovery 1.0, 3).
func authStyle(methods []string) oauth2.AuthStyle {
	if slices.Contains(methods, "client_secret_post") && !slices.Contains(methods, "client_secret_basic") {
		return oauth2.AuthStyleInParams
	}
	return oauth2.AuthStyleInHeader
}

// within makes the libraries use our client.
func (p *Provider) within(ctx context.Context) context.Context {
	return coreos.ClientContext(ctx, p.client)
}

func (p *Provider) oauth(e *endpoints, redirect string) *oauth2.Config {
	endpoint := e.provider.Endpoint()
	endpoint.AuthStyle = e.style
	return &oauth2.Config{ClientID: p.config.ClientID, ClientSecret: p.config.ClientSecret, Endpoint: endpoint,
		RedirectURL: redirect, Scopes: p.config.Scopes}
}

func unavailable(err error) error {
	return &fault.Error{Kind: fault.Unavailable, Key: "oidc.error.unavailable", Err: err}
}

func refused(err error) error {
	return &fault.Error{Kind: fault.Invalid, Key: "oidc.error.unverified", Err: err}
}
