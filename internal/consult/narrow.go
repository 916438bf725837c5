package consult

import "slices"

// CommentNarrow narrows a list of comments to what a figure counts; "" does not.
type CommentNarrow struct {
	Channel  string // web, api, or offline: recorded by a clerk
	Standing string // current, or superseded
	Identity string // resident or enterprise
}

// Known gives the same without words that mean nothing.
func (n CommentNarrow) Known() CommentNarrow {
	keep := func(word string, words ...string) string {
		if slices.Contains(words, word) {
			return word
		}
		return ""
	}
	return CommentNarrow{keep(n.Channel, "web", "api", "offline"), keep(n.Standing, "current", "superseded"),
		keep(n.Identity, string(Resident), string(Enterprise))}
}
