package oidctest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"
)

// Forger is a provider that signs whatever a test asks it to.
type Forger struct {
	Issuer string

	t      testing.TB
	now    func() time.Time
	key    *rsa.PrivateKey
	server *httptest.Server
	mu     sync.Mutex
	next   int
	codes  map[string]Forgery
	spent  map[string]bool
	broken map[string]http.HandlerFunc
}

// Forgery is what the forger hands out for one code.
type Forgery struct {
	Claims    Claims // of the ID token
	Userinfo  Claims
	Algorithm string // in the token's header: RS256, or "none" and unsigned
	Token     string // in place of the whole ID token
	Asked     url.Values
}

// Claims are the members of a token.
type Claims map[string]any

// accessToken is the same for everybody: the forger keeps no secrets.
const accessToken = "access-"

// NewForger starts one.
func NewForger(t testing.TB, now func() time.Time) *Forger {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	f := &Forger{t: t, now: now, key: key, codes: map[string]Forgery{}, spent: map[string]bool{}, broken: map[string]http.HandlerFunc{}}
	f.server = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.server.Close)
	f.Issuer = f.server.URL
	return f
}

// Break has another answer for a path from now on; nil mends it.
func (f *Forger) Break(path string, answer http.HandlerFunc) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.broken[path] = answer
}

// Stop takes the forger off the network.
func (f *Forger) Stop() { f.server.Close() }

// LogIn does what a person does at the address to which the program has sent the
// browser, and gives the address to which the browser comes back. change, if not
// nil, spoils what the program will be told.
func (f *Forger) LogIn(address, subject string, change func(*Forgery)) (callback string) {
	f.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		f.t.Fatal(err)
	}
	asked := u.Query()
	forged := Forgery{Algorithm: "RS256", Asked: asked, Userinfo: Claims{"sub": subject},
		Claims: Claims{"iss": f.Issuer, "sub": subject, "aud": asked.Get("client_id"), "nonce": asked.Get("nonce"),
			"iat": f.now().Unix(), "exp": f.now().Add(time.Hour).Unix()}}
	if change != nil {
		change(&forged)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next++
	code := "code-" + big.NewInt(int64(f.next)).String()
	f.codes[code] = forged
	return asked.Get("redirect_uri") + "?" + url.Values{"code": {code}, "state": {asked.Get("state")}}.Encode()
}

func (f *Forger) serve(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	broken := f.broken[r.URL.Path]
	f.mu.Unlock()
	switch {
	case broken != nil:
		broken(w, r)
	case r.URL.Path == "/.well-known/openid-configuration":
		answer(w, Claims{"issuer": f.Issuer, "authorization_endpoint": f.Issuer + "/authorize", "token_endpoint": f.Issuer + "/token",
			"jwks_uri": f.Issuer + "/keys", "userinfo_endpoint": f.Issuer + "/userinfo",
			"id_token_signing_alg_values_supported": []string{"RS256", "none", "HS256"}})
	case r.URL.Path == "/keys":
		answer(w, Claims{"keys": []Claims{{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1",
			"n": text(f.key.N.Bytes()), "e": text(big.NewInt(int64(f.key.E)).Bytes())}}})
	case r.URL.Path == "/token":
		f.token(w, r)
	case r.URL.Path == "/userinfo":
		forged, _ := f.forgery(r.Header.Get("Authorization")[len("Bearer "+accessToken):])
		answer(w, forged.Userinfo)
	default:
		http.NotFound(w, r)
	}
}

// token exchanges a code as a real provider does: once, for the client and for
// who knows what was hashed (RFC 7636, 4.6).
func (f *Forger) token(w http.ResponseWriter, r *http.Request) {
	code := r.FormValue("code")
	forged, known := f.spend(code)
	challenge := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	id, secret, _ := r.BasicAuth()
	if !known || id != ClientID || secret != ClientSecret || text(challenge[:]) != forged.Asked.Get("code_challenge") ||
		forged.Asked.Get("code_challenge_method") != "S256" || r.FormValue("redirect_uri") != forged.Asked.Get("redirect_uri") {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		answer(w, Claims{"error": "invalid_grant"})
		return
	}
	answer(w, Claims{"access_token": accessToken + code, "token_type": "Bearer", "expires_in": 60, "id_token": f.sign(forged)})
}

// spend gives what a code is worth, the first time.
func (f *Forger) spend(code string) (Forgery, bool) {
	forged, known := f.forgery(code)
	f.mu.Lock()
	defer f.mu.Unlock()
	fresh := !f.spent[code]
	f.spent[code] = true
	return forged, known && fresh
}

func (f *Forger) forgery(code string) (Forgery, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	forged, known := f.codes[code]
	return forged, known
}

// sign makes a compact JWS (RFC 7515, 7.1).
func (f *Forger) sign(forged Forgery) string {
	if forged.Token != "" {
		return forged.Token
	}
	head, err := json.Marshal(Claims{"alg": forged.Algorithm, "kid": "1"})
	if err != nil {
		f.t.Error(err)
	}
	body, err := json.Marshal(forged.Claims)
	if err != nil {
		f.t.Error(err)
	}
	signed := text(head) + "." + text(body)
	if forged.Algorithm == "none" {
		return signed + "."
	}
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, f.key, crypto.SHA256, digest[:])
	if err != nil {
		f.t.Error(err)
	}
	return signed + "." + text(signature)
}

func answer(w http.ResponseWriter, body Claims) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body) //nolint:errchkjson // a client that is gone hears nothing
}

func text(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }
