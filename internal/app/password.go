package app

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"

	"nayan/internal/fault"
)

// Parameters of argon2id: OWASP's minimum of 2026, 19 MiB and two passes.
const (
	argonPasses    = 2
	argonMemoryKiB = 19 * 1024
	argonLanes     = 1
	argonKeyBytes  = 32
	argonSaltBytes = 16
)

// Passwords hashes and checks passwords, at most as many at once as it was made
// for: a burst of sign-ins must not take every core from the public pages.
type Passwords struct{ slots *semaphore.Weighted }

// NewPasswords caps concurrent runs, at most at the number of cores.
func NewPasswords(atOnce int) *Passwords {
	return &Passwords{slots: semaphore.NewWeighted(int64(atOnce))}
}

// Hash gives the PHC string of a password under a new salt.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, argonSaltBytes)
	_, _ = rand.Read(salt) // never fails: crypto/rand aborts the program instead
	key, err := p.derive(ctx, password, salt)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemoryKiB, argonPasses, argonLanes,
		b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// Check reports whether the password belongs to the PHC string. For an empty
// hash it does the same work and says no, so that time does not tell whether an
// account exists.
func (p *Passwords) Check(ctx context.Context, hash, password string) (bool, error) {
	salt, want := make([]byte, argonSaltBytes), make([]byte, argonKeyBytes)
	if parts := strings.Split(hash, "$"); len(parts) == 6 {
		var err error
		if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
			return false, fmt.Errorf("app.Passwords.Check: salt: %w", err)
		}
		if want, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil {
			return false, fmt.Errorf("app.Passwords.Check: key: %w", err)
		}
	}
	got, err := p.derive(ctx, password, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && hash != "", nil
}

func (p *Passwords) derive(ctx context.Context, password string, salt []byte) ([]byte, error) {
	if err := p.slots.Acquire(ctx, 1); err != nil {
		return nil, &fault.Error{Kind: fault.Unavailable, Key: "error.unavailable", Err: err}
	}
	defer p.slots.Release(1)
	return argon2.IDKey([]byte(password), salt, argonPasses, argonMemoryKiB, argonLanes, argonKeyBytes), nil
}
