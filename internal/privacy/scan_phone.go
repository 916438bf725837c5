package privacy

import "strings"

// mobile finds a mobile number: 1, 3 to 9, nine digits (工业和信息化部, 电信网编号
// 计划), with or without the country's code before it.
func (r *row) mobile(g int) int {
	first, start := r.country(g)
	if first >= r.n {
		return 0
	}
	for n := min(r.n-first, 3); n > 0; n-- {
		var buf [24]byte
		digits, shape := r.joined(first, n, &buf)
		if first == g && n == 1 {
			digits = withoutCountry(digits, r.plus(r.groups[g].start))
		}
		if len(digits) != 11 || digits[0] != '1' || digits[1] < '3' || !r.mobileShape(first, n, shape) || !r.alone(g, first-g+n) {
			continue
		}
		end := r.groups[first+n-1].end
		if r.amount(start, end) {
			continue
		}
		r.add(Mobile, start, end)
		return first - g + n
	}
	return 0
}

// country passes over +86, 0086 or (86) in a group of its own, and gives where
// the number itself and where the whole begins.
func (r *row) country(g int) (first, start int) {
	start = r.groups[g].start
	if d := r.digits(g); r.groups[g].sep != 0 && r.groups[g].sep != '.' && (d == "86" || d == "0086") {
		first = 1
	}
	if (first > 0 || r.plus(start)) && start > 0 && r.text[start-1] == '+' {
		start--
	}
	if first > 0 && r.groups[g].sep == ')' && start > 0 && r.text[start-1] == '(' {
		start--
	}
	return g + first, start
}

func (r *row) plus(start int) bool { return start > 0 && r.text[start-1] == '+' }

// withoutCountry cuts the country's code off a number written in one piece.
func withoutCountry(digits []byte, plus bool) []byte {
	switch d := string(digits); {
	case len(digits) == 15 && strings.HasPrefix(d, "00861"):
		return digits[4:]
	case len(digits) == 13 && strings.HasPrefix(d, "861"):
		return digits[2:]
	case plus: // of another country
		return nil
	}
	return digits
}

// mobileShape says how a mobile number is grouped. Only three, four and four
// is told from other numbers without a word or a hyphen that helps.
func (r *row) mobileShape(g, n int, shape string) bool {
	if n == 1 {
		return true
	}
	if !r.same(g, n, " -.") || r.before(g) == '-' && !r.countryBefore(g) || r.groups[g+n-1].sep == '-' {
		return false
	}
	switch shape {
	case "344":
		return !(year(r.digits(g+1)) && year(r.digits(g+2)) && r.groups[g].sep == ' ')
	case "38":
		return r.groups[g].sep != ' ' || !realDate([]byte(r.digits(g+1)))
	case "74", "443", "434", "335", "56":
		return r.groups[g].sep == '-' || r.groups[g].sep == ' ' && callable(r.label(r.groups[g].start))
	}
	return false
}

func (r *row) countryBefore(g int) bool {
	d := r.digits(g - 1)
	return d == "86" || d == "0086"
}

func year(four string) bool { return strings.HasPrefix(four, "19") || strings.HasPrefix(four, "20") }

// callable reports whether the words before a number say that one can call it.
func callable(label string) bool {
	for _, word := range []string{"电话", "手机", "座机", "固话", "传真", "办公室电", "Tel", "tel", "TEL", "Fax", "FAX", "☎"} {
		if at := strings.LastIndex(label, word); at >= 0 && len(label)-at-len(word) <= len("号码号") {
			return true
		}
	}
	return false
}
