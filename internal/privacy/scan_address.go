package privacy

import "strings"

// address finds the address around the unit of a house number at i: the name of
// a road, a village or an estate before a number (建设路12号, 柳溪村三组18号), or
// a building and a door within it (3幢2单元501室). Numbers of papers
// (国发〔2017〕47号, 第12号) have neither.
func (s *scanner) address(i int) int {
	own := first(s.text[i:], houseUnits)
	if own == "" {
		return i + 3
	}
	start, named := s.houseStart(i, own)
	if start == i || own == "号" && hasPrefix(s.text[i+len(own):], notHouses) {
		return i + len(own)
	}
	end, doors := s.houseEnd(i, own)
	switch {
	case named && (own == "幢" || own == "栋") && doors == 0 && hasPrefix(s.text[end:], counted):
		return end // 阳光小区3栋住宅: how many, not which
	case named, doors > 0 && own != "室" && (own != "号" || strings.HasPrefix(s.text[i:], "号楼")):
		s.add(Address, start, end)
	}
	return end
}

// houseStart goes back from a unit over its number and the larger units before
// it (三组, 123弄, 二期) to the name of the place.
func (s *scanner) houseStart(i int, own string) (start int, named bool) {
	start = s.numeralBefore(i)
	if start == i || strings.HasSuffix(s.text[:start], "第") {
		return i, false
	}
	for range 4 {
		at := s.blankBefore(start)
		if from, ok := s.nameBefore(at, own); ok {
			return from, true
		}
		larger := last(s.text[:at], largerUnits)
		if larger == "" {
			return start, false
		}
		number := s.numeralBefore(at - len(larger))
		if number == at-len(larger) {
			return start, false
		}
		start, own = number, larger
	}
	return start, false
}

// houseEnd goes on over the smaller units behind a house number, and says how
// many doors within a building it met.
func (s *scanner) houseEnd(i int, own string) (end, doors int) {
	end = i + len(own)
	if own == "号" {
		end += len(first(s.text[end:], wholes))
	}
	for range 8 {
		from := end + len(first(s.text[end:], joints))
		number := s.numeralAfter(from)
		if number == from {
			if number, from = s.estateAfter(end); number == 0 {
				return end + len(first(s.text[end:], corners)), doors
			}
		}
		next := number + len(first(s.text[number:], joints[:1]))
		smaller := first(s.text[next:], smallerUnits)
		switch {
		case smaller == "号" && hasPrefix(s.text[next+len(smaller):], notHouses):
			return end, doors
		case smaller != "":
			end, own = next+len(smaller), smaller
		case isDigit(s.text[from]) && isDigit(s.text[number-1]) && !hasPrefix(s.text[number:], counters) && (own != "号" || s.text[end] == '-'):
			return number, doors + 1 // 3幢501, 12号3-501
		default:
			return end + len(first(s.text[end:], corners)), doors
		}
		if smaller == "室" || smaller == "单元" || smaller == "房" {
			doors++
		}
	}
	return end, doors
}

// estateAfter passes over the name of an estate that follows a house number
// (12号阳光小区3幢) and gives where the number behind it ends and begins.
func (s *scanner) estateAfter(at int) (end, start int) {
	for n := 0; n < 10 && ideograph(s.text[at:]); n++ {
		if name := first(s.text[at:], estates); name != "" {
			at += len(name)
			if end = s.numeralAfter(at); end > at && hasPrefix(s.text[end:], smallerUnits) {
				return end, at
			}
			return 0, 0
		}
		at += 3
	}
	return 0, 0
}

// nameBefore reads the name of a place that ends at i, if one does, and gives
// where the address begins: at the province, the county or the town before it.
func (s *scanner) nameBefore(i int, own string) (start int, ok bool) {
	i -= len(last(s.text[:i], sides))
	kinds := placesOf(own)
	suffix := last(s.text[:i], kinds)
	if suffix == "" {
		return 0, false
	}
	from := i - len(suffix)
	if !endsIdeograph(s.text[:from]) || hasSuffix(s.text[:i], notPlaces) || hasSuffix(s.text[:from], anyOnes) {
		return 0, false
	}
	return s.placeStart(from), true
}

// placeStart goes back from the last word of an address; two characters are its
// name at least, further ones until one that no name holds.
func (s *scanner) placeStart(at int) int {
	for n := 0; n < 24 && endsIdeograph(s.text[:at]); n++ {
		if n >= 2 && strings.Contains(notInNames, s.text[at-3:at]) || n == 1 && strings.Contains("在于住到的", s.text[at-3:at]) {
			break
		}
		at -= 3
	}
	return at
}

func (s *scanner) blankBefore(i int) int {
	if i > 0 && s.text[i-1] == ' ' {
		return i - 1
	}
	return i
}

// numeralBefore gives where the number begins that ends at i: 12, 3-2, 十八, A.
func (s *scanner) numeralBefore(i int) int {
	end := s.blankBefore(i)
	at := end
	for at > 0 && end-at < 12 {
		switch c := s.text[at-1]; {
		case isDigit(c), isLetter(c), c == '-' && at < end, c == '#' && at < end:
			at--
			continue
		}
		if at < 3 || !strings.Contains(numerals, s.text[at-3:at]) {
			break
		}
		at -= 3
	}
	for at < end && (s.text[at] == '-' || s.text[at] == '#') {
		at++
	}
	if at == end || !counts(s.text[at:end]) {
		return i
	}
	return at
}

// numeralAfter gives where the number ends that begins at i.
func (s *scanner) numeralAfter(i int) int {
	at := i
	for at < len(s.text) && at-i < 12 {
		switch c := s.text[at]; {
		case isDigit(c), isLetter(c), c == '-' && at > i:
			at++
			continue
		}
		if at+3 > len(s.text) || !strings.Contains(numerals, s.text[at:at+3]) {
			break
		}
		at += 3
	}
	if at > i && s.text[at-1] == '-' {
		at--
	}
	if !counts(s.text[i:at]) {
		return i
	}
	return at
}

// counts reports whether a piece of text is a number of a house: up to five
// digits in a row, or one letter.
func counts(n string) bool {
	digits, letters := 0, 0
	for i := range len(n) {
		switch {
		case isDigit(n[i]):
			digits++
		case isLetter(n[i]):
			letters++
		case n[i] == '-':
			digits = 0
		}
		if digits > 5 {
			return false
		}
	}
	return n != "" && letters <= 1
}
