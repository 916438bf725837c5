// Package oidc signs people in with an OpenID provider, such as the province's
// unified identity: authorization code flow with PKCE (OpenID Connect Core 1.0, 3.1;
// RFC 7636). It speaks the protocol only; whose account it is, app decides.
package oidc
