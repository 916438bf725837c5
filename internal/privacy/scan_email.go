package privacy

import "strings"

// notDomains end names such as logo@2x.png.
const notDomains = " png jpg jpeg gif svg webp bmp css js doc docx xls xlsx pdf txt zip "

// email finds the mail address (RFC 5321, 4.1.2, as far as people use it) around
// the @ at i.
func (s *scanner) email(i int) int {
	start := i
	for start > 0 && i-start < 64 && isLocal(s.text[start-1]) {
		start--
	}
	for start < i && !isWord(s.text[start]) { // a dash or a dot that belongs to the sentence
		start++
	}
	end := i + 1
	for end < len(s.text) && end-i < 255 && (isLetter(s.text[end]) || isDigit(s.text[end]) || s.text[end] == '-' || s.text[end] == '.') {
		end++
	}
	for end > i+1 && !isLetter(s.text[end-1]) && !isDigit(s.text[end-1]) {
		end--
	}
	domain := s.text[i+1 : end]
	dot := strings.LastIndexByte(domain, '.')
	if dot <= 0 {
		return i + 1
	}
	if start == i || s.text[i-1] == '.' || strings.Contains(domain, "..") || domain[0] == '-' || !isTop(domain[dot+1:]) {
		return i + 1
	}
	s.add(Email, start, end)
	return end
}

func isLocal(b byte) bool { return isWord(b) || strings.IndexByte(".%+-", b) >= 0 }

// isTop reports whether the last label of a domain may be one.
func isTop(label string) bool {
	for i := range len(label) {
		if !isLetter(label[i]) {
			return false
		}
	}
	return len(label) >= 2 && !strings.Contains(notDomains, " "+strings.ToLower(label)+" ")
}
