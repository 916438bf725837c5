// Package privacy masks and seals personal data.
//
// Fields are sealed with AES-256-GCM under a key derived from one master key; a
// keyed hash (blind index) finds an exact value without opening any row
// (个人信息保护法 art. 51: encryption as a protective measure).
package privacy

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// MasterKeySize is the length of a master key in bytes.
const MasterKeySize = 32

// sealVersion is the first byte of every sealed value; a rotated key gets the next.
const sealVersion = 1

var errSealed = errors.New("privacy: a sealed value cannot be opened with this key")

// Keys seals, opens, indexes and authenticates with keys derived from one master key.
type Keys struct {
	aead  cipher.AEAD
	index []byte
	mac   []byte
}

// NewKeys derives the keys (HKDF-SHA256, RFC 5869) from a master key of MasterKeySize bytes.
func NewKeys(master []byte) (*Keys, error) {
	if len(master) != MasterKeySize {
		return nil, fmt.Errorf("privacy: the master key has %d bytes, not %d", len(master), MasterKeySize)
	}
	var derived [3][]byte
	for i, use := range []string{"nayan seal 1", "nayan index 1", "nayan mac 1"} {
		key, err := hkdf.Key(sha256.New, master, nil, use, 32)
		if err != nil {
			return nil, fmt.Errorf("privacy: %w", err)
		}
		derived[i] = key
	}
	block, err := aes.NewCipher(derived[0])
	if err != nil {
		return nil, fmt.Errorf("privacy: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("privacy: %w", err)
	}
	return &Keys{aead: aead, index: derived[1], mac: derived[2]}, nil
}

// Seal encrypts a value for the named field; an empty value stays nil. The field
// name is authenticated: a sealed phone does not open as a name.
func (k *Keys) Seal(field, value string) []byte {
	if value == "" {
		return nil
	}
	out := make([]byte, 1+k.aead.NonceSize(), 1+k.aead.NonceSize()+len(value)+k.aead.Overhead())
	out[0] = sealVersion
	nonce := out[1:]
	_, _ = rand.Read(nonce) // never fails: crypto/rand aborts the program instead
	return k.aead.Seal(out, nonce, []byte(value), []byte(field))
}

// Open decrypts what Seal made; nil opens as "".
func (k *Keys) Open(field string, sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	n := k.aead.NonceSize()
	if len(sealed) < 1+n || sealed[0] != sealVersion {
		return "", errSealed
	}
	plain, err := k.aead.Open(nil, sealed[1:1+n], sealed[1+n:], []byte(field))
	if err != nil {
		return "", errSealed
	}
	return string(plain), nil
}

// Index gives the blind index of a normalised value; an empty value gives nil.
func (k *Keys) Index(field, value string) []byte {
	if value == "" {
		return nil
	}
	return keyed(k.index, field, value)
}

// MAC authenticates parts for a purpose; equal only for the same parts in order.
func (k *Keys) MAC(purpose string, parts ...string) []byte {
	return keyed(k.mac, append([]string{purpose}, parts...)...)
}

// keyed is HMAC-SHA256 over length-prefixed parts, so that no two lists of parts collide.
func keyed(key []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, key)
	var size [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(size[:], uint64(len(p)))
		h.Write(size[:])
		h.Write([]byte(p))
	}
	return h.Sum(nil)
}
