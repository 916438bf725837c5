package privacy

import "strings"

// plateProvinces are the first characters of plates (GA 36-2018, 5.9).
const plateProvinces = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"

// plateEnds are what takes the place of a plate's last digit: trailers, learners,
// police, Hong Kong and Macao, consulates, embassies.
const plateEnds = "挂学警港澳领使"

// plate finds the plate whose letter stands at i.
func (s *scanner) plate(i int) int {
	end := i + 1
	for end < len(s.text) && (isLetter(s.text[end]) || isDigit(s.text[end])) {
		end++
	}
	next := end
	if isDigit(s.text[end-1]) { // the digits of tel13812345678 are looked at
		for next > i+1 && isDigit(s.text[next-1]) {
			next--
		}
	}
	if i < 3 || end-i > 7 || !strings.Contains(plateProvinces, s.text[i-3:i]) || s.text[i]|0x20 == 'i' {
		return next
	}
	start, serial := i-3, i+1
	for _, dot := range []string{"·", "•", "・", "-", " ", "."} {
		if end == i+1 && strings.HasPrefix(s.text[end:], dot) {
			serial = end + len(dot)
			for end = serial; end < len(s.text) && (isLetter(s.text[end]) || isDigit(s.text[end])); {
				end++
			}
			break
		}
	}
	stop, ok := s.plateSerial(serial, end)
	if !ok || s.partOfWord(start) {
		return next
	}
	s.add(Plate, start, stop)
	return stop
}

// plateSerial judges what follows the letter: five places, or six on the plates
// of new-energy vehicles (GA 36-2018, 5.9.2), and gives where it ends.
func (s *scanner) plateSerial(start, end int) (stop int, ok bool) {
	serial := strings.ToUpper(s.text[start:end])
	digits := 0
	for i := range len(serial) {
		if isDigit(serial[i]) {
			digits++
		}
		if serial[i] == 'I' || serial[i] == 'O' {
			return 0, false
		}
	}
	switch len(serial) {
	case 4:
		stop = end + 3
		return stop, digits >= 2 && stop <= len(s.text) && strings.Contains(plateEnds, s.text[end:stop])
	case 5:
		return end, digits >= 2
	case 6:
		return end, newEnergy(serial[0]) && digits >= 4 && allDigits(serial[2:]) || newEnergy(serial[5]) && allDigits(serial[:5])
	}
	return 0, false
}

// newEnergy: D, A, B, C, E are electric, F, G, H, J, K others.
func newEnergy(b byte) bool { return b >= 'A' && b <= 'K' && b != 'I' }

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// partOfWord reports whether a province's character ends another word: 全新
// A12345 is a model.
func (s *scanner) partOfWord(start int) bool {
	if start < 3 {
		return false
	}
	before, own := s.text[start-3:start], s.text[start:start+3]
	switch own {
	case "新":
		return strings.Contains("创最更全高革翻崭", before)
	case "云":
		return strings.Contains("里讯上", before)
	}
	return false
}
