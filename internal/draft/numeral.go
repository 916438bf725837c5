package draft

const maxOrdinal = 9999 // beyond any numbering; keeps arithmetic small

var digitOf = map[rune]int{
	'零': 0, '〇': 0, '○': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5,
	'六': 6, '七': 7, '八': 8, '九': 9,
	'壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9,
}

var unitOf = map[rune]int{'十': 10, '百': 100, '千': 1000, '拾': 10, '佰': 100, '仟': 1000}

// isNumeral reports whether r writes numbers in Chinese.
func isNumeral(r rune) bool {
	_, digit := digitOf[r]
	_, unit := unitOf[r]
	return digit || unit
}

// arabic gives the value of an ASCII or full-width digit, or -1.
func arabic(r rune) int {
	switch {
	case '0' <= r && r <= '9':
		return int(r - '0')
	case '０' <= r && r <= '９':
		return int(r - '０')
	}
	return -1
}

// chineseOrdinal reads 十二, 一百零三 and the positional 一〇三.
func chineseOrdinal(s string) int {
	total, current, positional, units := 0, 0, 0, false
	for _, r := range s {
		if unit, ok := unitOf[r]; ok {
			if current == 0 {
				current = 1
			}
			total, current, units = total+current*unit, 0, true
			continue
		}
		current = digitOf[r]
		if positional = positional*10 + current; positional > maxOrdinal {
			return maxOrdinal
		}
	}
	if !units {
		return positional
	}
	return min(total+current, maxOrdinal)
}
