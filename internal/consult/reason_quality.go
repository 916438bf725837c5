package consult

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"nayan/internal/fault"
)

// Warning is what is weak about the reason of a decision. The words are the keys
// "reason.warning." and the warning.
type Warning string

// The warnings.
const (
	TooShort    Warning = "too_short"
	BlankLeft   Warning = "blank"
	NoBasis     Warning = "no_basis"
	SameAsOther Warning = "same_as_other"
)

// Warnings are several, in the order above, a comma between.
type Warnings string

// List gives them one by one.
func (w Warnings) List() (list []Warning) {
	for code := range strings.SplitSeq(string(w), ",") {
		if code != "" {
			list = append(list, Warning(code))
		}
	}
	return list
}

// Warned is a warning with what its words need.
type Warned struct {
	Warning Warning
	Key     string // of its words, where they are not those of the warning
	Args    []any
}

// Words gives the key of the words of a warning.
func (w Warned) Words() string {
	if w.Key != "" {
		return w.Key
	}
	return "reason.warning." + string(w.Warning)
}

// minimumLetters is how much a reason says at least, without punctuation and
// blanks. Who is refused something is owed more than who is not.
var minimumLetters = map[Outcome]int{Adopted: 8, PartlyAdopted: 15, NotAdopted: 20, Explained: 15, OutOfScope: 12}

// Warnings looks through the reason of a normalised decision; what is the same as
// another reason is another question. A decision without a reason is a draft.
func (d Decision) Warnings() (found []Warned) {
	if d.Reason == "" {
		return nil
	}
	if n, least := letters(d.Reason), minimumLetters[d.Outcome]; n < least {
		found = append(found, Warned{Warning: TooShort, Args: []any{n, least}})
	}
	if blank := Blank(d.Reason); blank != "" {
		found = append(found, Warned{Warning: BlankLeft, Args: []any{blank}})
	}
	// All opinions are studied, reasonable ones adopted (重大行政决策程序暂行条例 art. 18);
	// who is not followed is told by what.
	if (d.Outcome == NotAdopted || d.Outcome == PartlyAdopted) && !NamesBasis(d.Reason) {
		found = append(found, Warned{Warning: NoBasis})
	}
	return found
}

// MinOverrideRunes and MaxOverrideRunes bound the note that lets warnings stand.
const (
	MinOverrideRunes = 5
	MaxOverrideRunes = 500
)

// Standing gives a decision as it may stand with what was found: as it is when
// nothing was, else only with a note. Error: fault.Invalid, with the fields
// "reason" and "override".
func (d Decision) Standing(found []Warned) (Decision, error) {
	note := d.Override
	d.Override, d.Overridden = "", ""
	if len(found) == 0 {
		return d, nil
	}
	var f fault.Fields
	if utf8.RuneCountInString(note) >= MinOverrideRunes {
		d.Override, d.Overridden = note, codes(found)
		return d, nil
	}
	for _, w := range found {
		f.Add("reason", w.Words(), w.Args...)
	}
	f.Check(note == "", "override", "reason.error.override_short", MinOverrideRunes)
	return d, f.Err()
}

func codes(found []Warned) Warnings {
	var list []string
	for _, w := range found {
		list = append(list, string(w.Warning))
	}
	return Warnings(strings.Join(list, ","))
}

// letters counts what a text says: characters, letters and digits.
func letters(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			n++
		}
	}
	return n
}

// bracketed is what templates write for a blank. The year of a document's number,
// 【2026】3号 as some type it, and 【一】 are none.
var bracketed = regexp.MustCompile(`【([^【】\n]*)】`)

// Blank gives the first blank of a template that nobody filled in, as in 【法规名称】.
func Blank(reason string) string {
	for _, m := range bracketed.FindAllStringSubmatch(reason, -1) {
		if !counted.MatchString(m[1]) {
			return m[0]
		}
	}
	return ""
}

const numeral = `[0-9０-９〇零一二三四五六七八九十百千两]`

var (
	counted  = regexp.MustCompile(`^` + numeral + `+$`)
	titled   = regexp.MustCompile(`《[^《》【】\n]*[\p{Han}\p{L}][^《》【】\n]*》`)
	clause   = regexp.MustCompile(`第` + numeral + `+(?:条|款|项|章|节)|(?:附件|附录|附表)` + numeral + `+`)
	numbered = regexp.MustCompile(`[〔\[［（(【]` + `[0-9０-９]{4}[〕\]］）)】]第?[0-9０-９]+号`)
	follows  = regexp.MustCompile(`(?:依据|根据|按照|依照|参照|遵照)([^，。；：、！？,.;:!?\n]*)`)
)

// NamesBasis reports whether a reason names what it rests on: a clause (第三条), a
// law or document (《…》, 〔2026〕3号), or something that follows 依据 or 根据.
func NamesBasis(reason string) bool {
	if titled.MatchString(reason) || numbered.MatchString(reason) {
		return true
	}
	for _, at := range clause.FindAllStringIndex(reason, -1) {
		if !startsWith(reason[at[1]:], opinionWords) {
			return true
		}
	}
	for _, m := range follows.FindAllStringSubmatch(reason, -1) {
		if isBasis(m[1]) {
			return true
		}
	}
	return false
}

// opinionWords follow a number that counts opinions: 第三条意见 is no clause.
var opinionWords = []string{"意见", "建议", "理由", "诉求", "留言", "问题"}

// hollow is what a basis is called when none is named: 根据有关规定.
var hollow = []string{"有关", "相关", "实际", "具体情况", "情况", "工作需要", "工作实际", "研究", "规定", "要求", "您", "法律法规", "政策", "国家", "上级"}

// minBasisLetters is how long the name of a basis is at least: 县里 is none.
const minBasisLetters = 4

func isBasis(what string) bool {
	what = strings.TrimSpace(what)
	return Blank(what) == "" && letters(what) >= minBasisLetters && !startsWith(what, hollow)
}

func startsWith(s string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
