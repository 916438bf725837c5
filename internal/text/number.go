package text

import "strings"

// ChineseNumber writes numbers as 第…条 does: 十, 十二, 二十, 一百零三, 一万零二十. What is
// not between 1 and 99,999,999 is 零.
func ChineseNumber(n int) string {
	const myriad = 10_000
	switch {
	case n <= 0 || n >= myriad*myriad:
		return "零"
	case n < myriad:
		return belowMyriad(n)
	case n%myriad == 0:
		return belowMyriad(n/myriad) + "万"
	}
	zero, rest := "", belowMyriad(n%myriad)
	if n%myriad < 1000 {
		zero = "零"
	}
	if strings.HasPrefix(rest, "十") { // 一万零一十, within a number
		rest = "一" + rest
	}
	return belowMyriad(n/myriad) + "万" + zero + rest
}

func belowMyriad(n int) string {
	digits := []rune("零一二三四五六七八九")
	var b strings.Builder
	pendingZero := false
	for _, u := range []struct {
		value int
		name  string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / u.value % 10
		if d == 0 {
			pendingZero = b.Len() > 0
			continue
		}
		if pendingZero {
			b.WriteRune(digits[0])
			pendingZero = false
		}
		if !(u.value == 10 && d == 1 && b.Len() == 0) { // 十二, not 一十二
			b.WriteRune(digits[d])
		}
		b.WriteString(u.name)
	}
	return b.String()
}
