package similar

import "slices"

// enoughClauses is how many characters of shared clauses make any text worth comparing.
const enoughClauses = 40

// worth reports whether a text of some size is worth comparing, with which s shares keys of
// some weight: it shares enough clauses, or those that make up a third of the shorter text, or a band and
// most of its fingerprint. What is passed over here is seldom near.
func (s Sketch) worth(size int, bits fingerprint, shared uint32) bool {
	clauses := int(shared % bandWeight)
	return clauses >= min(enoughClauses, size/3, len(s.set)/3) || shared >= bandWeight && s.print.close(bits)
}

// bandWeight is more than all clauses of a text together weigh.
const bandWeight = 1 << 24

// weight is what sharing a key says: a band, or so many characters of a clause.
func (s Sketch) weight(key int) uint32 {
	if key < bands {
		return bandWeight
	}
	return s.weights[key-bands]
}

// shared adds up the weights of the keys of s that another text has too.
func (s Sketch) shared(other Sketch) (weight uint32) {
	for i, key := range s.Keys {
		if slices.Contains(other.Keys, key) {
			weight += s.weight(i)
		}
	}
	return weight
}
