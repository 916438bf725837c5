package similar

// Theme is a weak proposal: texts on one matter in words of their own. Every
// member resembles the theme, not its neighbour: themes are no chains.
type Theme struct {
	Hub     int64    // the text that has most of what they have in common
	Terms   []string // the phrases of the hub that others have too, the most telling first
	Score   float64  // the lowest of the members'
	Members []Member // in the order of the texts, the hub among them
}

// Member is a text of a theme, and why.
type Member struct {
	ID    int64
	Score float64  // the weighted part of the theme's rare phrases that it has, 0 to 1
	Terms []string // those phrases, as it spells them
}

// leastTerms is how many phrases a text must share with a theme: one may be the
// name of a place where many things are wrong.
const leastTerms = 2

// Weak proposes themes among texts that are no copies of each other, the leaders of
// an [Index] above all. What is common in the corpus does not count, so it should
// hold all texts of a consultation. Its time grows with the number of texts, as
// no token leads to more than 64.
//
// Texts with rare tokens in common first form stars around a leader. What two in
// five of a star share is its profile, with which every text is compared anew: a
// leader is a single voice, a profile what they agree on.
func Weak(texts []Text) []Theme {
	v, lists := read(texts)
	all := profiles(v, lists, stars(v, lists))
	found := make([]Theme, len(all))
	for i, t := range assign(v, lists, all) {
		if t.profile < 0 {
			continue
		}
		if terms := phrases(v, texts[i].Text, all[t.profile]); len(terms) >= leastTerms {
			found[t.profile].join(Member{texts[i].ID, t.score, terms})
		}
	}
	themes := found[:0]
	for _, t := range found {
		if len(t.Members) > 1 {
			themes = append(themes, t)
		}
	}
	return themes
}

// join takes in a member; the first of the highest score is the hub.
func (t *Theme) join(m Member) {
	if len(t.Members) == 0 || m.Score > t.hubScore() {
		t.Hub, t.Terms = m.ID, m.Terms
	}
	if len(t.Members) == 0 || m.Score < t.Score {
		t.Score = m.Score
	}
	t.Members = append(t.Members, m)
}

func (t *Theme) hubScore() (score float64) {
	for _, m := range t.Members {
		score = max(score, m.Score)
	}
	return score
}
