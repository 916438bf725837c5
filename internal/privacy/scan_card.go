package privacy

import "strings"

// bankCard finds the number of a card (ISO/IEC 7812), be it in one piece or in groups.
func (r *row) bankCard(g int) int {
	for n := min(r.n-g, 6); n > 0; n-- {
		var buf [24]byte
		digits, shape := r.joined(g, n, &buf)
		if len(digits) < 13 || len(digits) > 19 || !cardShape(shape) || n > 1 && !r.same(g, n, " -") {
			continue
		}
		start, end := r.groups[g].start, r.groups[g+n-1].end
		if !issued(digits) || !luhn(digits) || notACard(digits, r.label(start)) || !r.alone(g, n) ||
			r.amount(start, end) || r.serial(start) {
			continue
		}
		r.add(BankCard, start, end)
		return n
	}
	return 0
}

// cardShape says how the digits on a card are grouped: in fours above all.
func cardShape(shape string) bool {
	switch shape {
	case "465", "464", "6d", "6a", "49": // American Express, Diners; 6 and the rest
		return true
	}
	for i := range len(shape) - 1 {
		if shape[i] != '4' {
			return false
		}
	}
	return len(shape) == 1 || shape[len(shape)-1] <= '4'
}

// issuers are the beginnings of numbers that are in use, with the lengths that
// go with them: UnionPay, Visa, Mastercard, JCB, American Express, Diners,
// Discover, and older cards of banks in China.
var issuers = []struct {
	from, to string
	lengths  string
}{
	{"62", "62", "16 17 18 19"},
	{"4", "4", "13 16 19"},
	{"51", "55", "16"},
	{"2221", "2720", "16"},
	{"3528", "3589", "16"},
	{"34", "34", "15"}, {"37", "37", "15"},
	{"300", "305", "14 16"}, {"36", "36", "14 16"}, {"38", "39", "14 16"},
	{"6011", "6011", "16 19"}, {"644", "659", "16 19"},
	{"603", "603", "16 17 18 19"}, {"685", "685", "16 18 19"}, {"9400", "9400", "16 19"}, {"9558", "9558", "16 18 19"},
}

func issued(digits []byte) bool {
	for _, i := range issuers {
		begin := string(digits[:len(i.from)])
		if begin >= i.from && begin <= i.to && strings.Contains(i.lengths, twoDigits(len(digits))) {
			return true
		}
	}
	return false
}

func twoDigits(n int) string { return string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) }

// luhn is the check of ISO/IEC 7812-1, annex B. All digits alike pass it, and are none.
func luhn(digits []byte) bool {
	sum, alike := 0, true
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		alike = alike && digits[i] == digits[0]
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0 && !alike
}

// notACard tells the numbers that have the length and by chance the check of a
// card: an identification number with a wrong digit, and the codes of 15 digits
// that begin with a county, the old identification and registration numbers.
func notACard(digits []byte, label string) bool {
	switch {
	case strings.Contains(label, "卡"):
		return false
	case len(digits) == idLength:
		return province(digits) && realDate(digits[6:14])
	case len(digits) == 15:
		prefecture, county := number(digits[2:4]), number(digits[4:6])
		return (prefecture <= 34 || prefecture == 90) && (county < 40 || county > 80)
	}
	return false
}
