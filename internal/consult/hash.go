package consult

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// StoredText is the text a receipt vouches for: the bodies of the points in
// order, a blank line between two of them.
func StoredText(points []Point) string {
	bodies := make([]string, len(points))
	for i, p := range points {
		bodies[i] = p.Body
	}
	return strings.Join(bodies, "\n\n")
}

// TextHash is the hex SHA-256 of StoredText, UTF-8 with LF: anybody can compute
// it again from what they sent.
func TextHash(points []Point) string {
	sum := sha256.Sum256([]byte(StoredText(points)))
	return hex.EncodeToString(sum[:])
}
