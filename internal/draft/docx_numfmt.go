package draft

import (
	"strconv"
	"strings"

	"nayan/internal/text"
)

// numberFormats are the formats seen in Chinese documents; what is not here is
// written in Arabic digits.
var numberFormats = map[string]func(int) string{
	"none":                         func(int) string { return "" },
	"bullet":                       func(int) string { return bullet },
	"decimalZero":                  func(n int) string { return strings.Repeat("0", max(2-len(strconv.Itoa(n)), 0)) + strconv.Itoa(n) },
	"chineseCounting":              text.ChineseNumber,
	"chineseCountingThousand":      text.ChineseNumber,
	"taiwaneseCounting":            text.ChineseNumber,
	"taiwaneseCountingThousand":    text.ChineseNumber,
	"japaneseCounting":             text.ChineseNumber,
	"koreanCounting":               text.ChineseNumber,
	"chineseLegalSimplified":       chineseLegal,
	"ideographLegalTraditional":    chineseLegal,
	"ideographDigital":             positionalChinese,
	"japaneseDigitalTenThousand":   positionalChinese,
	"taiwaneseDigital":             positionalChinese,
	"ideographTraditional":         cycle("甲乙丙丁戊己庚辛壬癸"),
	"ideographZodiac":              cycle("子丑寅卯辰巳午未申酉戌亥"),
	"decimalFullWidth":             fullWidth,
	"decimalFullWidth2":            fullWidth,
	"decimalEnclosedCircle":        enclosed('①', 20),
	"decimalEnclosedCircleChinese": enclosed('①', 20),
	"decimalEnclosedParen":         enclosed('⑴', 20),
	"decimalEnclosedFullstop":      enclosed('⒈', 20),
	"ideographEnclosedCircle":      enclosed('㊀', 10),
	"lowerLetter":                  func(n int) string { return letters(n, 'a') },
	"upperLetter":                  func(n int) string { return letters(n, 'A') },
	"lowerRoman":                   func(n int) string { return strings.ToLower(roman(n)) },
	"upperRoman":                   roman,
}

// formatNumber writes n in a numbering format of ECMA-376, 17.18.59.
func formatNumber(format string, n int) string {
	if n < 0 {
		n = 0
	}
	if write := numberFormats[format]; write != nil {
		return write(n)
	}
	return strconv.Itoa(n)
}

func chineseLegal(n int) string {
	plain, legal := []rune("一二三四五六七八九十百千"), []rune("壹贰叁肆伍陆柒捌玖拾佰仟")
	return strings.Map(func(r rune) rune {
		for i, p := range plain {
			if p == r {
				return legal[i]
			}
		}
		return r
	}, text.ChineseNumber(n))
}

// positionalChinese writes 12 as 一二.
func positionalChinese(n int) string {
	digits := []rune("〇一二三四五六七八九")
	return strings.Map(func(r rune) rune { return digits[r-'0'] }, strconv.Itoa(n))
}

func fullWidth(n int) string {
	return strings.Map(func(r rune) rune { return r - '0' + '０' }, strconv.Itoa(n))
}

// cycle counts through a fixed set of signs, beginning anew after the last.
func cycle(signs string) func(int) string {
	list := []rune(signs)
	return func(n int) string {
		if n < 1 {
			return "0"
		}
		return string(list[(n-1)%len(list)])
	}
}

// enclosed writes 1…last with characters of their own, what is beyond in digits.
func enclosed(first rune, last int) func(int) string {
	return func(n int) string {
		if n < 1 || n > last {
			return strconv.Itoa(n)
		}
		return string(first + rune(n-1))
	}
}

// letters writes a…z, aa…zz, aaa… as Word does.
func letters(n int, first rune) string {
	if n < 1 {
		return "0"
	}
	return strings.Repeat(string(first+rune((n-1)%26)), min((n-1)/26+1, 8))
}

func roman(n int) string {
	var b strings.Builder
	n = min(n, 3999)
	for _, step := range []struct {
		value int
		sign  string
	}{
		{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"},
		{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
	} {
		for n >= step.value {
			b.WriteString(step.sign)
			n -= step.value
		}
	}
	return b.String()
}
