package privacy

import "strings"

// Masked shows enough of a finding to recognise it by and hides the rest: at
// most the first three and the last two characters stay (138******78).
func (f Finding) Masked() string {
	runes := []rune(strings.TrimSpace(f.Text))
	head, tail := 3, 2
	for head+tail > len(runes)/2 { // never more than half
		if tail > 0 {
			tail--
		} else {
			head--
		}
	}
	return string(runes[:head]) + strings.Repeat("*", len(runes)-head-tail) + string(runes[len(runes)-tail:])
}
