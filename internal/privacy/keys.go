// Package privacy masks and seals personal data, and says how long it is kept.
//
// Fields are sealed with AES-256-GCM; a keyed hash (blind index) finds an exact
// value without opening any row (个人信息保护法 art. 51: encryption as a protective
// measure). Of several keys the first is the root: what finds and authenticates
// is derived from it for good. Sealing moves on to a later key, see docs/adr/0010.
package privacy

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
)

// MasterKeySize is the length of a master key in bytes.
const MasterKeySize = 32

// maxKeys is how many versions the first byte of a sealed value can name.
const maxKeys = 255

var errSealed = errors.New("privacy: a sealed value cannot be opened with this key")

// Keys seals, opens, indexes and authenticates with keys derived from master keys.
type Keys struct {
	seals    []cipher.AEAD // version 1 first
	sealWith int
	index    []byte
	mac      []byte
}

// NewKeys derives the keys from one master key of MasterKeySize bytes.
func NewKeys(master []byte) (*Keys, error) { return NewKeyring([][]byte{master}, 0) }

// NewKeyring derives the keys (HKDF-SHA256, RFC 5869) from master keys of
// MasterKeySize bytes, the root first. What is sealed from now on is sealed under
// version sealWith, the newest for 0; whatever any of them sealed is opened.
func NewKeyring(masters [][]byte, sealWith int) (*Keys, error) {
	if len(masters) == 0 || len(masters) > maxKeys {
		return nil, fmt.Errorf("privacy: %d master keys, not 1 to %d", len(masters), maxKeys)
	}
	if sealWith == 0 {
		sealWith = len(masters)
	}
	if sealWith < 1 || sealWith > len(masters) {
		return nil, fmt.Errorf("privacy: key version %d is to seal, and there are %d", sealWith, len(masters))
	}
	k := &Keys{sealWith: sealWith}
	for i, master := range masters {
		if err := checkMaster(master, masters[:i]); err != nil {
			return nil, fmt.Errorf("privacy: master key %d %w", i+1, err)
		}
		aead, err := newSeal(derive(master, "nayan seal 1"))
		if err != nil {
			return nil, err
		}
		k.seals = append(k.seals, aead)
	}
	k.index, k.mac = derive(masters[0], "nayan index 1"), derive(masters[0], "nayan mac 1")
	return k, nil
}

// checkMaster refuses a key of the wrong size and one that stands there twice.
func checkMaster(master []byte, earlier [][]byte) error {
	if len(master) != MasterKeySize {
		return fmt.Errorf("has %d bytes, not %d", len(master), MasterKeySize)
	}
	for _, e := range earlier {
		if subtle.ConstantTimeCompare(e, master) == 1 {
			return errors.New("is there twice")
		}
	}
	return nil
}

// derive gives the key for one use of a master key.
func derive(master []byte, use string) []byte {
	key, err := hkdf.Key(sha256.New, master, nil, use, MasterKeySize)
	if err != nil {
		panic(err) // the length is a constant that HKDF takes
	}
	return key
}

func newSeal(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("privacy: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("privacy: %w", err)
	}
	return aead, nil
}

// NewMaster makes a master key as it stands in a key file.
func NewMaster() string {
	raw := make([]byte, MasterKeySize)
	_, _ = rand.Read(raw) // never fails: crypto/rand aborts the program instead
	return base64.StdEncoding.EncodeToString(raw)
}

// Versions is how many keys are known; SealVersion is the one that seals.
func (k *Keys) Versions() int { return len(k.seals) }

// SealVersion is the version of the key that seals.
func (k *Keys) SealVersion() int { return k.sealWith }

// Seal encrypts a value for the named field; an empty value stays nil. The field
// name is authenticated: a sealed phone does not open as a name. The first byte is
// the version of the key.
func (k *Keys) Seal(field, value string) []byte {
	if value == "" {
		return nil
	}
	aead := k.seals[k.sealWith-1]
	out := make([]byte, 1+aead.NonceSize(), 1+aead.NonceSize()+len(value)+aead.Overhead())
	out[0] = byte(k.sealWith)
	nonce := out[1:]
	_, _ = rand.Read(nonce) // never fails: crypto/rand aborts the program instead
	return aead.Seal(out, nonce, []byte(value), []byte(field))
}

// Open decrypts what Seal made, under whichever version; nil opens as "".
func (k *Keys) Open(field string, sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	version := int(sealed[0])
	if version > len(k.seals) {
		return "", fmt.Errorf("privacy: sealed under key version %d, and %d are known here", version, len(k.seals))
	}
	if version == 0 {
		return "", errSealed
	}
	aead := k.seals[version-1]
	n := aead.NonceSize()
	if len(sealed) < 1+n {
		return "", errSealed
	}
	plain, err := aead.Open(nil, sealed[1:1+n], sealed[1+n:], []byte(field))
	if err != nil {
		return "", errSealed
	}
	return string(plain), nil
}

// Reseal gives a sealed value under the version that seals; one that is under it
// already, and an empty one, come back as they are.
func (k *Keys) Reseal(field string, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 || int(sealed[0]) == k.sealWith {
		return sealed, nil
	}
	value, err := k.Open(field, sealed)
	if err != nil {
		return nil, err
	}
	return k.Seal(field, value), nil
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
