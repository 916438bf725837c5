// Package similar finds texts that say the same in nearly the same words, so
// that a campaign of thousands of letters is read once and answered to
// everybody. What it finds are proposals: people decide.
//
//   - Exact: the same after folding (width, case, simplified and traditional
//     characters, punctuation and white space do not count).
//   - Near: the likeness of the sets of three-character shingles (Jaccard) reaches
//     [Threshold], or one text holds nearly all of the other (see [Sketch.Near]).
//     MinHash finds the candidates, the exact likeness decides.
//   - Weak: rare pairs of characters in common, see [Weak].
//
// Groups are stars, never chains: a text joins the leader that it resembles
// most, and where it resembles none it leads a group of its own. Only leaders
// are searched, so fifty thousand copies cost as much as one text, and adding
// texts one at a time gives what a batch in the same order gives. Another order
// may give other groups.
//
// docs/similar.md has the measurements behind the constants.
package similar

// Version names how texts are folded, cut and hashed. The hash and the keys of
// a [Sketch] may be stored and compared with those made by another process of
// the same version; those of another version must be made anew.
const Version = 1

// How says in what way a text resembles another.
type How string

// The ways, from the surest.
const (
	Exact How = "exact" // the same folded text
	Near  How = "near"  // most shingles in common
	None  How = ""      // resembles nothing that is known
)
