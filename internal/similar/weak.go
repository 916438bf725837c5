package similar

import (
	"math"
	"strings"
)

// Theme is a weak proposal: texts on one matter in words of their own. Every
// member resembles the theme, not its neighbour: themes are no chains.
type Theme struct {
	Hub     int64    // the text that has most of what they have in common
	Terms   []string // the phrases of the hub that two in five have, the most telling first
	Score   float64  // the lowest of the members'
	Members []Member // in the order of the texts, the hub among them
}

// Member is a text of a theme, and why.
type Member struct {
	ID    int64
	Score float64  // the part of its rare tokens and the hub's that both have, by weight (cosine); 1 for the hub
	Terms []string // the phrases that it shares with the hub, as it spells them
}

// Weak proposes themes among texts that are no copies of each other, the leaders of
// an [Index] above all. What is common in the corpus does not count, so it should
// hold all texts of a consultation. Its time grows with the number of texts, as
// no token leads to more than 64.
//
// Texts with rare tokens in common first form stars around a leader. What two in
// five of a star share is its profile, with which every text is compared anew: a
// leader is a single voice, a profile what they agree on.
func Weak(texts []Text) []Theme {
	w := weak{texts: texts}
	w.words, w.lists = read(texts)
	groups := stars(w.words, w.lists)
	var all []profile
	var members [][]themed
	for range 2 {
		all = profiles(w.words, w.lists, groups)
		members = make([][]themed, len(all))
		groups = make([][]int, len(all))
		for _, t := range assign(w.words, w.lists, all) {
			if t.profile >= 0 {
				members[t.profile] = append(members[t.profile], t)
				groups[t.profile] = append(groups[t.profile], t.text)
			}
		}
	}
	var themes []Theme
	for k, m := range members {
		if theme := w.theme(all[k], m); len(theme.Members) > 1 {
			themes = append(themes, theme)
		}
	}
	return themes
}

// weak is a corpus for which themes are sought.
type weak struct {
	texts []Text
	words *vocabulary
	lists [][]uint32 // of each text's rare tokens
}

// theme makes a proposal of the texts that are of a profile: those that share
// phrases with the one among them that has most of it.
func (w *weak) theme(p profile, members []themed) Theme {
	if len(members) < 2 {
		return Theme{}
	}
	hub := members[0]
	for _, m := range members {
		if m.score > hub.score {
			hub = m
		}
	}
	theme := Theme{Hub: w.texts[hub.text].ID, Score: 1}
	spoken := Fold(w.texts[hub.text].Text)
	inHub := func(folded string) bool { return strings.Contains(spoken, folded) }
	for _, m := range members {
		text := w.texts[m.text]
		terms := phrases(w.words, text.Text, p, inHub)
		if m.text == hub.text || telling(terms) {
			theme.Members = append(theme.Members, Member{text.ID, w.cosine(m.text, hub.text), terms})
			theme.Score = min(theme.Score, w.cosine(m.text, hub.text))
		}
	}
	theme.Terms = phrases(w.words, w.texts[hub.text].Text, p, w.spoken(members))
	return theme
}

// asked bounds how many members of a theme are asked for a phrase.
const asked = 64

// spoken reports whether a phrase is in at least two of the members' texts, and
// in two of five.
func (w *weak) spoken(members []themed) func(folded string) bool {
	var texts []string
	for _, m := range members[:min(len(members), asked)] {
		texts = append(texts, Fold(w.texts[m.text].Text))
	}
	need := max(2, int(math.Ceil(profilePart*float64(len(texts)))))
	return func(folded string) bool {
		n := 0
		for _, t := range texts {
			n += one(strings.Contains(t, folded))
		}
		return n >= need
	}
}

// cosine is the weight of the tokens that two texts share, as a part of what both have.
func (w *weak) cosine(a, b int) float64 {
	if a == b {
		return 1
	}
	var both []uint32
	for i, j := 0, 0; i < len(w.lists[a]) && j < len(w.lists[b]); {
		x, y := w.lists[a][i], w.lists[b][j]
		if x == y {
			both = append(both, x)
		}
		i, j = i+one(x <= y), j+one(y <= x)
	}
	return w.words.sum(both) / math.Sqrt(w.words.sum(w.lists[a])*w.words.sum(w.lists[b]))
}
