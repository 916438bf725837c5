package similar

// Threshold is the likeness at which two texts are near.
const Threshold = 0.6

// A text that holds nearly all of another is near as well, whatever the
// likeness: campaigns ask for a template and a sentence of one's own.
const (
	holds     = 0.9 // of the shorter text's shingles, at least
	holdsFrom = 20  // shingles of the shorter text, at least
	holdsPart = 0.3 // of the longer text, at least: beyond that the template is a quotation
)

// Near reports whether two texts are near, and how like they are: the likeness
// reaches [Threshold], or the longer text holds 90 % of the shorter, which has 20
// characters at least and makes up 30 % of the longer one. Texts that differ by
// saying the opposite (同意, 不同意) are never near.
func (s Sketch) Near(other Sketch) (likeness float64, near bool) {
	short, long := s.set, other.set
	if len(short) > len(long) {
		short, long = long, short
	}
	if float64(len(short)) < holdsPart*float64(len(long)) {
		return 0, false
	}
	n := short.common(long)
	likeness = share(n, len(short)+len(long)-n)
	near = likeness >= Threshold || len(short) >= holdsFrom && float64(n) >= holds*float64(len(short))
	return likeness, near && !opposed(short, long)
}
