package consultview

import (
	"context"
	"regexp"

	"nayan/internal/consult"
	"nayan/internal/i18n"
)

// HiddenReason says why a comment is not public, as its sender reads it.
func HiddenReason(ctx context.Context, code consult.ReasonCode, words string) string {
	switch {
	case code == "" || code == consult.ReasonOther:
		return words
	case words == "":
		return i18n.T(ctx, "moderation.told."+string(code))
	}
	return i18n.T(ctx, "moderation.told.joined", i18n.T(ctx, "moderation.told."+string(code)), words)
}

// PetitionChannels says where complaints and petitions go: as the county has
// configured it, else the country's own channels (信访工作条例 art. 18, 23).
func PetitionChannels(ctx context.Context, configured string) string {
	if configured == "" {
		return i18n.T(ctx, "moderation.petition.channels")
	}
	return configured
}

var address = regexp.MustCompile(`https?://[A-Za-z0-9._~:/?#@&=%+-]+`)

// stretch is a part of a text: words, or an address that can be followed.
type stretch struct {
	text string
	link bool
}

func stretches(text string) (out []stretch) {
	at := 0
	for _, found := range address.FindAllStringIndex(text, -1) {
		out = append(out, stretch{text: text[at:found[0]]}, stretch{text[found[0]:found[1]], true})
		at = found[1]
	}
	return append(out, stretch{text: text[at:]})
}
