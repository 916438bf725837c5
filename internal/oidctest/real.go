package oidctest

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"golang.org/x/text/language"
)

// How the county is registered at the providers of this package.
const (
	ClientID     = "yunxi"
	ClientSecret = "yunxi-secret"
)

// Password opens every user of the real provider.
const Password = "verysecure"

// The users of the real provider, by what they type on its login page.
const (
	Resident = "zhuguoqiang" // 朱国强, e-mail verified
	Official = "limin"       // 李敏, e-mail not verified
)

// Real is zitadel/oidc, an OpenID-certified provider, with its example of a login.
type Real struct {
	Issuer   string
	t        testing.TB
	listener net.Listener
}

// Listen takes an address for a provider. It does not answer before Serve.
func Listen(t testing.TB) *Real {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	// By another name than the program's 127.0.0.1: to browsers it is another site.
	port := listener.Addr().(*net.TCPAddr).Port
	return &Real{Issuer: "http://localhost:" + strconv.Itoa(port), t: t, listener: listener}
}

// Serve registers the county with its redirect address and begins to answer.
func (r *Real) Serve(redirect string) {
	r.t.Helper()
	store := storage.NewStorageWithClients(users{}, map[string]*storage.Client{
		ClientID: storage.WebClient(ClientID, ClientSecret, redirect)})
	server := &http.Server{Handler: exampleop.SetupServer(r.Issuer, store, slog.New(slog.DiscardHandler), false),
		ReadHeaderTimeout: 10 * time.Second}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(r.listener) }()
	r.t.Cleanup(func() {
		_ = server.Close()
		if err := <-stopped; !errors.Is(err, http.ErrServerClosed) {
			r.t.Errorf("the provider: %v", err)
		}
	})
}

// users are those who can log in.
type users struct{}

var known = []*storage.User{
	{ID: "u-1001", Username: Resident, Password: Password, FirstName: "朱国强", Email: "zhuguoqiang@example.org", EmailVerified: true,
		PreferredLanguage: language.SimplifiedChinese},
	{ID: "u-1002", Username: Official, Password: Password, FirstName: "李敏", Email: "limin@example.org",
		PreferredLanguage: language.SimplifiedChinese},
}

// GetUserByID implements storage.UserStore.
func (users) GetUserByID(id string) *storage.User {
	return find(func(u *storage.User) bool { return u.ID == id })
}

// GetUserByUsername implements storage.UserStore.
func (users) GetUserByUsername(name string) *storage.User {
	return find(func(u *storage.User) bool { return u.Username == name })
}

// ExampleClientID implements storage.UserStore.
func (users) ExampleClientID() string { return storage.ServiceUserID }

func find(is func(*storage.User) bool) *storage.User {
	for _, u := range known {
		if is(u) {
			return u
		}
	}
	return nil
}
