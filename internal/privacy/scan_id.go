package privacy

import "strings"

// Births that an ID may carry. The first numbers of GB 11643 were given out to
// people born in the 1880s; the last year is when this table must be raised.
const (
	firstBirthYear = 1880
	lastBirthYear  = 2049
)

// idLength is that of GB 11643-1999; the old form of 15 digits is void since 2013.
const idLength = 18

// residentID finds an identification number, be it in one piece or in groups.
func (r *row) residentID(g int) int {
	var id [idLength]byte
	total := 0
	for n := g; n < r.n; n++ {
		part := r.digits(n)
		if total += len(part); total > idLength || n > g && len(part) < 2 {
			return 0
		}
		copy(id[total-len(part):], part)
		end := r.groups[n].end
		if total == idLength-1 && end < len(r.text) && r.text[end]|0x20 == 'x' {
			id[total] = 'X'
			total++
			end++
		}
		if total == idLength {
			if !validID(id[:]) || end < len(r.text) && isWord(r.text[end]) || !r.freeBefore(r.groups[g].start) {
				return 0
			}
			r.add(ResidentID, r.groups[g].start, end)
			return n - g + 1
		}
		if sep := r.groups[n].sep; sep != ' ' && sep != '-' {
			return 0
		}
	}
	return 0
}

func validID(id []byte) bool {
	return (province(id) || id[0] == '9' && province(id[1:])) && // 9: foreigners' permanent residence, since 2023
		realDate(id[6:14]) && checkDigit(id) == id[17]
}

// provinces are the first two digits that GB/T 2260 gives out; 81 to 83 are the
// residence permits for people from Hong Kong, Macao and Taiwan.
const provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"

func province(id []byte) bool {
	return id[0] != ' ' && strings.Contains(provinces, string(id[:2]))
}

// realDate reports whether eight digits are a day on which somebody may be born.
func realDate(d []byte) bool {
	year, month, day := number(d[:4]), number(d[4:6]), number(d[6:8])
	if year < firstBirthYear || year > lastBirthYear || month < 1 || month > 12 || day < 1 {
		return false
	}
	days := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
	if month == 2 && (year%4 == 0 && year%100 != 0 || year%400 == 0) {
		days++
	}
	return day <= days
}

func number(digits []byte) (n int) {
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}

// checkDigit is ISO 7064 MOD 11-2 (GB 11643-1999, annex A).
func checkDigit(id []byte) byte {
	sum := 0
	for _, d := range id[:idLength-1] {
		sum = (sum + int(d-'0')) * 2 % 11
	}
	return "0123456789X"[(12-sum)%11]
}
