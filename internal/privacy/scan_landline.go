package privacy

import "strings"

// landline finds the number of a fixed line: an area code and seven or eight
// digits, or these alone after a word such as 电话. Hotlines (400, 800) and
// service numbers (12345) have neither.
func (r *row) landline(g int) int {
	for _, try := range [...]func(*row, int) (int, int, int){(*row).areaAndNumber, (*row).inOnePiece, (*row).afterWord} {
		n, start, end := try(r, g)
		if n == 0 || r.serial(start) || strings.HasPrefix(r.text[end:], "号") {
			continue
		}
		if last := g + n - 1; r.groups[last].sep == '-' && end == r.groups[last].end { // an extension
			if len(r.digits(last+1)) > 6 {
				continue
			}
			n++
			end = r.groups[last+1].end
		}
		if end < len(r.text) && isWord(r.text[end]) || !r.freeBefore(r.groups[g].start) || r.inLink(start) || r.before(g) == '.' {
			continue
		}
		r.add(Landline, start, r.extension(end))
		return n
	}
	return 0
}

// areaAndNumber reads 0558-7123456, (0558) 712 3456 and +86 558 7123456.
func (r *row) areaAndNumber(g int) (n, start, end int) {
	first, start := r.country(g)
	if first >= r.n-1 || r.before(g) == '-' {
		return 0, 0, 0
	}
	area := r.digits(first)
	if first > g && area[0] != '0' {
		area = "0" + area
	}
	sep := r.groups[first].sep
	if !areaCode(area) || sep == '.' || sep == 0 {
		return 0, 0, 0
	}
	if sep == ')' && first == g && start > 0 && r.text[start-1] == '(' {
		start--
	}
	local, n := r.local(first + 1)
	if n == 0 || local[0] == '0' {
		return 0, 0, 0
	}
	n += first + 1 - g
	return n, start, r.groups[g+n-1].end
}

// local reads the number within its area: seven or eight digits, or three or
// four and four.
func (r *row) local(g int) (digits string, n int) {
	d := r.digits(g)
	if len(d) == 7 || len(d) == 8 {
		return d, 1
	}
	if (len(d) == 3 || len(d) == 4) && g+1 < r.n && (r.groups[g].sep == ' ' || r.groups[g].sep == '-') && len(r.digits(g+1)) == 4 {
		return d, 2
	}
	return "", 0
}

// inOnePiece reads 05587123456.
func (r *row) inOnePiece(g int) (n, start, end int) {
	d := r.digits(g)
	if len(d) < 11 || len(d) > 12 || r.before(g) == '-' {
		return 0, 0, 0
	}
	cut := 4
	if d[1] < '3' {
		cut = 3
	}
	if local := d[cut:]; !areaCode(d[:cut]) || !inUse(d[1:3]) || len(local) < 7 || len(local) > 8 || local[0] < '2' {
		return 0, 0, 0
	}
	return 1, r.groups[g].start, r.groups[g].end
}

// afterWord reads 电话：7123456, without an area code.
func (r *row) afterWord(g int) (n, start, end int) {
	d, start := r.digits(g), r.groups[g].start
	if len(d) < 7 || len(d) > 8 || d[0] < '2' || d[0] > '8' || r.before(g) != 0 || !callable(r.label(start)) || r.amount(start, r.groups[g].end) {
		return 0, 0, 0
	}
	return 1, start, r.groups[g].end
}

// areaCode: 010, 02X with eight digits behind it, 03XX to 09XX.
func areaCode(a string) bool {
	switch len(a) {
	case 3:
		return a == "010" || a[0] == '0' && a[1] == '2'
	case 4:
		return a[0] == '0' && a[1] >= '3'
	}
	return false
}

// inUse knows the tens of area codes that are given out, for numbers whose area
// nothing else sets apart.
func inUse(tens string) bool {
	return tens[0] < '3' || strings.Contains("31 33 34 35 37 39 41 42 43 44 45 46 47 48 51 52 53 54 55 56 57 58 59 63 66 69 70 71 72 73 74 75 76 77 79 "+
		"81 82 83 85 87 88 89 90 91 93 94 95 97 99", tens)
}

// extension adds 转8001 or 分机8001 to a number that ends here.
func (s *scanner) extension(end int) int {
	rest := s.text[end:]
	for _, word := range []string{"转分机", "分机号", "分机", "转"} {
		after, ok := strings.CutPrefix(strings.TrimLeft(rest, " (,"), word)
		if !ok {
			continue
		}
		after = strings.TrimLeft(after, " :")
		n := 0
		for n < len(after) && n < 6 && isDigit(after[n]) {
			n++
		}
		if n > 0 {
			return len(s.text) - len(after) + n
		}
	}
	return end
}
