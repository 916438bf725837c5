package privacy

// FindingKind names a kind of personal data (个人信息保护法 art. 4) that can be
// told from its shape. Its words are the keys "privacy.finding." with the kind.
type FindingKind string

// What [Scan] finds.
const (
	ResidentID FindingKind = "resident_id" // 公民身份号码, GB 11643-1999
	BankCard   FindingKind = "bank_card"
	Mobile     FindingKind = "mobile"
	Landline   FindingKind = "landline" // an office's as well: the text does not tell whose it is
	Email      FindingKind = "email"
	Plate      FindingKind = "plate"   // 机动车号牌, GA 36
	Address    FindingKind = "address" // as far as a house number
)

// FindingKinds lists all of them, the most telling first.
var FindingKinds = []FindingKind{ResidentID, BankCard, Mobile, Landline, Email, Plate, Address}

// Finding is one piece of personal data in a text.
type Finding struct {
	Kind   FindingKind
	Text   string // as it stands in the text, separators included
	Offset int    // of its first byte: text[Offset:Offset+len(Text)] == Text
}

// Scan finds the personal data in a text, in the order of the text; no two
// findings overlap: where two readings do, the longer one stays. It knows no
// clock, so a birth date is good up to lastBirthYear.
func Scan(text string) []Finding {
	f := fold(text)
	s := scanner{text: f.text}
	s.run()
	out := make([]Finding, len(s.found))
	for i, hit := range s.found {
		from, to := f.original(hit.start, hit.end)
		out[i] = Finding{Kind: hit.kind, Text: text[from:to], Offset: from}
	}
	return out
}

// scanner reads folded text from left to right.
type scanner struct {
	text  string
	found []span
}

// span is a finding in the folded text.
type span struct {
	kind       FindingKind
	start, end int
}

// What a byte may begin.
const (
	nothing = iota
	cjk     // a character of three bytes that begins nothing
	digit
	letter
	at
	unit // of a house number: 号, 幢, 栋, 室, 单元
)

var begins = func() (table [256]uint8) {
	for b := range 256 {
		switch {
		case isDigit(byte(b)):
			table[b] = digit
		case isLetter(byte(b)):
			table[b] = letter
		case b >= 0xE0 && b < 0xF0:
			table[b] = cjk
		}
	}
	table['@'] = at
	for _, u := range houseUnits {
		table[u[0]] = unit
	}
	return table
}()

func (s *scanner) run() {
	for i := 0; i < len(s.text); {
		switch begins[s.text[i]] {
		case nothing:
			i++
		case cjk:
			i += 3
		case digit:
			i = s.numbers(i)
		case letter:
			i = s.plate(i)
		case at:
			i = s.email(i)
		case unit:
			i = s.address(i)
		}
	}
}

// add keeps a finding unless a longer one is there already.
func (s *scanner) add(kind FindingKind, start, end int) {
	for n := len(s.found); n > 0 && s.found[n-1].end > start; n-- {
		if last := s.found[n-1]; last.end-last.start >= end-start {
			return
		}
		s.found = s.found[:n-1]
	}
	s.found = append(s.found, span{kind, start, end})
}

func isDigit(b byte) bool  { return b-'0' <= 9 }
func isLetter(b byte) bool { return b|0x20-'a' < 26 }
func isWord(b byte) bool   { return isDigit(b) || isLetter(b) || b == '_' }
