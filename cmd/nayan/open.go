package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"nayan/handlers"
	"nayan/internal/app"
	"nayan/internal/limit"
	"nayan/internal/oidc"
	"nayan/repo"
)

// openApp connects the use cases to the configured database.
func openApp(c config) (*app.App, func(), error) {
	if c.DatabaseURL == "" {
		return nil, nil, errors.New("set DATABASE_URL")
	}
	keys, err := c.keys()
	if err != nil {
		return nil, nil, err
	}
	db, err := repo.Open(c.DatabaseURL, c.DBConns)
	if err != nil {
		return nil, nil, err
	}
	a := &app.App{Repo: repo.New(db, c.DBPrepare), Keys: keys, Now: time.Now,
		Passwords: app.NewPasswords(hashingCores())}
	return a, func() { _ = db.Close() }, nil
}

// hashingCores leaves a core to those who only read: with every core hashing, a
// page takes twenty times as long, and nobody is signed in sooner than needed. A
// container has the cores that it may use, not those of its machine.
func hashingCores() int { return max(1, runtime.GOMAXPROCS(0)-1) }

// openEnv connects everything the handlers use.
func openEnv(c config) (*handlers.Env, func(), error) {
	a, closeDB, err := openApp(c)
	if err != nil {
		return nil, nil, err
	}
	redis.SetLogger(silent{}) // the limiter says once when Redis goes and when it is back
	client, err := limit.Open(c.RedisURL)
	if err != nil {
		closeDB()
		return nil, nil, err
	}
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	e := &handlers.Env{App: a, Repo: a.Repo, Limits: c.limits(), Site: c.site(), TrustedProxies: c.TrustedProxies,
		Limiter: newLimiter(c, client, a, log), Log: log, Now: time.Now, Development: c.Development}
	if err := errors.Join(readEmblem(c, e), openIdentity(c, e)); err != nil {
		closeDB()
		return nil, nil, err
	}
	return e, func() { _ = client.Close(); closeDB() }, nil
}

// maxLimitKeys bounds what the fallback of the limits remembers: about 10 MiB.
const maxLimitKeys = 100_000

func newLimiter(c config, client redis.UniversalClient, a *app.App, log *slog.Logger) *limit.Limiter {
	return limit.New(limit.Config{Redis: limit.NewRedis(client), Memory: limit.NewMemory(maxLimitKeys), Key: a.Keys.MAC("limit"),
		Prefix: c.RedisPrefix, Log: log})
}

func readEmblem(c config, e *handlers.Env) (err error) {
	if c.EmblemFile == "" {
		return nil
	}
	if e.Emblem, err = os.ReadFile(c.EmblemFile); err != nil {
		return fmt.Errorf("emblem: %w", err)
	}
	return nil
}

// openIdentity prepares the OpenID provider, where one is configured.
func openIdentity(c config, e *handlers.Env) (err error) {
	if c.OIDCIssuer == "" {
		return nil
	}
	e.Identity, err = oidc.New(oidc.Config{Issuer: c.OIDCIssuer, ClientID: c.OIDCClientID, ClientSecret: c.OIDCClientSecret,
		Name: c.OIDCName, Scopes: strings.Fields(c.OIDCScopes), Now: func() time.Time { return e.Now() }})
	return err
}

// silent drops what the Redis client logs by itself, a line per failed dial.
type silent struct{}

// Printf implements the client's logger.
func (silent) Printf(context.Context, string, ...any) {}
