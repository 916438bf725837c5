package privacy

import "strings"

// maxGroups is how many groups of digits are looked at together: an
// identification number in pairs has nine.
const maxGroups = 12

// group is a run of digits and what stands between it and the next one.
type group struct {
	start, end int
	sep        byte // ' ', '-', '.', ')' or 0: none, another run does not follow closely
}

// row is a row of groups, as "0558-123 4567" is one of three.
type row struct {
	*scanner
	groups [maxGroups]group
	n      int
}

// numbers reads the row of groups of digits that begins at i and gives where to
// go on.
func (s *scanner) numbers(i int) int {
	r := row{scanner: s}
	next := i
	for r.n < maxGroups {
		g := group{start: next, end: next}
		for g.end < len(s.text) && isDigit(s.text[g.end]) {
			g.end++
		}
		g.sep, next = s.separator(g.end)
		r.groups[r.n] = g
		r.n++
		if g.sep == 0 {
			break
		}
	}
	end := r.groups[r.n-1].end
	if r.n == 1 && end-i < 7 { // most numbers of a text: years, articles, sums
		return end
	}
	r.groups[r.n-1].sep = 0
	for g := 0; g < r.n; {
		g += max(1, r.match(g))
	}
	return end
}

// separator reads what may stand between the groups of one number, and gives it
// with the start of the next group.
func (s *scanner) separator(i int) (sep byte, next int) {
	for next = i; next < len(s.text) && next < i+3; next++ {
		switch c := s.text[next]; {
		case isDigit(c):
			return sep, next
		case c == ' ' && sep == 0:
			sep = ' '
		case c == ' ':
		case (c == '-' || c == '.' || c == ')') && (sep == 0 || sep == ' '):
			sep = c
		case c == '-' && sep == ')':
		default:
			return 0, i
		}
	}
	if next < len(s.text) && isDigit(s.text[next]) {
		return sep, next
	}
	return 0, i
}

// match tries what may begin with group g, the surest first, and gives how many
// groups it took.
func (r *row) match(g int) (took int) {
	for _, try := range [...]func(*row, int) int{(*row).residentID, (*row).bankCard, (*row).mobile, (*row).landline} {
		if took = try(r, g); took > 0 {
			return took
		}
	}
	return 0
}

// before gives what stands between group g and the one before it.
func (r *row) before(g int) byte {
	if g == 0 {
		return 0
	}
	return r.groups[g-1].sep
}

func (r *row) digits(g int) string { return r.text[r.groups[g].start:r.groups[g].end] }

// joined gives the digits of n groups from g on, and how they are grouped: "3-4-4".
func (r *row) joined(g, n int, buf *[24]byte) (digits []byte, shape string) {
	digits = buf[:0]
	var lengths [2 * maxGroups]byte
	form := lengths[:0]
	for i := g; i < g+n; i++ {
		part := r.digits(i)
		if len(digits)+len(part) > len(buf) {
			return nil, ""
		}
		digits = append(digits, part...)
		form = append(form, "0123456789abcdefghijklmno"[len(part)])
	}
	return digits, string(form)
}

// same reports whether n groups from g on are all parted in the same way, one of those given.
func (r *row) same(g, n int, seps string) bool {
	sep := r.groups[g].sep
	if strings.IndexByte(seps, sep) < 0 {
		return false
	}
	for i := g + 1; i < g+n-1; i++ {
		if r.groups[i].sep != sep {
			return false
		}
	}
	return true
}

// alone reports whether a number is no part of a word, a name of a file or an
// address of a page, nor a fraction.
func (r *row) alone(g, n int) bool {
	start, end := r.groups[g].start, r.groups[g+n-1].end
	if end < len(r.text) && isWord(r.text[end]) {
		return false
	}
	if r.before(g) == '.' || r.groups[g+n-1].sep == '.' && n == 1 && len(r.digits(g+n)) < 4 {
		return false
	}
	return r.freeBefore(start) && !r.inLink(start)
}

// labels are the Latin words that people write a number to without a blank.
var labels = map[string]bool{
	"tel": true, "phone": true, "mobile": true, "mob": true, "mp": true, "cell": true, "t": true, "m": true, "p": true, "fax": true,
	"wx": true, "vx": true, "weixin": true, "wechat": true, "sj": true, "dh": true, "id": true, "no": true, "sfz": true, "card": true,
}

func (s *scanner) freeBefore(start int) bool {
	from := start
	for from > 0 && isWord(s.text[from-1]) && start-from < 8 {
		from--
	}
	return from == start || labels[strings.ToLower(s.text[from:start])]
}

// inLink reports whether a place lies in the path of an address of a page,
// where long numbers name articles. What a query says is looked at.
func (s *scanner) inLink(start int) bool {
	from := start
	for from > 0 && start-from < 200 {
		if c := s.text[from-1]; c <= ' ' || c >= 0x80 || c == '=' {
			break
		}
		from--
	}
	link := s.text[from:start]
	return strings.Contains(link, "://") || strings.HasPrefix(link, "www.") || strings.HasSuffix(link, "/") && strings.Contains(link, ".")
}

// units follow an amount; a number before one of them is no phone and no card.
var amounts = []string{"元", "万", "亿", "吨", "亩", "股", "米", "千米", "千克", "千瓦", "千万", "公里", "公斤", "公顷", "平方", "立方", "%", "％", "㎡"}

// amount reports whether a number is one of money or size.
func (s *scanner) amount(start, end int) bool {
	after := strings.TrimPrefix(s.text[end:], " ")
	for _, u := range amounts {
		if strings.HasPrefix(after, u) {
			return true
		}
	}
	before := s.text[:start]
	return strings.HasSuffix(before, "$") || strings.HasSuffix(before, "¥") || strings.HasSuffix(before, "￥")
}

// serials come before the numbers of things and papers.
var serials = []string{
	"订单", "流水", "项目代码", "条码", "条形码", "单号", "批号", "编号", "编码", "档案号", "合同号", "文号", "证号", "注册号", "许可证", "备案号", "发票", "ISBN", "ISSN", "No.",
}

// serial reports whether the words right before a number say that it is one of
// a thing or a paper.
func (s *scanner) serial(start int) bool {
	before := s.label(start)
	if strings.HasSuffix(before, "身份证号") || strings.Contains(before, "卡") {
		return false
	}
	for _, word := range serials {
		if at := strings.LastIndex(before, word); at >= 0 && len(before)-at-len(word) <= len("号码") {
			return true
		}
	}
	return false
}

// label gives the few characters before a number, without the colon and blanks
// that part them from it.
func (s *scanner) label(start int) string {
	return strings.TrimRight(s.text[max(0, start-36):start], " :(+\t")
}
