package account

import (
	"strings"

	"nayan/internal/text"
)

// usccSet is the character set of GB 32100-2015, 4.2: digits and capitals
// without I, O, S, V and Z. A character's place is its value.
const usccSet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// usccSize is the length of a unified social credit code (统一社会信用代码).
const usccSize = 18

// USCCShaped reports whether code, as text.Code leaves it, has the length and
// the characters of a unified social credit code. A submission is refused
// without them, as something else was typed.
func USCCShaped(code string) bool {
	return len(code) == usccSize && strings.Trim(code, usccSet) == ""
}

// USCCValid reports whether the check character of a code is right (GB
// 32100-2015, 4.2.5: weights are powers of 3 modulo 31). Some early real codes
// fail it: it is a reason to ask the sender to look again, never to refuse.
func USCCValid(code string) bool {
	code = text.Code(code)
	if !USCCShaped(code) {
		return false
	}
	sum, weight := 0, 1
	for _, r := range code[:usccSize-1] {
		sum += strings.IndexRune(usccSet, r) * weight
		weight = weight * 3 % 31
	}
	return usccSet[(31-sum%31)%31] == code[usccSize-1]
}
