// Package oidctest has OpenID providers for tests: a real one, which passes the
// certification of the OpenID Foundation and has a login page for browsers, and a
// forger, which answers what no honest provider would.
package oidctest
